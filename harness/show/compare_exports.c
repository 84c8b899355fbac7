/* The parts of compare_views.h that other programs read. */
#include "base/csv.h"
#include "show/compare_views.h"

#include <math.h>
#include <stdlib.h>

static const char *const by_names[] = {[COMPARE_TIMES] = "time", [COMPARE_RATIOS] = "ratio"};

static double end_of(const struct change *change, double end)
{
    return change->found.has_interval ? end : NAN;
}

bool compare_csv(const void *what, FILE *to)
{
    const struct compare_report *report = what;
    fputs("after,by,variant,before,now,rounds_before,rounds_now,change,low,high,p,p_holm,verdict,"
          "status\n",
          to);
    for (size_t i = 0; i < report->count; i++) {
        const struct compared *other = &report->others[i];
        const struct comparison *const both[] = {&other->times, &other->ratios};
        for (size_t j = 0; j < 2; j++)
            for (size_t k = 0; k < both[j]->count; k++) {
                const struct change *change = &both[j]->changes[k];
                csv_first(to, other->path);
                fprintf(to, ",%s", by_names[both[j]->by]);
                csv_text(to, change->name);
                csv_number(to, change->was);
                csv_number(to, change->is);
                fprintf(to, ",%zu,%zu", change->was_rounds, change->is_rounds);
                csv_number(to, change->found.ratio);
                csv_number(to, end_of(change, change->found.interval.low));
                csv_number(to, end_of(change, change->found.interval.high));
                csv_number(to, change->found.p);
                csv_number(to, change->p_holm);
                fprintf(to, ",%s,%s\n", stats_verdict_name(change->verdict),
                        change->after ? status_name(change->after->status) : "");
            }
    }
    return !ferror(to);
}

static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *change_object(const struct change *change)
{
    const struct interval *interval = &change->found.interval;
    return json_pack("{s:s, s:o, s:o, s:[i, i], s:o, s:o, s:o, s:o, s:s, s:s?}", "variant",
                     change->name, "before", real(change->was), "after", real(change->is), "rounds",
                     (int)change->was_rounds, (int)change->is_rounds, "change",
                     real(change->found.ratio), "ci",
                     change->found.has_interval ? json_pack("[f, f]", interval->low, interval->high)
                                                : json_null(),
                     "p", real(change->found.p), "p_holm", real(change->p_holm), "verdict",
                     stats_verdict_name(change->verdict), "status",
                     change->after ? status_name(change->after->status) : NULL);
}

static json_t *comparison_object(const struct comparison *comparison)
{
    if (!comparison->changes)
        return json_null();
    json_t *changes = json_array();
    for (size_t i = 0; i < comparison->count; i++)
        json_array_append_new(changes, change_object(&comparison->changes[i]));
    return json_pack("{s:s?, s:s?, s:o}", "baseline", comparison->baseline, "unsound",
                     comparison->unsound, "variants", changes);
}

static json_t *run_object(const char *path, const struct results *results)
{
    json_t *name = json_string(path); /* a path need not be UTF-8 */
    return json_pack("{s:o, s:s, s:O, s:O}", "path", name ? name : json_null(), "started",
                     results->started, "machine", results->machine, "build", results->build);
}

bool compare_json(const void *what, FILE *to)
{
    const struct compare_report *report = what;
    json_t *others = json_array();
    for (size_t i = 0; i < report->count; i++) {
        const struct compared *other = &report->others[i];
        json_t *object = run_object(other->path, &other->results), *differences = json_array();
        for (size_t j = 0; j < other->difference_count; j++)
            json_array_append_new(differences, json_string(other->differences[j]));
        json_object_set_new(object, "differences", differences);
        json_object_set_new(object, "machine_change",
                            real(other->times.changes ? other->times.machine.ratio : NAN));
        json_object_set_new(object, "times", comparison_object(&other->times));
        json_object_set_new(object, "ratios", comparison_object(&other->ratios));
        json_array_append_new(others, object);
    }
    json_t *object = json_pack("{s:i, s:o, s:b, s:o}", "schema", 1, "before",
                               run_object(report->path, &report->first), "across", report->across,
                               "after", others);
    bool good = object && json_dumpf(object, to, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) == 0 &&
                putc('\n', to) != EOF;
    json_decref(object);
    return good;
}
