/* Prints a comparison of two profiles. */
#include "base/strings.h"
#include "profile/model/profile_changes.h"
#include "profile/model/profile_words.h"
#include "profile/show/profile_views.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 24
#define NARROW 100

static void cell_share(struct table *table, bool in, double share)
{
    char percent[UNITS_SIZE];
    table_cell(table, TABLE_PLAIN, "%s", in ? profile_percent(percent, share) : "–");
}

/* Each profile has its own unit, because a fast variant's time is next to nothing in a slow one's.
 */
static void cell_weight(struct table *table, enum profile_unit unit, const char *sign,
                        double weight)
{
    char shown[UNITS_SIZE];
    if (weight > 0)
        table_cell(table, TABLE_PLAIN, "%s%s", sign, profile_weight(shown, unit, weight));
    else
        table_cell(table, TABLE_PLAIN, "0");
}

static void change_row(struct table *table, const struct profile_change *change,
                       enum profile_unit unit, bool weights, int name_most)
{
    double points = 100 * (change->self_share[1] - change->self_share[0]);
    double more = change->self[1] - change->self[0];
    char *name = profile_short_name(change->name, name_most);
    table_row(table);
    table_cell(table, TABLE_PLAIN, "%s", name);
    cell_share(table, change->in[0], change->self_share[0]);
    cell_share(table, change->in[1], change->self_share[1]);
    table_cell(table, fabs(points) <= 100 * change->error ? TABLE_DIM : TABLE_PLAIN, "%+.1f",
               points);
    if (change->error > 0)
        table_cell(table, TABLE_DIM, "%.1f", 100 * change->error);
    else
        table_cell(table, TABLE_DIM, "%s", "");
    for (size_t side = 0; side < 2; side++)
        if (weights && change->in[side])
            cell_weight(table, unit, "", change->self[side]);
        else
            table_cell(table, TABLE_PLAIN, "%s", weights ? "–" : "");
    if (weights)
        cell_weight(table, unit, more < 0 ? "-" : "+", fabs(more));
    else
        table_cell(table, TABLE_PLAIN, "%s", "");
    cell_share(table, change->in[0], change->total_share[0]);
    cell_share(table, change->in[1], change->total_share[1]);
    table_cell(table, TABLE_PLAIN, "%s", !change->in[0] ? "new" : !change->in[1] ? "gone" : "");
    free(name);
}

static struct table *change_table(const struct profile *before, const struct profile *after,
                                  int width, size_t *left)
{
    size_t count, shown = 0;
    struct profile_change *changes = profile_changes(before, after, &count);
    bool weights = profile_text_ratio(before, after) > 0;
    struct table *table = table_new();
    table_column(table, "function", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "A self %", TABLE_RIGHT, 90);
    table_column(table, "B self %", TABLE_RIGHT, 90);
    table_column(table, "change", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "±", TABLE_RIGHT, 50);
    table_column(table, "A self", TABLE_RIGHT, 70);
    table_column(table, "B self", TABLE_RIGHT, 70);
    table_column(table, "B − A", TABLE_RIGHT, 85);
    table_column(table, "A total %", TABLE_RIGHT, 30);
    table_column(table, "B total %", TABLE_RIGHT, 30);
    table_column(table, "", TABLE_LEFT, TABLE_ALWAYS);
    for (size_t i = 0; i < count; i++) {
        if (!changes[i].moved || shown == ROWS_MOST)
            continue;
        change_row(table, &changes[i], before->unit, weights, width < NARROW ? 24 : 36);
        shown++;
    }
    *left = count - shown;
    free(changes);
    return table;
}

/* What the two counted: once, if that is the same. */
static char *counted(const struct profile *before, const struct profile *after)
{
    const char *one = before->patterns, *other = after->patterns;
    if (!one && !other)
        return NULL;
    if (one && other && strcmp(one, other) == 0)
        return format_string("Counted: %s.", one);
    return format_string("Counted in A: %s. Counted in B: %s.", one ? one : "unknown",
                         other ? other : "unknown");
}

void profile_diff_views(const struct terminal *terminal, const struct profile *before,
                        const struct profile *after)
{
    size_t left;
    struct table *table = change_table(before, after, terminal->width, &left);
    terminal_title(terminal, format_string("%s and %s, function by function", before->variant,
                                           after->variant));
    terminal_text(terminal, counted(before, after));
    terminal_text(terminal, profile_changes_lead(before, after));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    terminal_text(
        terminal,
        format_string("change: of self %%, in points%s.%s Sorted by the change of %s; %zu more "
                      "function%s hardly moved.",
                      table_shows(table, terminal->width, "±")
                          ? "; ± to the farther end of its 95 % interval from sampling"
                          : "",
                      before->thread_count > 1 || after->thread_count > 1
                          ? " Times are CPU time, of all threads together."
                          : "",
                      profile_text_ratio(before, after) > 0 ? "self" : "self %", left,
                      left == 1 ? "" : "s"));
    table_free(table);
}
