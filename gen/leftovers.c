#include "leftovers.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct leftovers leftovers;

static const int deadly_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU};
enum {
    DEADLY_SIGNALS = sizeof deadly_signals / sizeof *deadly_signals
};

static const char *farewell = "gen: interrupted; no file was left behind\n";

static void remove_leftovers(void)
{
    if (leftovers.file)
        unlink(leftovers.file);
    if (leftovers.folder)
        rmdir(leftovers.folder);
}

/* The first signal cleans up, then ends the program as it would without a handler. */
static void clean_up_and_die(int signal_number)
{
    static atomic_flag dying = ATOMIC_FLAG_INIT;
    if (atomic_flag_test_and_set(&dying))
        return;
    remove_leftovers();
    if (leftovers.file && write(STDERR_FILENO, farewell, strlen(farewell)) < 0)
        _exit(1); /* the reader is gone */
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

void leftovers_watch(void)
{
    atexit(remove_leftovers);
    if (isatty(STDERR_FILENO)) /* after the progress line, and ^C */
        farewell = "\ngen: interrupted; no file was left behind\n";
    for (int i = 0; i < DEADLY_SIGNALS; i++) {
        struct sigaction action;
        sigaction(deadly_signals[i], NULL, &action);
        if (action.sa_handler == SIG_IGN) /* by nohup, for one */
            continue;
        action = (struct sigaction){.sa_handler = clean_up_and_die, .sa_flags = SA_RESTART};
        sigaction(deadly_signals[i], &action, NULL);
    }
}

static void mask_deadly_signals(int how)
{
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < DEADLY_SIGNALS; i++)
        sigaddset(&set, deadly_signals[i]);
    pthread_sigmask(how, &set, NULL);
}

void leftovers_hold_signals(void)
{
    mask_deadly_signals(SIG_BLOCK);
}

void leftovers_release_signals(void)
{
    mask_deadly_signals(SIG_UNBLOCK);
}
