#include "measure/peers.h"
#include "base/command_line.h"
#include "base/printable.h"
#include "base/strings.h"
#include "common/units.h"
#include "measure/pattern_words.h"
#include "system/machine.h"
#include "system/programs.h"
#include "system/run.h"

#include <ctype.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE 2

struct tool {
    const char *name, *command;
    bool lines;                  /* see struct peer */
    const char *needs, *package; /* a program in PATH, and the Debian package that has it */
};

/* Each told to read the file as the bytes it is, whatever its user's settings. scripts/ is this
 * project's. */
static const struct tool own[] = {
    {"ripgrep", "rg --no-config --count-matches --include-zero -ai '[0-9][rb]ob' {data}", false,
     "rg", "ripgrep"},
    {"ugrep", "ugrep -caoi '[0-9][rb]ob' {data}", false, "ugrep", "ugrep"},
    {"grep", "env LC_ALL=C grep -aoi '[0-9][rb]ob' {data}", true, "grep", "grep"},
    {"python-baseline", "python3 scripts/python_baseline.py {data}", false, "python3", "python3"},
    {"python-wasted", "python3 scripts/python_wasted.py {data}", false, "python3", "python3"},
    {"python-combined", "python3 scripts/python_combined.py {data}", false, "python3", "python3"},
    {"python-pool", "python3 scripts/python_pool.py {data}", false, "python3", "python3"},
};

/* --- which there are --- */

static struct peer *add(struct results *results, const char *name, const char *command, bool lines,
                        const char *option)
{
    char why[200];
    for (size_t i = 0; i < results->peer_count; i++)
        if (strcmp(results->peers[i].row.is.name, name) == 0)
            errx(EXIT_USAGE, "there are two peers '%s'", name);
    results->peers =
        reallocarray(results->peers, results->peer_count + 1, sizeof results->peers[0]);
    if (!results->peers)
        err(1, "peers");
    struct peer *peer = &results->peers[results->peer_count++];
    *peer = (struct peer){.row.is.name = copy_string(name),
                          .command = copy_string(command),
                          .lines = lines,
                          .words = command_line_split(command, why, sizeof why)};
    if (!peer->words)
        errx(EXIT_USAGE, "%s %s: %s", option, name, why);
    peer->row.is.program = program_find(peer->words[0]);
    return peer;
}

static void add_own(struct results *results, const struct tool *tool)
{
    struct peer *peer = add(results, tool->name, tool->command, tool->lines, "--peers");
    char *needed = program_find(tool->needs);
    for (char **word = peer->words; *word; word++)
        if (strncmp(*word, "scripts/", strlen("scripts/")) == 0) {
            char *there = format_string("%s/%s", machine_source_dir(), *word);
            free(*word);
            *word = there;
        }
    if (!peer->row.is.program || !needed)
        row_fail(&peer->row, STATUS_SKIPPED, "%s is not installed: apt-get install %s has it",
                 tool->needs, tool->package);
    else if (!patterns_are_default(&results->patterns))
        row_fail(&peer->row, STATUS_SKIPPED,
                 "it is given the built-in patterns: give it yours with --peer");
    else
        peer->version = program_version(needed);
    free(needed);
}

static void add_given(struct results *results, const struct peer_option *given)
{
    const char *option = given->lines ? "--peer-lines" : "--peer";
    size_t length = strcspn(given->text, "=");
    if (length == 0 || !given->text[length])
        errx(EXIT_USAGE, "%s takes 'name=command with {data}', not '%s'", option, given->text);
    if (!strstr(given->text + length, "{data}"))
        errx(EXIT_USAGE, "%s '%s' does not say what to search: put {data} into the command", option,
             given->text);
    char *name = strndup(given->text, length);
    if (!name)
        err(1, "peers");
    struct peer *peer = add(results, name, given->text + length + 1, given->lines, option);
    if (!peer->row.is.program)
        row_fail(&peer->row, STATUS_SKIPPED, "there is no program %s%s", peer->words[0],
                 strchr(peer->words[0], '/') ? "" : " in PATH: install it, or give its path");
    free(name);
}

