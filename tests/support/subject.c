#include "subject.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    MOST_ARGUMENTS = 32,
    MOST_SECONDS = 120,
    PATH_BYTES = 4096,
};

char subject_text[PATH_BYTES], subject_folder[PATH_BYTES], subject_missing[PATH_BYTES];
const char *subject_program;
static const char *subject_isa;

static void in_folder(char *path, const char *name)
{
    int length = snprintf(path, PATH_BYTES, "%s/%s", subject_folder, name);
    if (length < 0 || length >= PATH_BYTES)
        errx(1, "the temporary folder's name is too long");
}

void subject_open(const char *program, const char *isa)
{
    const char *parent = getenv("TMPDIR");
    subject_program = program;
    subject_isa = isa;
    snprintf(subject_folder, PATH_BYTES, "%s/variants_check.XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(subject_folder))
        err(1, "cannot make %s", subject_folder);
    in_folder(subject_text, "text");
    in_folder(subject_missing, "missing");
}

void subject_write(const char *bytes, size_t length)
{
    FILE *file = fopen(subject_text, "we");
    if (!file || (length && fwrite(bytes, 1, length, file) != length) || fclose(file) != 0)
        err(1, "cannot write %s", subject_text);
}

void subject_close(void)
{
    unlink(subject_text);
    if (rmdir(subject_folder) != 0)
        warn("cannot remove %s", subject_folder);
}

/* A file in memory takes any length, where two pipes would have to be emptied in turns. */
static int memory_file(const char *name)
{
    int file = memfd_create(name, MFD_CLOEXEC);
    if (file < 0)
        err(1, "memfd_create");
    return file;
}

static void take(int file, char *text, size_t size)
{
    ssize_t length = pread(file, text, size - 1, 0);
    if (length < 0)
        err(1, "what %s wrote", subject_program);
    text[length] = '\0';
    close(file);
}

/* Not with fork(), which copies what a sanitizer keeps of this process. Returns wait()'s status. */
static int start_and_wait(char **argv, int out, int errors)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    pid_t pid;
    int status, error = posix_spawn(&pid, subject_program, &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error)
        errx(1, "cannot start %s: %s", subject_program, strerror(error));
    struct pollfd ended = {.fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN};
    if (ended.fd < 0)
        err(1, "pidfd_open");
    if (poll(&ended, 1, MOST_SECONDS * 1000) == 0)
        kill(pid, SIGALRM);
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            err(1, "waitpid");
    close(ended.fd);
    return status;
}

struct outcome subject_run(const char *const *arguments)
{
    char *argv[MOST_ARGUMENTS + 4] = {(char *)subject_program};
    size_t count = 1;
    if (subject_isa) {
        argv[count++] = "--isa";
        argv[count++] = (char *)subject_isa;
    }
    for (size_t i = 0; arguments[i]; i++) {
        if (i == MOST_ARGUMENTS)
            errx(1, "too many arguments");
        argv[count++] = (char *)arguments[i];
    }
    int out = memory_file("out"), errors = memory_file("err");

    int status = start_and_wait(argv, out, errors);

    struct outcome outcome = {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                              .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    take(out, outcome.out, sizeof outcome.out);
    take(errors, outcome.err, sizeof outcome.err);
    return outcome;
}

bool is_one_line(const char *text)
{
    const char *newline = strchr(text, '\n');
    return newline && newline > text && newline[1] == '\0';
}

json_t *subject_record(const struct outcome *outcome, const char *what)
{
    if (outcome->exit_code != 0)
        fail_msg("%s: exit code %d, signal %d: %s", what, outcome->exit_code, outcome->signal,
                 outcome->err);
    if (*outcome->err)
        fail_msg("%s: on standard error: %s", what, outcome->err);
    json_t *record = is_one_line(outcome->out) ? json_loads(outcome->out, 0, NULL) : NULL;
    if (json_integer_value(json_object_get(record, "schema")) != 1)
        fail_msg("%s: not one line of JSON of schema 1: %s", what, outcome->out);
    return record;
}

void expect_count(json_t *record, uint64_t matches, uint64_t digest, const char *what)
{
    json_int_t counted = -1;
    const char *digits = "none";
    char expected[17];
    json_unpack(record, "{s:I, s:s}", "matches", &counted, "digest", &digits);
    snprintf(expected, sizeof expected, "%016" PRIx64, digest);
    if (counted != (json_int_t)matches || strcmp(digits, expected) != 0)
        fail_msg("%s: %" PRId64 " matches of digest %s, not %" PRIu64 " of digest %s", what,
                 (int64_t)counted, digits, matches, expected);
}
