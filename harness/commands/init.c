/* ./harness init: writes a case file to start from. */
#include "commands/case_file.h"
#include "commands/commands.h"
#include "common/arguments.h"
#include "system/machine.h"

#include <argp.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static error_t parse(int key, char *text, struct argp_state *state)
{
    const char **path = state->input;
    if (key != ARGP_KEY_ARG)
        return key == ARGP_KEY_NO_ARGS ? (argp_error(state, "name the file to write"), 0)
                                       : ARGP_ERR_UNKNOWN;
    if (*path)
        argp_error(state, "one file is enough");
    *path = text;
    return 0;
}

static const struct argp argp = {
    .parser = parse,
    .args_doc = "CASE.yaml",
    .doc =
        "Write a case file with comments, for you to edit: your text and your programs. An "
        "existing file stays as it is.\vThen: harness check CASE.yaml, and harness run CASE.yaml."};

int init_command(int argc, char **argv)
{
    const char *path = NULL;
    arguments_parse(&argp, argc, argv, &path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST)
        errx(1, "%s already exists: name another file", path);
    FILE *to = fd < 0 ? NULL : fdopen(fd, "w");
    if (!to)
        err(1, "%s", path);
    bool put = case_file_put(NULL, to);
    if (fclose(to) != 0 || !put) {
        warn("%s", path);
        unlink(path);
        return 1;
    }
    printf("%s: edit it, then %s check %s\n", path, machine_self(), path);
    return 0;
}
