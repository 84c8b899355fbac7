#include "measure/tries.h"

#include "base/command_line.h"
#include "base/first_difference.h"
#include "base/printable.h"
#include "base/strings.h"
#include "common/units.h"
#include "record/try_record.h"
#include "system/programs.h"
#include "system/run.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *tries_name(size_t side)
{
    return side == 0 ? TRY_BEFORE : TRY_AFTER;
}

/* --- the commands --- */

static bool find(const struct tries *tries, size_t side, char *why, size_t why_size)
{
    char **words = tries->words[side], *program = program_find(words[0]);
    if (!program)
        snprintf(why, why_size, "--%s: there is no program '%s'", tries_name(side), words[0]);
    else if (access(program, X_OK) != 0)
        snprintf(why, why_size, "--%s: %s: %s", tries_name(side), program, strerror(errno));
    if (!program || access(program, X_OK) != 0) {
        free(program);
        return false;
    }
    free(words[0]);
    words[0] = program;
    return true;
}

bool tries_open(struct tries *tries, char *why, size_t why_size)
{
    char what[200];
    for (size_t side = 0; side < 2; side++) {
        tries->words[side] = command_line_split(tries->commands[side], what, sizeof what);
        if (!tries->words[side])
            snprintf(why, why_size, "--%s: %s", tries_name(side), what);
        if (!tries->words[side] || !find(tries, side, why, why_size))
            return false;
    }
    if (tries->input && access(tries->input, R_OK) != 0) {
        snprintf(why, why_size, "--stdin: %s: %s", tries->input, strerror(errno));
        return false;
    }
    return true;
}

void tries_close(struct tries *tries)
{
    for (size_t side = 0; side < 2; side++)
        command_line_free(tries->words[side]);
    free(tries->message);
}

/* --- one run --- */

static struct run *run_room(void)
{
    struct run *run = malloc(sizeof *run);
    if (!run)
        err(1, "try");
    return run;
}

/* A command for a shell, that is to end well. */
static bool run_shell(const struct tries *tries, const char *option, const char *command, char *why,
                      size_t why_size)
{
    char reason[400];
    struct run *run = run_room();
    run_with_streams((char *[]){"/bin/sh", "-c", (char *)command, NULL},
                     &(struct run_streams){.output = -1}, tries->timeout_ns, run);
    bool good = run->end == RUN_EXITED && run->code == 0;
    if (!good) {
        run_explain(run, tries->timeout_ns, reason, sizeof reason);
        snprintf(why, why_size, "--%s failed: %s", option, reason);
    }
    free(run);
    return good;
}

bool tries_prepare(const struct tries *tries, char *why, size_t why_size)
{
    return !tries->prepare || run_shell(tries, "prepare", tries->prepare, why, why_size);
}

static void run_side(const struct tries *tries, size_t side, int output, struct run *run)
{
    const struct run_streams streams = {
        .input = tries->input, .output = output, .most_bytes = output >= 0 ? TRIES_OUTPUT_MOST : 0};
    run_with_streams(tries->words[side], &streams, tries->timeout_ns, run);
}

/* False with why for one that did not end by itself. */
static bool has_ended(const struct tries *tries, size_t side, const struct run *run, char *why,
                      size_t why_size)
{
    char reason[400];
    if (run->end == RUN_EXITED)
        return true;
    run_explain(run, tries->timeout_ns, reason, sizeof reason);
    if (run->end == RUN_FLOODED)
        snprintf(reason, sizeof reason,
                 "it prints over %" PRIu64
                 " MiB, or there is no room for that in /tmp: let it print "
                 "less, or leave that out of the comparison (--ignore-output)",
                 TRIES_OUTPUT_MOST >> 20);
    snprintf(why, why_size, "%s: %s", tries_name(side), reason);
    return false;
}

/* --- whether they do the same --- */

static FILE *temporary(void)
{
    FILE *file = tmpfile();
    if (!file)
        err(1, "cannot make a temporary file");
    return file;
}

/* When a file was last written; 0 for none. */
static int64_t written_ns(const char *path)
{
    struct stat status;
    return path && stat(path, &status) == 0
               ? status.st_mtim.tv_sec * (int64_t)NS_PER_S + status.st_mtim.tv_nsec + 1
               : 0;
}

/* Copies what a side has written. False with why. */
static bool take_file(const struct tries *tries, size_t side, FILE *to, char *why, size_t why_size)
{
    char part[1 << 16];
    size_t got;
    FILE *from = fopen(tries->output_file, "re");
    bool good = from != NULL;
    while (from && good && (got = fread(part, 1, sizeof part, from)) > 0)
        good = fwrite(part, 1, got, to) == got;
    good = good && !ferror(from) && fflush(to) == 0;
    if (!good)
        snprintf(why, why_size, "%s: --output-file: %s: %s", tries_name(side), tries->output_file,
                 strerror(errno));
    if (from)
        fclose(from);
    return good;
}

