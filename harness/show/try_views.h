/* What ./harness try shows beside the times: which functions take the time, and what follows. Of a
 * run that is none of its, tables are empty, and there is nothing to say. */
#ifndef TRY_VIEWS_H
#define TRY_VIEWS_H

#include "base/table.h"
#include "figures/figures.h"
#include "show/terminal.h"

/* The functions of before, and of after, that take most in themselves. */
struct table *try_table_before(const struct figures *figures);
struct table *try_table_after(const struct figures *figures);

/* What takes most, and what making the attacked functions free could gain; and where the time goes
 * now. What the profile cannot know is said. */
char *try_says_before(const struct figures *figures);
char *try_says_after(const struct figures *figures);

/* What was run, and what was compared of it: a line each, and as one. */
void try_head(const struct terminal *terminal, const struct figures *figures);
char *try_commands(const struct figures *figures);

/* That a difference of a few per cent may be one of code layout; NULL where there is none. */
char *try_layout(const struct figures *figures);

#endif
