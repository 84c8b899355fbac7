/* The GPU trap for people: a table, a picture with a lane for the host and one for the device, and
 * what follows from them. Output from a simulated device says SIMULATED. */
#ifndef TRAP_VIEWS_H
#define TRAP_VIEWS_H

#include "base/table.h"
#include "record/trap_record.h"
#include "show/terminal.h"

/* All of it. */
void trap_views(const struct terminal *terminal, const struct trap *trap);

/* The table's title, what was measured, what the columns mean, and what follows; free() them. */
char *trap_title(const struct trap *trap);
char *trap_case(const struct trap *trap);
char *trap_caption(const struct trap *trap);
char *trap_story(const struct trap *trap);

/* A row for each part: medians over the repeats, and their shares of the column's sum. */
struct table *trap_table(const struct trap *trap);

/* The story and the lanes, for the report page to draw:
 *   {"story":"..", "end_ns":n,   (a mode is "no wait", "wait each", "wait once")
 *    "modes":[{"host":[{"part":"sum", "from_ns":n, "ns":n},..], "device":[..]},..]} */
json_t *trap_json(const struct trap *trap);

#endif
