#include "profile/show/profile_page.h"
#include "base/strings.h"
#include "common/units.h"
#include "profile/engines/engine.h"
#include "profile/model/profile_changes.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_file.h"
#include "profile/model/profile_verdict.h"
#include "profile/model/profile_words.h"
#include "profile/show/profile_folder.h"
#include "system/machine.h"
#include "variants/encoding.h"

#include <dirent.h>
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Takes the value; NULL means that memory ran out. */
static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) < 0)
        errx(1, "no memory for the page");
}

static void set_known(json_t *object, const char *key, double value)
{
    if (isfinite(value))
        set(object, key, json_real(value));
}

/* Takes the text. */
static void set_text(json_t *object, const char *key, char *text)
{
    if (text)
        set(object, key, encode_text(text));
    free(text);
}

static void set_calls(json_t *object, const struct profile *profile, bool known, uint64_t calls)
{
    char text[UNITS_SIZE];
    if (known)
        set(object, "calls_text", json_string(profile_calls(text, profile, calls)));
}

static void add_to_functions(json_t *array, const struct profile *profile)
{
    struct profile_whole whole = profile_whole(profile);
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *function = &profile->functions[i];
        json_t *object = json_array_get(array, i);
        double self = profile_part(&whole, function->category, function->self);
        set_known(object, "self_share", self);
        set_known(object, "error", profile_error(profile, self));
        set_known(object, "share", profile_part(&whole, function->category, function->total));
        set_calls(object, profile, function->has_calls, function->calls);
        set_known(object, "per_call", profile_per_call(function));
    }
}

static void add_to_edges(json_t *array, const struct profile *profile)
{
    struct profile_whole whole = profile_whole(profile);
    for (size_t i = 0; i < profile->edge_count; i++) {
        const struct profile_edge *edge = &profile->edges[i];
        json_t *object = json_array_get(array, i);
        enum profile_category category = profile->functions[edge->callee].category;
        set_known(object, "share", profile_part(&whole, category, edge->total));
        set_calls(object, profile, edge->has_calls, edge->calls);
    }
}

static void add_to_threads(json_t *array, const struct profile *profile)
{
    for (size_t i = 0; i < profile->thread_count; i++) {
        const struct profile_thread *thread = &profile->threads[i];
        json_t *object = json_array_get(array, i);
        set(object, "life_ns", encode_natural(thread->end_ns - thread->start_ns));
        set_known(object, "used", profile_used(thread));
    }
}

static void set_order(json_t *object, const struct profile *profile)
{
    size_t rows, *order = profile_first(profile, PROFILE_BY_SELF, &rows);
    json_t *array = json_array();
    for (size_t i = 0; i < profile->function_count; i++)
        json_array_append_new(array, encode_natural(order[i]));
    free(order);
    set(object, "order", array);
    set(object, "rows", encode_natural(rows));
}

static void set_kinds(json_t *object, const struct profile *profile)
{
    struct profile_whole whole = profile_whole(profile);
    double sums[PROFILE_CATEGORIES] = {0};
    bool there[PROFILE_CATEGORIES] = {false};
    json_t *array = json_array();
    for (size_t i = 0; i < profile->function_count; i++) {
        sums[profile->functions[i].category] += profile->functions[i].self;
        there[profile->functions[i].category] = true;
    }
    for (enum profile_category i = 0; i < PROFILE_CATEGORIES; i++)
        if (there[i])
            json_array_append_new(array,
                                  json_pack("{s:s, s:f}", "category", profile_category_name(i),
                                            "share", profile_part(&whole, i, sums[i])));
    set(object, "kinds", array);
}

static void set_notes(json_t *object, const struct profile *profile)
{
    json_t *notes = json_array();
    char *calls = profile_calls_note(profile);
    if (calls)
        json_array_append_new(notes, encode_text(calls));
    if (profile->how.samples)
        json_array_append_new(notes, json_string(PROFILE_ERROR_NOTE));
    free(calls);
    set(object, "notes", notes);
}

