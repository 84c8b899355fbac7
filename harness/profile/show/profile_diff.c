#include "profile/show/profile_diff.h"
#include "base/strings.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_file.h"
#include "profile/model/profile_verdict.h"
#include "profile/show/profile_folder.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define ROWS_MOST 24
#define SHARE_LEAST 0.005 /* a change of less, in shares, is only counted */
#define NARROW 100

static double searched_bytes(const struct profile *profile)
{
    return (double)profile->data_bytes * (double)(profile->data_repeat ? profile->data_repeat : 1);
}

double profile_text_ratio(const struct profile *before, const struct profile *after)
{
    double bytes = searched_bytes(after);
    return bytes > 0 ? searched_bytes(before) / bytes : 0;
}

static void add(const struct profile *profile, size_t side, double scale, json_t *places,
                struct profile_change *changes, size_t *count)
{
    struct profile_whole whole = profile_whole(profile);
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[i];
        char *key = format_string("%d %s", (int)function->category, function->name);
        const json_t *known = json_object_get(places, key);
        size_t place = known ? (size_t)json_integer_value(known) : *count;
        if (!known) {
            if (json_object_set_new_nocheck(places, key, json_integer((json_int_t)place)) < 0)
                errx(1, "no memory for the comparison");
            ++*count;
        }
        free(key);
        struct profile_change *change = &changes[place];
        change->name = function->name;
        change->category = function->category;
        change->in[side] = true;
        change->self[side] += function->self * scale;
        double all = profile_whole_of(&whole, function->category);
        change->self_share[side] += profile_share(function->self, all);
        change->total_share[side] =
            fmin(1, change->total_share[side] + profile_share(function->total, all));
    }
}

static int by_change(const void *left, const void *right, void *with)
{
    const struct profile_change *a = left, *b = right;
    bool weights = *(const bool *)with;
    double x = weights ? a->self[1] - a->self[0] : a->self_share[1] - a->self_share[0];
    double y = weights ? b->self[1] - b->self[0] : b->self_share[1] - b->self_share[0];
    if (fabs(x) != fabs(y))
        return fabs(x) < fabs(y) ? 1 : -1;
    int result = strcmp(a->name, b->name);
    return result ? result : (int)a->category - (int)b->category;
}

struct profile_change *profile_changes(const struct profile *before, const struct profile *after,
                                       size_t *count)
{
    struct profile_change *changes =
        calloc(before->function_count + after->function_count + 1, sizeof *changes);
    json_t *places = json_object();
    double ratio = profile_text_ratio(before, after);
    bool weights = ratio > 0;
    if (!changes || !places)
        err(1, "no memory for the comparison");
    *count = 0;
    add(before, 0, 1, places, changes, count);
    add(after, 1, ratio, places, changes, count);
    json_decref(places);
    qsort_r(changes, *count, sizeof *changes, by_change, &weights);
    return changes;
}

/* --- as people read it --- */

static void cell_share(struct table *table, bool in, double share)
{
    char percent[UNITS_SIZE];
    table_cell(table, TABLE_PLAIN, "%s", in ? profile_percent(percent, share) : "–");
}

/* With its own unit: what a fast variant takes is next to nothing in that of a slow one. */
static void cell_weight(struct table *table, enum profile_unit unit, const char *sign,
                        double weight)
{
    char shown[UNITS_SIZE];
    if (weight > 0)
        table_cell(table, TABLE_PLAIN, "%s%s", sign, profile_weight(shown, unit, weight));
    else
        table_cell(table, TABLE_PLAIN, "0");
}

static void change_row(struct table *table, const struct profile_change *change, double error,
                       enum profile_unit unit, bool weights, int name_most)
{
    double points = 100 * (change->self_share[1] - change->self_share[0]);
    double more = change->self[1] - change->self[0];
    char *name = profile_short_name(change->name, name_most);
    table_row(table);
    table_cell(table, TABLE_PLAIN, "%s", name);
    cell_share(table, change->in[0], change->self_share[0]);
    cell_share(table, change->in[1], change->self_share[1]);
    table_cell(table, fabs(points) <= 100 * error ? TABLE_DIM : TABLE_PLAIN, "%+.1f", points);
    if (error > 0)
        table_cell(table, TABLE_DIM, "%.1f", 100 * error);
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

/* Of the difference of two shares. */
static double error_of(const struct profile *before, const struct profile *after,
                       const struct profile_change *change)
{
    double one = profile_error(before, change->self_share[0]);
    double other = profile_error(after, change->self_share[1]);
    return isfinite(one) && isfinite(other) ? hypot(one, other) : 0;
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
        const struct profile_change *change = &changes[i];
        bool worth = fabs(change->self_share[1] - change->self_share[0]) >= SHARE_LEAST ||
                     change->self_share[0] >= 0.01 || change->self_share[1] >= 0.01;
        if (!worth || shown == ROWS_MOST)
            continue;
        change_row(table, change, error_of(before, after, change), before->unit, weights,
                   width < NARROW ? 24 : 36);
        shown++;
    }
    *left = count - shown;
    free(changes);
    return table;
}

