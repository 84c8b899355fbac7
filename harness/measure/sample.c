#include "measure/sample.h"
#include "base/command_line.h"
#include "base/strings.h"
#include "common/units.h"
#include "measure/counting.h"
#include "measure/launch.h"
#include "measure/options.h"
#include "measure/pattern_words.h"
#include "system/gpu_limits.h"
#include "system/run.h"
#include "variants/variant.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STAGES_APART 0.02 /* their sum and the search come from different clocks */

/* Whether work was in flight when search() returned: waiting took longer than it can for nothing.
 */
static bool was_in_flight(const struct record *record)
{
    double nothing_ns = record->has_device ? 50e3 : 100e3; /* the fastest are a fraction of 1 ms */
    return (double)record->synchronize_ns > nothing_ns + 0.01 * (double)record->search_ns;
}

/* Sets the row's status to what is wrong with a record; true if nothing is. */
static bool check(struct row *row, const struct record *record, const struct request *request,
                  uint64_t wall_ns)
{
    uint64_t claimed_ns =
        record->prepare_ns + record->search_ns + record->other_searches_ns + record->synchronize_ns;
    uint64_t search_ns = record->search_ns, staged_ns = record->clock_ns;
    for (size_t i = 0; i < STAGE_COUNT; i++)
        staged_ns += record->stages.spent[i];
    const struct prefix *data = request->prefix;
    bool stages = request->stages;
    double most_ns = 0; /* by the device's clock */
    for (size_t i = 0; i < STAGE_COUNT && record->has_device; i++)
        most_ns = fmax(most_ns, (double)record->device.ns[i]);
    uint64_t apart_ns = staged_ns > search_ns ? staged_ns - search_ns : search_ns - staged_ns;
    if (!counting_is_right(row, data->matches))
        return false;
    if (record->digest != data->digest)
        row_fail(row, STATUS_MISMATCH,
                 "the right number of matches, but not all in the right places");
    else if (claimed_ns > wall_ns)
        row_fail(row, STATUS_FAILED, "claims more time than its process took");
    else if (stages && !record->has_stages)
        row_fail(row, STATUS_FAILED, "reports no stages");
    else if (stages && request->repeat <= 1 && /* else they are of the last search */
             (double)apart_ns > STAGES_APART * (double)search_ns + 1e6)
        row_fail(row, STATUS_FAILED, "its stages do not add up to its search");
    else if (most_ns > (1 + STAGES_APART) * (double)search_ns + 20e3)
        row_fail(row, STATUS_FAILED, "its device reports %.3g s within %.3g s", most_ns / 1e9,
                 (double)search_ns / 1e9);
    else if (record->has_device && record->matches > 0 && record->device.ns[STAGE_KERNEL] == 0)
        row_fail(row, STATUS_FAILED, "its device reports no kernel");
    else if (was_in_flight(record))
        row_fail(row, STATUS_UNSYNCHRONIZED,
                 "its clock stopped while work was in flight: it took %.3g s more",
                 (double)record->synchronize_ns / 1e9);
    return row->status == STATUS_OK;
}

/* As far as we know: a variant with a GPU's limit has threads for it, too. */
static bool uses_one_core(const struct row *row, const struct sampling *how)
{
    int threads = row->is.threads ? row->is.threads : identity_shares(&row->is) ? how->threads : 1;
    return threads == 1 && !row->is.ranks && !(row->is.limit && gpu_limits_know(row->is.limit));
}

/* The words of a command, with room for formatted values. */
struct command {
    char *argv[24 + PROGRAM_WORDS_MOST + PATTERN_WORDS_MOST + LAUNCH_WORDS];
    size_t argc;
    char values[6][128]; /* threads, bytes, without, delay, repeat, gpus */
    size_t value_count;
};

static void add_word(struct command *command, const char *word)
{
    command->argv[command->argc++] = (char *)word;
}

__attribute__((format(printf, 3, 4))) static void
add_value(struct command *command, const char *option, const char *format, ...)
{
    char *value = command->values[command->value_count++];
    va_list values;
    va_start(values, format);
    vsnprintf(value, sizeof command->values[0], format, values);
    va_end(values);
    add_word(command, option);
    add_word(command, value);
}

/* "read,lower" */
static char *names_of(unsigned stages, char to[128])
{
    *to = '\0';
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (stages & STAGE_BIT(stage))
            snprintf(to + strlen(to), 128 - strlen(to), "%s%s", *to ? "," : "", stage_name(stage));
    return to;
}

/* How the row's processes are started; NULL for one, as a profile has it. */
static const struct launch *launch_of(const struct row *row, const struct sampling *how)
{
    return row->is.ranks ? how->launch : NULL;
}

static int threads_of(const struct row *row, const struct sampling *how)
{
    const struct launch *launch = launch_of(row, how);
    return launch ? launch->threads : row->is.threads ? row->is.threads : how->threads;
}

static const char *text_of(const struct row *row, const struct sampling *how,
                           const struct request *request)
{
    const struct launch *launch = launch_of(row, how);
    if (request->lowered)
        return how->lowered_path;
    if (launch)
        return launch->text;
    return row->is.cold && how->cold_path ? how->cold_path : how->path;
}

