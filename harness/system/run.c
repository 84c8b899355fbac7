#include "system/run.h"
#include "common/units.h"
#include "system/environment.h"
#include "system/orphans.h"
#include "system/run_child.h"
#include "system/run_output.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

volatile sig_atomic_t run_interrupted;

static int only_core = -1;    /* run_on_core() */
static uint64_t grace_ns;     /* run_let_clean_up() */
static sigset_t outside_mask; /* in force while waiting, and in children */

static void on_interrupt(int signal)
{
    run_interrupted = signal;
}

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

void run_catch_interrupts(void)
{
    struct sigaction action = {.sa_handler = on_interrupt};
    sigset_t caught;
    sigemptyset(&caught);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction before;
        sigaddset(&caught, signals[i]);
        sigaction(signals[i], &action, &before);
        if (signals[i] == SIGHUP && before.sa_handler == SIG_IGN) /* nohup's way: leave it so */
            sigaction(SIGHUP, &before, NULL);
    }
    signal(SIGPIPE, SIG_IGN); /* of a reader that leaves a write and wait_for() tell */
    signal(SIGCHLD, SIG_DFL); /* whoever started us may ignore it: then there is no wait4() */
    /* Blocked but for the wait below, so that none comes unseen between a test and the wait. */
    sigprocmask(SIG_BLOCK, &caught, &outside_mask);
}

void run_let_interrupts(void)
{
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction now;
        sigaction(signals[i], NULL, &now);
        if (now.sa_handler == on_interrupt)
            signal(signals[i], SIG_DFL);
    }
    sigprocmask(SIG_SETMASK, &outside_mask, NULL);
}

void run_on_core(int core)
{
    only_core = core;
}

static bool bind(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (only_core >= 0)
        CPU_SET((size_t)only_core, &set);
    return only_core < 0 || sched_setaffinity(0, sizeof set, &set) == 0;
}

/* In a child: the signal that it gets when its parent ends, which it may have done already. */
static void end_with(pid_t parent, int signal)
{
    prctl(PR_SET_PDEATHSIG, signal);
    if (getppid() != parent)
        _exit(127);
}