static json_t *change_object(const struct profile_change *change, bool weights)
{
    json_t *object = json_pack("{s:o, s:s, s:f}", "name", encode_text(change->name), "category",
                               profile_category_name(change->category), "change",
                               change->self_share[1] - change->self_share[0]);
    static const char *const shares[] = {"before", "after"};
    static const char *const selves[] = {"before_self", "after_self"};
    for (size_t side = 0; side < 2; side++) {
        if (change->in[side])
            set_known(object, shares[side], change->self_share[side]);
        if (change->in[side] && weights)
            set_known(object, selves[side], change->self[side]);
    }
    set_known(object, "error", change->error);
    return object;
}

static json_t *against_object(const struct profile *before, const struct profile *after,
                              size_t other)
{
    size_t count;
    struct profile_change *changes = profile_changes(before, after, &count);
    bool weights = profile_text_ratio(before, after) > 0;
    json_t *array = json_array(), *object = json_object();
    for (size_t i = 0; i < count; i++)
        if (changes[i].moved)
            json_array_append_new(array, change_object(&changes[i], weights));
    free(changes);
    set(object, "other", encode_natural(other));
    set_text(object, "text", profile_changes_lead(before, after));
    set(object, "changes", array);
    return object;
}

static json_t *page_object(struct profile *const *profiles, size_t count, size_t place)
{
    const struct profile *profile = profiles[place];
    struct profile_whole whole = profile_whole(profile);
    json_t *object = profile_object(profile), *against = json_array();
    add_to_functions(json_object_get(object, "functions"), profile);
    add_to_edges(json_object_get(object, "edges"), profile);
    add_to_threads(json_object_get(object, "threads"), profile);
    json_object_del(object, "lanes"); /* for Perfetto: trace.json */
    set(object, "whole", json_pack("{s:f, s:f}", "cpu", whole.cpu, "gpu", whole.gpu));
    set_text(object, "seen", profile_verdict_seen(profile));
    set_text(object, "how_text", profile_how_text(profile));
    set_known(object, "cores_busy", profile_cores_busy(profile));
    set_text(object, "preempted_text", profile_preempted_note(profile));
    set_notes(object, profile);
    set_order(object, profile);
    set_kinds(object, profile);
    for (size_t i = 0; i < count; i++)
        if (i != place && profiles[i]->unit == profile->unit)
            json_array_append_new(against, against_object(profiles[i], profile, i));
    set(object, "against", against);
    return object;
}

json_t *profile_page(struct profile *const *profiles, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, page_object(profiles, count, i));
    return array;
}

/* Why there are no profiles, and what to do. */
static json_t *without(void)
{
    char *make =
        format_string("`%s profile VARIANT` makes one (with the --data and --pattern of the "
                      "run, if it had any), and `%s report` shows it",
                      machine_self(), machine_self());
    bool instead;
    char why[1200];
    bool works = engines_choose("auto", false, &instead, why, sizeof why);
    char *text =
        works ? format_string("No profiles were made yet: %s.", make)
              : format_string("No profiles were made, since %s. With one of them, %s.", why, make);
    json_t *said = encode_text(text);
    free(text);
    free(make);
    return said;
}

json_t *profile_page_of(const char *folder)
{
    const char *parent = folder ? folder : profile_folder_default();
    char why[4600];
    struct dirent **entries = NULL;
    int found = scandir(parent, &entries, NULL, alphasort);
    struct profile **profiles =
        calloc((size_t)(found > 0 ? found : 0) + 1, sizeof(struct profile *));
    size_t count = 0;
    if (!profiles)
        err(1, "report");
    for (int i = 0; i < found; i++) {
        const char *name = entries[i]->d_name;
        char *path = format_string("%s/%s/profile.json", parent, name);
        if (name[0] != '.' && access(path, F_OK) == 0) {
            profiles[count] = profile_read(path, why, sizeof why);
            if (profiles[count])
                count++;
            else
                warnx("a profile is left out: %s", why);
        }
        free(path);
        free(entries[i]);
    }
    json_t *page = profile_page(profiles, count);
    for (size_t i = 0; i < count; i++)
        profile_free(profiles[i]);
    free(profiles);
    free(entries);
    return json_pack("{s:o, s:o}", "list", page, "why", count ? json_null() : without());
}
