#include "common/standard_output.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_FAILED 1

static int reason; /* the first errno */

bool standard_output_flush(void)
{
    if (fflush(stdout) != 0 && !reason)
        reason = errno;
    return !ferror(stdout);
}

static bool reader_has_left(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO};
    return poll(&output, 1, 0) > 0 && output.revents & POLLERR;
}

static void end(int status, void *unused)
{
    (void)unused;
    if (standard_output_flush())
        return;
    if (reason == EPIPE || reader_has_left())
        _exit(status ? status : 128 + SIGPIPE);
    errno = reason;
    if (reason)
        warn("cannot write standard output");
    else
        warnx("standard output could not be written");
    _exit(status ? status : EXIT_FAILED);
}

void standard_output_watch(void)
{
    signal(SIGXFSZ, SIG_IGN);
    on_exit(end, NULL);
}

bool standard_output_obeys(int fd)
{
    const char *terminal = getenv("TERM");
    return isatty(fd) && !(terminal && strcmp(terminal, "dumb") == 0);
}