void peers_select(struct results *results, const struct run_options *options)
{
    for (size_t i = 0; options->peers && i < sizeof own / sizeof own[0]; i++)
        add_own(results, &own[i]);
    for (size_t i = 0; i < options->given_peer_count; i++)
        add_given(results, &options->given_peers[i]);
}

uint64_t peer_whole_ns(const struct peer *peer, uint64_t bytes, uint64_t wall_ns)
{
    if (peer->bytes == bytes || wall_ns <= peer->start_ns)
        return wall_ns;
    double times = (double)bytes / (double)peer->bytes;
    return peer->start_ns + (uint64_t)((double)(wall_ns - peer->start_ns) * times);
}

/* --- a sample --- */

bool peer_parse_count(const char *output, size_t length, uint64_t *count)
{
    const char *end = output + length;
    while (output < end && isspace((unsigned char)*output))
        output++;
    while (end > output && isspace((unsigned char)end[-1]))
        end--;
    char digits[UNITS_SIZE];
    if (end == output || (size_t)(end - output) >= sizeof digits)
        return false;
    snprintf(digits, sizeof digits, "%.*s", (int)(end - output), output);
    return strlen(digits) == (size_t)(end - output) &&
           units_parse_number(digits, 0, INT64_MAX, count);
}

static void say_no_number(struct peer *peer, const struct run *run)
{
    char start[48];
    size_t shown = 0;
    for (; shown < run->output_length && shown + 1 < sizeof start && run->output[shown] != '\n';
         shown++)
        start[shown] = run->output[shown];
    start[shown] = '\0';
    printable_ascii(start);
    if (run->output_length == 0)
        row_fail(&peer->row, STATUS_FAILED, "printed nothing instead of a count");
    else
        row_fail(&peer->row, STATUS_FAILED, "printed, instead of one number, %s", start);
}

/* What it counted, as its row's matches; false, with its row failed, where it did not. The way of
 * grep counts as well: nothing found, nothing said, exit code 1. */
static bool take_count(struct peer *peer, const struct run *run, uint64_t timeout_ns)
{
    char why[300];
    uint64_t count = run->lines;
    bool number = peer_parse_count(run->output, run->output_length, &count);
    bool none = run->end == RUN_EXITED && run->code == 1 && !*run->message && count == 0 &&
                (number || run->output_length == 0);
    if (!none && (run->end != RUN_EXITED || run->code != 0)) {
        run_explain(run, timeout_ns, why, sizeof why);
        row_fail(&peer->row, run->end == RUN_TIMEOUT ? STATUS_TIMEOUT : STATUS_FAILED, "%s", why);
        return false;
    }
    if (!none && !number && !peer->lines) {
        say_no_number(peer, run);
        return false;
    }
    peer->row.matches = count;
    return true;
}

bool peer_sample_take(struct peer *peer, const char *path, uint64_t matches, uint64_t timeout_ns,
                      struct sample *sample)
{
    char **argv = command_line_expand(peer->words, path);
    struct run *run = malloc(sizeof *run);
    if (!run)
        err(1, "peers");
    free(argv[0]);
    argv[0] = copy_string(peer->row.is.program);
    if (peer->lines)
        run_counting_lines(argv, timeout_ns, run);
    else
        run_program(argv, timeout_ns, run);
    bool good = run->end != RUN_INTERRUPTED && take_count(peer, run, timeout_ns);
    *sample = (struct sample){.wall_ns = run->wall_ns,
                              .user_ns = run->user_ns,
                              .sys_ns = run->sys_ns,
                              .major_faults = run->major_faults,
                              .record = {.search_ns = run->wall_ns}};
    if (good && peer->row.matches != matches) {
        char counted[UNITS_SIZE], expected[UNITS_SIZE];
        row_fail(&peer->row, STATUS_MISMATCH, "counted %s matches of %s, %+" PRId64,
                 units_grouped(counted, peer->row.matches), units_grouped(expected, matches),
                 (int64_t)(peer->row.matches - matches));
        good = false;
    }
    free(run);
    command_line_free(argv);
    return good;
}