static void tell_side(FILE *to, const char *letter, const struct profile *profile)
{
    char percent[UNITS_SIZE], times[UNITS_SIZE], *all = profile_whole_words(profile);
    struct profile_verdict verdict = profile_verdict(profile);
    fprintf(to, "%s is %s: %s", letter, profile->variant, all);
    if (profile->data_repeat > 1)
        fprintf(to, " for %s searches", units_grouped(times, profile->data_repeat));
    if (verdict.function != PROFILE_NONE)
        fprintf(to, ", `%s` and below %s", profile->functions[verdict.function].name,
                profile_percent_words(percent, verdict.share));
    fputs(". ", to);
    free(all);
}

static char *lead(const struct profile *before, const struct profile *after)
{
    char *text = NULL, times[UNITS_SIZE];
    size_t size;
    FILE *to = open_memstream(&text, &size);
    const char *unit = before->unit == PROFILE_NS ? "CPU time" : "instructions";
    double ratio = profile_text_ratio(before, after);
    struct profile_whole a = profile_whole(before), b = profile_whole(after);
    if (!to)
        err(1, "comparison");
    tell_side(to, "A", before);
    tell_side(to, "B", after);
    b.cpu *= ratio;
    if (ratio <= 0)
        fputs("How much text they searched is not known: only shares can be compared.", to);
    else if (a.cpu > 0 && b.cpu > 0 && a.gpu <= 0 && b.gpu <= 0 && fabs(a.cpu / b.cpu - 1) < 0.005)
        fputs("For the same amount of text, B takes as much.", to);
    else if (a.cpu > 0 && b.cpu > 0 && a.gpu <= 0 && b.gpu <= 0)
        fprintf(to, "For the same amount of text, %s takes %s times the %s of %s.",
                a.cpu > b.cpu ? "A" : "B",
                units_significant(times, a.cpu > b.cpu ? a.cpu / b.cpu : b.cpu / a.cpu, 3), unit,
                a.cpu > b.cpu ? "B" : "A");
    if (ratio > 0 && ratio != 1)
        fputs(" Below, what B takes is scaled to A's amount.", to);
    bool without = profile_without_kernel(before);
    if (without != profile_without_kernel(after))
        fprintf(to, " %s leaves out the kernel's time, %s does not: take both anew.",
                without ? "A" : "B", without ? "B" : "A");
    if (fclose(to) != 0)
        err(1, "comparison");
    return text;
}

void profile_diff_views(const struct terminal *terminal, const struct profile *before,
                        const struct profile *after)
{
    size_t left;
    struct table *table = change_table(before, after, terminal->width, &left);
    terminal_title(terminal, format_string("%s and %s, function by function", before->variant,
                                           after->variant));
    terminal_text(terminal, lead(before, after));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    terminal_text(
        terminal,
        format_string("change: of self %%, in points%s.%s Sorted by the change of %s; %zu more "
                      "function%s hardly moved.",
                      table_shows(table, terminal->width, "±")
                          ? "; ± half the width of its 95 % interval from sampling"
                          : "",
                      before->thread_count > 1 || after->thread_count > 1
                          ? " Times are CPU time, of all threads together."
                          : "",
                      profile_text_ratio(before, after) > 0 ? "self" : "self %", left,
                      left == 1 ? "" : "s"));
    table_free(table);
}

/* A variant's profile, or a file's. NULL, with a line on standard error. */
static struct profile *open_profile(const struct profile_options *options, const char *name)
{
    char why[4600];
    char *parent = options->output ? copy_string(options->output) : profile_folder_default();
    bool file = strchr(name, '/') || access(name, F_OK) == 0;
    char *path = file ? copy_string(name) : format_string("%s/%s/profile.json", parent, name);
    struct profile *profile = NULL;
    if (!file && access(path, F_OK) < 0)
        warnx("there is no profile of '%s': ./harness profile %s makes one", name, name);
    else if (!(profile = profile_read(path, why, sizeof why)))
        warnx("%s", why);
    free(path);
    free(parent);
    return profile;
}

int profile_diff_command(const struct profile_options *options)
{
    struct profile *before = open_profile(options, options->diff[0]);
    struct profile *after = open_profile(options, options->diff[1]);
    int code = EXIT_FAILED;
    if (before && after && before->unit != after->unit)
        warnx("%s has %s, %s has %s: take the same --engine for both", options->diff[0],
              profile_unit_name(before->unit), options->diff[1], profile_unit_name(after->unit));
    else if (before && after) {
        struct terminal terminal = terminal_of(stdout);
        profile_diff_views(&terminal, before, after);
        code = 0;
    }
    profile_free(before);
    profile_free(after);
    return code;
}
