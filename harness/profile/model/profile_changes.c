#include "profile/model/profile_changes.h"
#include "base/strings.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_verdict.h"
#include "profile/model/profile_words.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHANGE_LEAST 0.005 /* a smaller change of a share is not shown, */
#define SHARE_LEAST 0.01   /* unless the share is this large */

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
        size_t place = profile_place(places, key, *count);
        *count += place == *count;
        free(key);
        struct profile_change *change = &changes[place];
        change->name = function->name;
        change->category = function->category;
        change->in[side] = true;
        change->self[side] += function->self * scale;
        change->self_share[side] += profile_part(&whole, function->category, function->self);
        change->total_share[side] += profile_part(&whole, function->category, function->total);
        change->total_share[side] = fmin(1, change->total_share[side]);
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

/* The error of a difference of shares. */
static double error_of(const struct profile *before, const struct profile *after,
                       const struct profile_change *change)
{
    return hypot(profile_error(before, change->self_share[0]),
                 profile_error(after, change->self_share[1]));
}

static bool has_moved(const struct profile_change *change)
{
    return fabs(change->self_share[1] - change->self_share[0]) >= CHANGE_LEAST ||
           change->self_share[0] >= SHARE_LEAST || change->self_share[1] >= SHARE_LEAST;
}

struct profile_change *profile_changes(const struct profile *before, const struct profile *after,
                                       size_t *count)
{
    struct profile_change *changes =
        profile_room(before->function_count + after->function_count, sizeof *changes);
    json_t *places = json_object();
    double ratio = profile_text_ratio(before, after);
    bool weights = ratio > 0;
    if (!places)
        err(1, "no memory for the comparison");
    *count = 0;
    add(before, 0, 1, places, changes, count);
    add(after, 1, ratio, places, changes, count);
    json_decref(places);
    for (size_t i = 0; i < *count; i++) {
        changes[i].error = error_of(before, after, &changes[i]);
        changes[i].moved = has_moved(&changes[i]);
    }
    qsort_r(changes, *count, sizeof *changes, by_change, &weights);
    return changes;
}

static void tell_side(FILE *to, const char *letter, const struct profile *profile)
{
    char percent[UNITS_SIZE], times[UNITS_SIZE], *all = profile_whole_words(profile);
    struct profile_verdict verdict = profile_verdict(profile);
    fprintf(to, "%s is %s: %s", letter, profile->variant, all);
    if (profile->data_repeat > 1)
        fprintf(to, " for %s searches", units_grouped(times, profile->data_repeat));
    if (verdict.doubt == PROFILE_NO_DOUBT)
        fprintf(to, ", `%s` and below %s", profile->functions[verdict.function].name,
                profile_percent_words(percent, verdict.share));
    fputs(". ", to);
    free(all);
}

char *profile_changes_lead(const struct profile *before, const struct profile *after)
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