void run_child_begin(pid_t parent)
{
    if (getsid(0) != getpid()) /* else it leads a group already */
        setpgid(0, 0);
    end_with(parent, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    sigprocmask(SIG_SETMASK, &outside_mask, NULL);
}

int run_poll(struct pollfd *polls, nfds_t count, uint64_t left_ns)
{
    struct timespec left = {(time_t)(left_ns / NS_PER_S), (long)(left_ns % NS_PER_S)};
    int ready = ppoll(polls, count, &left, &outside_mask);
    if (ready > 0) { /* ppoll() then lets no signal in: a flood would keep it out for good */
        sigset_t mask;
        sigprocmask(SIG_SETMASK, &outside_mask, &mask);
        sigprocmask(SIG_SETMASK, &mask, NULL);
    }
    return ready;
}

/* How a program is run. */
struct manner {
    char *const *environment;
    bool counting; /* lines of its output */
    bool apart;    /* from any terminal, which the user's programs may ask for */
    const struct run_streams *streams; /* or NULL */
};

/* In the child: never returns. The number of what failed goes up the pipe that exec() closes. */
static _Noreturn void become(char *const argv[], const struct manner *manner, pid_t parent,
                             int output, int errors, int failure)
{
    const char *input = manner->streams ? manner->streams->input : NULL;
    if (manner->apart)
        setsid();
    run_child_begin(parent);
    int from = open(input ? input : "/dev/null", O_RDONLY | O_CLOEXEC);
    if (from >= 0 && bind() && dup2(from, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
        dup2(errors, STDERR_FILENO) >= 0)
        execve(argv[0], argv, manner->environment);
    int number = errno;
    if (write(failure, &number, sizeof number) < 0)
        _exit(126);
    _exit(127);
}

/* Standard output where that is a pipe, else -1: poll() tells of a reader that has left. */
static int output_pipe(void)
{
    struct stat status;
    return fstat(STDOUT_FILENO, &status) == 0 && S_ISFIFO(status.st_mode) ? STDOUT_FILENO : -1;
}

/* What is there of its output. False if that is too much. */
static bool take(struct run *run, int *output, const struct manner *manner, bool *line_open)
{
    if (manner->streams)
        return run_output_copy(run, output, manner->streams->output, manner->streams->most_bytes);
    if (!manner->counting)
        return run_output_take(run, output);
    run_output_count(run, output, line_open);
    return true;
}

/* Until the program itself has ended, its time is up, or it is to be stopped. A grandchild that
 * holds the pipes open is not waited for. */
static enum run_end wait_for(struct run *run, int program, int *output, int *errors,
                             uint64_t deadline, const struct manner *manner)
{
    bool line_ended = false, line_open = false;
    int reader = output_pipe();
    for (;;) {
        uint64_t now = clock_ns();
        if (run_interrupted)
            return RUN_INTERRUPTED;
        if (now >= deadline)
            return RUN_TIMEOUT;
        struct pollfd polls[] = {{.fd = program, .events = POLLIN},
                                 {.fd = *output, .events = POLLIN},
                                 {.fd = *errors, .events = POLLIN},
                                 {.fd = reader}};
        if (run_poll(polls, 4, deadline - now) <= 0)
            continue;
        if (polls[3].revents & POLLERR)
            run_interrupted = SIGPIPE;
        if (polls[1].revents && !take(run, output, manner, &line_open))
            return RUN_FLOODED;
        if (polls[2].revents)
            run_output_errors(run, errors, &line_ended);
        if (polls[0].revents) {
            if (*output >= 0 && !take(run, output, manner, &line_open))
                return RUN_FLOODED;
            /* All that a pipe can hold, and no more: a grandchild may still be filling it. */
            for (size_t room = RUN_PIPE_MOST; room > 0 && *errors >= 0; room -= RUN_ERRORS_PART)
                if (!run_output_errors(run, errors, &line_ended))
                    break;
            return RUN_EXITED;
        }
    }
}

void run_let_clean_up(uint64_t grace)
{
    grace_ns = grace;
}

/* Of a program that goes on: until it has ended, or its grace is over. */
static void ask_to_end(pid_t pid, int program)
{
    struct pollfd ended = {.fd = program, .events = POLLIN};
    if (grace_ns > 0 && kill(pid, SIGTERM) == 0)
        poll(&ended, 1, (int)(grace_ns / (NS_PER_S / 1000)));
}

static uint64_t ns_of(struct timeval time)
{
    return (uint64_t)time.tv_sec * NS_PER_S + (uint64_t)time.tv_usec * 1000;
}

/* Waits for the program with its group killed, and fills in how it ended and what it cost. */
static void collect(struct run *run, pid_t pid)
{
    int status;
    struct rusage usage;
    /* Before wait4() lets go of the numbers; itself, too, since it may have left its group. */
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
        ;
    run->user_ns = ns_of(usage.ru_utime);
    run->sys_ns = ns_of(usage.ru_stime);
    run->major_faults = (uint64_t)usage.ru_majflt;
    if (run->end != RUN_EXITED)
        return;
    run->end = WIFEXITED(status) ? RUN_EXITED : RUN_SIGNALLED;
    run->code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
}

static void run_whole(char *const argv[], const struct manner *manner, uint64_t timeout_ns,
                      struct run *run)
{
    int output[2], errors[2], failure[2];
    run->output_length = run->lines = run->output_bytes = 0;
    run->message[0] = '\0';
    run->user_ns = run->sys_ns = run->wall_ns = run->major_faults = 0;
    run->code = 0;
    if (pipe2(output, O_CLOEXEC) < 0 || pipe2(errors, O_CLOEXEC) < 0 ||
        pipe2(failure, O_CLOEXEC) < 0)
        err(1, "cannot make a pipe%s", errno == EMFILE ? "; raise ulimit -n" : "");

    orphans_adopt();
    uint64_t start = clock_ns();
    pid_t harness = getpid(), pid = fork();
    if (pid == 0)
        become(argv, manner, harness, output[1], errors[1], failure[1]);
    int fork_error = errno;
    close(output[1]);
    close(errors[1]);
    close(failure[1]);
    if (pid < 0) {
        run->end = RUN_NOT_STARTED;
        run->code = fork_error;
    } else {
        if (!manner->apart)
            setpgid(pid, pid); /* here too: whichever of the two comes first */
        if (read(failure[0], &run->code, sizeof run->code) == (ssize_t)sizeof run->code) {
            run->end = RUN_NOT_STARTED;
        } else {
            run->code = 0;
            fcntl(output[0], F_SETFL, O_NONBLOCK);
            fcntl(errors[0], F_SETFL, O_NONBLOCK);
            int program = (int)syscall(SYS_pidfd_open, pid, 0);
            if (program < 0)
                err(1, "pidfd_open (Linux 5.3 or newer is needed)");
            run->end = wait_for(run, program, &output[0], &errors[0], start + timeout_ns, manner);
            run->wall_ns = clock_ns() - start;
            if (run->end != RUN_EXITED)
                ask_to_end(pid, program);
            close(program);
        }
        collect(run, pid);
        orphans_end();
    }
    run->output[run->output_length] = '\0';
    if (output[0] >= 0)
        close(output[0]);
    if (errors[0] >= 0)
        close(errors[0]);
    close(failure[0]);
}

void run_program_in(char *const argv[], char *const environment[], uint64_t timeout_ns,
                    struct run *run)
{
    run_whole(argv, &(struct manner){.environment = environment}, timeout_ns, run);
}

void run_program(char *const argv[], uint64_t timeout_ns, struct run *run)
{
    run_whole(argv, &(struct manner){.environment = environ, .apart = true}, timeout_ns, run);
}

void run_variant(char *const argv[], uint64_t timeout_ns, struct run *run)
{
    char **environment = environment_of_variants(NULL);
    run_program_in(argv, environment, timeout_ns, run);
    free(environment);
}

void run_counting_lines(char *const argv[], uint64_t timeout_ns, struct run *run)
{
    run_whole(argv, &(struct manner){.environment = environ, .counting = true, .apart = true},
              timeout_ns, run);
}

void run_with_streams(char *const argv[], const struct run_streams *streams, uint64_t timeout_ns,
                      struct run *run)
{
    const struct manner manner = {.environment =
                                      streams->environment ? streams->environment : environ,
                                  .apart = true,
                                  .streams = streams};
    run_whole(argv, &manner, timeout_ns, run);
}

int run_attached(char *const argv[])
{
    int status;
    pid_t harness = getpid(), pid = fork();
    if (pid < 0)
        return 127;
    if (pid == 0) {
        end_with(harness, SIGTERM); /* so that it can still clean up */
        sigprocmask(SIG_SETMASK, &outside_mask, NULL);
        if (dup2(STDERR_FILENO, STDOUT_FILENO) >= 0)
            execv(argv[0], argv);
        warn("cannot run %s", argv[0]);
        _exit(127);
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static const char *timeout_option = " (--timeout)";

void run_without_timeout_option(void)
{
    timeout_option = "";
}

/* For a program that was killed: it may not have looked whether it got its memory. Empty without a
 * limit. */
static const char *memory_limit(char to[64])
{
    struct rlimit limit;
    to[0] = '\0';
    if (getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        snprintf(to, 64, ", with at most %.3g GB of memory", (double)limit.rlim_cur / 1e9);
    return to;
}

void run_explain(const struct run *run, uint64_t timeout_ns, char *why, size_t why_size)
{
    const char *colon = *run->message ? ": " : "";
    char limit[64];
    switch (run->end) {
    case RUN_EXITED:
        snprintf(why, why_size, "exit code %d%s%s", run->code, colon, run->message);
        break;
    case RUN_SIGNALLED:
        snprintf(why, why_size, "killed by signal %d (%s)%s%s%s", run->code, strsignal(run->code),
                 memory_limit(limit), colon, run->message);
        break;
    case RUN_NOT_STARTED:
        snprintf(why, why_size, "cannot be executed: %s", strerror(run->code));
        break;
    case RUN_TIMEOUT:
        if (timeout_ns == 0)
            snprintf(why, why_size, "no answer in time");
        else
            snprintf(why, why_size, "no answer within %.4g s%s",
                     (double)timeout_ns / (double)NS_PER_S, timeout_option);
        break;
    case RUN_FLOODED:
        snprintf(why, why_size, "printed over %d KiB instead of one line", RUN_OUTPUT_MOST >> 10);
        break;
    case RUN_INTERRUPTED:
        snprintf(why, why_size, "stopped");
        break;
    }
}
