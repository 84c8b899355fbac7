/* What ./harness try shows beside the times: which functions take the time, and what follows from
 * that. For other runs, tables are empty and strings are NULL. */
#ifndef TRY_VIEWS_H
#define TRY_VIEWS_H

#include "base/table.h"
#include "figures/figures.h"
#include "show/terminal.h"

/* The functions of before, and of after, with the largest self time. */
struct table *try_table_before(const struct figures *figures);
struct table *try_table_after(const struct figures *figures);

/* What takes most, and what could be gained if the attacked functions took no time; and where the
 * time goes now. They also say what the profile can't know. */
char *try_says_before(const struct figures *figures);
char *try_says_after(const struct figures *figures);

/* The commands, and what was compared: in separate lines, and in one. */
void try_head(const struct terminal *terminal, const struct figures *figures);
char *try_commands(const struct figures *figures);

/* Says that a difference of a few per cent may come from the code layout; NULL if the difference is
 * not so small. */
char *try_layout(const struct figures *figures);

#endif
