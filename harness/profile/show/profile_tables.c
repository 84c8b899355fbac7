/* The tables of profile_views.h. */
#include "profile/show/profile_views.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define ROWS_MOST 24
/* Of all: a row with less in itself is only counted, unless it has so much in total; by self,
 * others' code that the time only passes through is not worth a row. */
#define SELF_LEAST 0.0025
#define TOTAL_LEAST 0.01
#define NARROW 100 /* columns; below, names get less room */

/* --- functions --- */

static void cell_weight(struct table *table, const struct profile_scale *scale, double weight)
{
    table_cell(table, TABLE_PLAIN, "%.*f", scale->decimals, weight / scale->divisor);
}

static void cell_calls(struct table *table, const struct profile *profile,
                       const struct profile_function *function)
{
    char grouped[UNITS_SIZE], each[UNITS_SIZE];
    const char *about = profile_calls_scaled(profile) ? "~" : "";
    if (!function->has_calls) {
        table_cell(table, TABLE_PLAIN, "%s", "");
        table_cell(table, TABLE_PLAIN, "%s", "");
        return;
    }
    table_cell(table, TABLE_PLAIN, "%s%s", about, units_grouped(grouped, function->calls));
    if (function->calls == 0 || function->total <= 0)
        table_cell(table, TABLE_PLAIN, "%s", "");
    else
        table_cell(table, TABLE_PLAIN, "%s%s", about,
                   profile_weight(each, profile->unit, function->total / (double)function->calls));
}

static void function_row(struct table *table, const struct profile *profile,
                         const struct profile_function *function, const struct profile_whole *whole,
                         int name_most)
{
    double all = profile_whole_of(whole, function->category);
    struct profile_scale scale = profile_scale(profile->unit, fmax(whole->cpu, whole->gpu));
    char percent[UNITS_SIZE];
    double self = profile_share(function->self, all), error = profile_error(profile, self);
    char *name = profile_short_name(function->name, name_most);
    table_row(table);
    table_cell(table, TABLE_PLAIN, "%s", name);
    cell_calls(table, profile, function);
    cell_weight(table, &scale, function->self);
    table_cell(table, TABLE_PLAIN, "%s", profile_percent(percent, self));
    table_cell(table, TABLE_DIM, "%s", isfinite(error) ? profile_percent(percent, error) : "");
    cell_weight(table, &scale, function->total);
    table_cell(table, TABLE_PLAIN, "%s",
               profile_percent(percent, profile_share(function->total, all)));
    table_cell(table, TABLE_PLAIN, "%s", profile_category_name(function->category));
    table_cell(table, TABLE_DIM, "%s", function->module);
    free(name);
}

/* Whether a function gets a row. */
static bool trust_a_row(const struct profile_function *function, enum profile_sort by,
                        const struct profile_whole *whole)
{
    double all = profile_whole_of(whole, function->category);
    bool through = by == PROFILE_BY_SELF && function->category != PROFILE_OWN;
    return profile_share(function->self, all) >= SELF_LEAST ||
           (!through && profile_share(function->total, all) >= TOTAL_LEAST);
}

/* Calls and what comes of them stand in two columns, in cell_calls()' order. */
struct table *profile_functions_table(const struct profile *profile, enum profile_sort by,
                                      int width)
{
    struct profile_whole whole = profile_whole(profile);
    double rest = 0;
    struct profile_scale scale = profile_scale(profile->unit, fmax(whole.cpu, whole.gpu));
    struct table *table = table_new();
    table_column(table, "function", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "calls", TABLE_RIGHT, by == PROFILE_BY_CALLS ? TABLE_ALWAYS : 70);
    table_column(table, "per call", TABLE_RIGHT, 60);
    table_column(table, scale.self, TABLE_RIGHT, 75);
    table_column(table, "self %", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "±", TABLE_RIGHT, 65);
    table_column(table, scale.total, TABLE_RIGHT, 55);
    table_column(table, "total %", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "code", TABLE_LEFT, 80);
    table_column(table, "module", TABLE_LEFT, 10);

    size_t *order = profile_sorted(profile, by), shown = 0, left = 0;
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[order[i]];
        if (trust_a_row(function, by, &whole) && shown < ROWS_MOST) {
            function_row(table, profile, function, &whole, width < NARROW ? 24 : 36);
            shown++;
        } else {
            rest += function->self;
            left++;
        }
    }
    if (left) {
        char percent[UNITS_SIZE];
        table_row(table);
        table_cell(table, TABLE_DIM, "(%zu more)", left);
        table_cell(table, TABLE_DIM, "%s", "");
        table_cell(table, TABLE_DIM, "%s", "");
        cell_weight(table, &scale, rest);
        table_cell(table, TABLE_DIM, "%s",
                   whole.gpu <= 0 ? profile_percent(percent, profile_share(rest, whole.cpu)) : "");
    }
    free(order);
    return table;
}

/* --- threads --- */

struct table *profile_threads_table(const struct profile *profile)
{
    struct table *table = table_new();
    char digits[UNITS_SIZE];
    table_column(table, "thread", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "process", TABLE_RIGHT, 50);
    table_column(table, "id", TABLE_RIGHT, 40);
    table_column(table, "CPU s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "used %", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "waiting %", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "from s", TABLE_RIGHT, 60);
    table_column(table, "to s", TABLE_RIGHT, 60);
    for (size_t i = 0; i < profile->thread_count; i++) {
        const struct profile_thread *thread = &profile->threads[i];
        double span = (double)(thread->end_ns - thread->start_ns);
        double used = profile_share((double)thread->cpu_ns, span);
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", thread->name);
        table_cell(table, TABLE_DIM, "%" PRId64, thread->pid);
        table_cell(table, TABLE_DIM, "%" PRId64, thread->tid);
        bool known = thread->cpu_ns > 0; /* CUPTI does not tell it */
        if (known)
            table_cell(table, TABLE_PLAIN, "%.3f", (double)thread->cpu_ns / 1e9);
        else
            table_cell(table, TABLE_DIM, "–");
        if (known && span > 0) {
            table_cell(table, TABLE_PLAIN, "%s", profile_percent(digits, used));
            table_cell(table, TABLE_PLAIN, "%s", profile_percent(digits, 1 - used));
        } else {
            table_cell(table, TABLE_DIM, "–");
            table_cell(table, TABLE_DIM, "–");
        }
        table_cell(table, TABLE_DIM, "%.3f", (double)thread->start_ns / 1e9);
        table_cell(table, TABLE_DIM, "%.3f", (double)thread->end_ns / 1e9);
    }
    return table;
}
