#include "common/standard_output.h"

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define EXIT_FAILED 1

static int reason; /* the first errno */

bool standard_output_flush(void)
{
    if (fflush(stdout) != 0 && !reason)
        reason = errno;
    return !ferror(stdout);
}

static void end(int status, void *unused)
{
    (void)unused;
    if (standard_output_flush())
        return;
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
