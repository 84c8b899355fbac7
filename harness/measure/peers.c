#include "measure/peers.h"
#include "base/command_line.h"
#include "base/strings.h"
#include "measure/counting.h"
#include "measure/pattern_words.h"
#include "system/machine.h"
#include "system/programs.h"

#include <err.h>
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

bool peer_sample_take(struct peer *peer, const char *path, uint64_t matches, uint64_t timeout_ns,
                      struct sample *sample)
{
    char **argv = command_line_expand(peer->words, path);
    free(argv[0]);
    argv[0] = copy_string(peer->row.is.program);
    bool good = counting_take(&peer->row, argv, peer->lines, matches, timeout_ns, sample);
    command_line_free(argv);
    return good;
}