/* Runs a side; what it writes goes to `output`. False with why. */
static bool run_first(struct tries *tries, size_t side, FILE *output, struct run *run, char *why,
                      size_t why_size)
{
    bool to_file = tries->output_file != NULL, compares = !tries->ignore_output && !to_file;
    if (!tries_prepare(tries, why, why_size))
        return false;
    int64_t before_ns = written_ns(tries->output_file);
    run_side(tries, side, compares ? fileno(output) : -1, run);
    if (!has_ended(tries, side, run, why, why_size))
        return false;
    tries->cpu_s[side] = (double)(run->user_ns + run->sys_ns) / 1e9;
    tries->wall_ns[side] = run->wall_ns;
    if (to_file && written_ns(tries->output_file) == before_ns) {
        snprintf(why, why_size, "%s does not write %s (--output-file)", tries_name(side),
                 tries->output_file);
        return false;
    }
    return !to_file || take_file(tries, side, output, why, why_size);
}

static void tell_line(FILE *to, size_t side, const struct first_difference *difference)
{
    if (difference->ended[side])
        fprintf(to, "\n  %-6s  (has no such line)", tries_name(side));
    else
        fprintf(to, "\n  %-6s  %s", tries_name(side), difference->lines[side]);
}

/* Whether they wrote the same; if not, where. */
static bool same_output(const struct tries *tries, FILE *const outputs[2], char *why,
                        size_t why_size)
{
    struct first_difference difference;
    if (tries->ignore_output || !first_difference(outputs[0], outputs[1], &difference))
        return true;
    FILE *to = fmemopen(why, why_size, "w");
    if (!to)
        err(1, "try");
    fprintf(to, "%s and %s differ in line %" PRIu64 " of %s:", TRY_BEFORE, TRY_AFTER,
            difference.line, tries->output_file ? tries->output_file : "their standard output");
    tell_line(to, 0, &difference);
    tell_line(to, 1, &difference);
    fclose(to);
    return false;
}

static bool same_end(struct tries *tries, struct run *const runs[2], char *why, size_t why_size)
{
    if (runs[0]->code == runs[1]->code) {
        tries->exit_code = runs[0]->code;
        if (runs[0]->code != 0 && (*runs[0]->message || *runs[1]->message))
            tries->message = copy_string(*runs[0]->message ? runs[0]->message : runs[1]->message);
        return true;
    }
    size_t worse = runs[0]->code == 0; /* the one that says why */
    const char *message = runs[worse]->message;
    snprintf(why, why_size, "%s ends with exit code %d, %s with %d%s%s", TRY_BEFORE, runs[0]->code,
             TRY_AFTER, runs[1]->code, *message ? ": " : "", message);
    return false;
}

bool tries_check(struct tries *tries, char *why, size_t why_size)
{
    FILE *outputs[2] = {temporary(), temporary()};
    struct run *runs[2] = {run_room(), run_room()};
    bool good = !tries->setup || run_shell(tries, "setup", tries->setup, why, why_size);
    for (size_t side = 0; side < 2 && good; side++)
        good = run_first(tries, side, outputs[side], runs[side], why, why_size);
    good =
        good && same_end(tries, runs, why, why_size) && same_output(tries, outputs, why, why_size);
    if (good) {
        struct stat status = {0};
        tries->output_bytes = tries->output_file && fstat(fileno(outputs[0]), &status) == 0
                                  ? (uint64_t)status.st_size
                                  : runs[0]->output_bytes;
    }
    for (size_t side = 0; side < 2; side++) {
        free(runs[side]);
        fclose(outputs[side]);
    }
    return good;
}

/* --- samples --- */

bool tries_sample(const struct tries *tries, size_t side, struct row *row, struct sample *sample)
{
    char why[600];
    if (!tries_prepare(tries, why, sizeof why)) {
        if (!run_interrupted)
            row_fail(row, STATUS_FAILED, "%s", why);
        return false;
    }
    struct run *run = run_room();
    run_side(tries, side, -1, run);
    *sample = (struct sample){.wall_ns = run->wall_ns,
                              .user_ns = run->user_ns,
                              .sys_ns = run->sys_ns,
                              .major_faults = run->major_faults,
                              .record = {.search_ns = run->wall_ns}};
    bool compares = !tries->ignore_output && !tries->output_file;
    bool good = run->end == RUN_EXITED && run->code == tries->exit_code;
    if (!good && run->end != RUN_INTERRUPTED) {
        run_explain(run, tries->timeout_ns, why, sizeof why);
        row_fail(row, run->end == RUN_TIMEOUT ? STATUS_TIMEOUT : STATUS_FAILED, "%s", why);
    } else if (good && compares && run->output_bytes != tries->output_bytes) {
        row_fail(row, STATUS_MISMATCH,
                 "it printed %" PRIu64 " bytes, and %" PRIu64 " when it first ran",
                 run->output_bytes, tries->output_bytes);
        good = false;
    }
    free(run);
    return good;
}