static void compose(struct command *command, const struct row *row, const struct sampling *how,
                    const struct request *request)
{
    char names[128];
    const struct launch *launch = launch_of(row, how);
    /* Other hosts have the build's program at its place, and none that was linked for a round. */
    bool built = !request->program || (launch && launch->hosts);
    if (launch)
        command->argc = launch_words(launch, command->argv);
    add_word(command, built ? row->is.program : request->program);
    for (size_t i = 1; row->is.own && row->is.own->words[i]; i++)
        add_word(command, row->is.own->words[i]);
    add_word(command, "--json");
    add_value(command, "--threads", "%d", threads_of(row, how));
    if (request->stages)
        add_word(command, "--stages");
    if (request->prefix->bytes)
        add_value(command, "--bytes", "%" PRIu64, request->prefix->bytes);
    if (request->without)
        add_value(command, "--without", "%s", names_of(request->without, names));
    if (request->delayed)
        add_value(command, "--delay", "%s:%.17g", names_of(request->delayed, names),
                  request->delay);
    if (request->repeat > 1)
        add_value(command, "--repeat", "%d", request->repeat);
    if (how->gpus > 1)
        add_value(command, "--gpus", "%d", how->gpus);
    command->argc += pattern_words(how->patterns, command->argv + command->argc);
    add_word(command, text_of(row, how, request));
}

char **sample_command(const struct row *row, const struct sampling *how,
                      const struct request *request)
{
    struct command command = {.argc = 0};
    const struct prefix *prefix = request->prefix;
    if (!identity_counts(&row->is)) {
        compose(&command, row, how, request);
        return command_line_copy(command.argv);
    }
    char **argv = command_line_expand(row->is.own->words, prefix->bytes ? prefix->path : how->path);
    free(argv[0]);
    argv[0] = copy_string(request->program ? request->program : row->is.program);
    return argv;
}

/* What differs in a part of the text says so. */
static void tell_part(struct row *row, const struct prefix *prefix)
{
    char bytes[UNITS_SIZE];
    if (row->status != STATUS_MISMATCH || !prefix->bytes)
        return;
    char *longer = format_string("%s, in the text's first %s bytes", row->reason,
                                 units_grouped(bytes, prefix->bytes));
    free(row->reason);
    row->reason = longer;
}

/* Of a command that prints a count. */
static bool take_count(struct row *row, const struct sampling *how, const struct request *request,
                       struct sample *sample)
{
    const struct prefix *prefix = request->prefix;
    char **argv = sample_command(row, how, request);
    bool good = counting_take(row, argv, row->is.own->prints == PRINTS_LINES, prefix->matches,
                              how->timeout_ns, sample);
    command_line_free(argv);
    sample->bytes = prefix->bytes;
    tell_part(row, prefix);
    if (good)
        row->matches = how->data->matches; /* a part stands for all */
    return good;
}

bool sample_take(struct row *row, const struct sampling *how, const struct request *request,
                 struct sample *sample)
{
    char why[300];
    if (identity_counts(&row->is))
        return take_count(row, how, request, sample);
    char **argv = sample_command(row, how, request);
    struct run *run = malloc(sizeof *run);
    if (!run)
        err(1, "sample");
    run_on_core(how->pinned && uses_one_core(row, how) ? how->core : -1);
    if (row->is.own)
        run_program(argv, how->timeout_ns, run);
    else if (launch_of(row, how))
        launch_run(argv, how->timeout_ns, run);
    else
        run_variant(argv, how->timeout_ns, run);
    run_on_core(-1);
    command_line_free(argv);
    bool good = run->end == RUN_EXITED && run->code == 0;
    if (launch_of(row, how) && run->end == RUN_NOT_STARTED && run->code == ENOENT) {
        row_fail(row, STATUS_SKIPPED, "mpirun is not in PATH; install openmpi-bin");
    } else if (!good && run->end != RUN_INTERRUPTED) {
        bool unsupported = run->end == RUN_EXITED && run->code == EXIT_UNSUPPORTED;
        /* Of ranks the first may have said who is missing, and mpirun waits for that one, too. */
        bool last_words = row->is.ranks && run->end == RUN_TIMEOUT && *run->message;
        run_explain(run, how->timeout_ns, why, sizeof why);
        row_fail(row,
                 run->end == RUN_TIMEOUT ? STATUS_TIMEOUT
                 : unsupported           ? STATUS_SKIPPED
                                         : STATUS_FAILED,
                 "%s%s%s", why, last_words ? ": " : "", last_words ? run->message : "");
    }
    *sample = (struct sample){.bytes = request->prefix->bytes,
                              .wall_ns = run->wall_ns,
                              .user_ns = run->user_ns,
                              .sys_ns = run->sys_ns,
                              .major_faults = run->major_faults};
    if (good && !record_parse(run->output, run->output_length, &sample->record, why, sizeof why)) {
        row_fail(row, STATUS_FAILED, "%s", why);
        good = false;
    }
    free(run);
    if (!good)
        return false;
    row->matches = sample->record.matches;
    row->digest = sample->record.digest;
    bool counts = check(row, &sample->record, request, sample->wall_ns);
    tell_part(row, request->prefix);
    if (!counts)
        record_drop(&sample->record);
    if (counts && request->prefix->bytes) { /* a part must have the prefix's count */
        row->matches = how->data->matches;
        row->digest = how->data->digest;
    }
    return counts;
}
