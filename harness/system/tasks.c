#include "system/tasks.h"
#include "base/printable.h"
#include "common/units.h"
#include "system/orphans.h"
#include "system/run.h"
#include "system/run_child.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the child: never returns. */
static _Noreturn void become(const struct task *task, pid_t parent)
{
    run_child_begin(parent);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(nothing, STDOUT_FILENO) >= 0 &&
        dup2(task->errors, STDERR_FILENO) >= 0 && setenv("TMPDIR", task->temporary, 1) == 0 &&
        chdir(task->folder) == 0)
        execv(task->argv[0], task->argv);
    dprintf(task->errors, "%s: %s\n", task->argv[0], strerror(errno));
    _exit(127);
}

static void start(struct task *task)
{
    pid_t harness = getpid();
    task->good = false;
    task->message[0] = '\0';
    task->errors = memfd_create("errors", MFD_CLOEXEC);
    if (task->errors < 0)
        err(1, "cannot make a file in memory");
    task->pid = fork();
    if (task->pid == 0)
        become(task, harness);
    if (task->pid < 0)
        err(1, "cannot start a process");
    setpgid(task->pid, task->pid); /* here too: whichever of the two comes first */
    task->process = (int)syscall(SYS_pidfd_open, task->pid, 0);
    if (task->process < 0)
        err(1, "pidfd_open (Linux 5.3 or newer is needed)");
}

static void finish(struct task *task)
{
    int status;
    kill(-task->pid, SIGKILL); /* before waitpid() lets go of the number */
    kill(task->pid, SIGKILL);
    while (waitpid(task->pid, &status, 0) < 0 && errno == EINTR)
        ;
    task->good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    ssize_t length = pread(task->errors, task->message, sizeof task->message - 1, 0);
    task->message[length > 0 ? length : 0] = '\0';
    task->message[strcspn(task->message, "\n")] = '\0';
    printable_ascii(task->message);
    if (!*task->message && WIFSIGNALED(status))
        snprintf(task->message, sizeof task->message, "killed by signal %d", WTERMSIG(status));
    else if (!*task->message)
        snprintf(task->message, sizeof task->message, "exit code %d", WEXITSTATUS(status));
    close(task->process);
    close(task->errors);
    task->pid = 0;
}

/* Finishes tasks that have ended; with `all`, every one. Returns how many. */
static size_t reap(struct task *tasks, size_t count, bool all)
{
    size_t ended = 0;
    for (size_t i = 0; i < count; i++) {
        struct pollfd process = {.fd = tasks[i].process, .events = POLLIN};
        if (tasks[i].pid != 0 && (all || poll(&process, 1, 0) > 0)) {
            finish(&tasks[i]);
            ended++;
        }
    }
    return ended;
}

static void wait_for_one(const struct task *tasks, size_t count, uint64_t left_ns)
{
    struct pollfd *polls = calloc(count + 1, sizeof *polls);
    if (!polls)
        err(1, "tasks");
    for (size_t i = 0; i < count; i++)
        polls[i] = (struct pollfd){.fd = tasks[i].pid ? tasks[i].process : -1, .events = POLLIN};
    run_poll(polls, count, left_ns);
    free(polls);
}

bool tasks_run(struct task *tasks, size_t count, size_t most, uint64_t timeout_ns)
{
    uint64_t deadline = clock_ns() + timeout_ns, now = 0;
    size_t started = 0, running = 0;
    orphans_adopt();
    while (!run_interrupted && now < deadline && (started < count || running > 0)) {
        for (; started < count && running < most; running++)
            start(&tasks[started++]);
        now = clock_ns();
        if (now < deadline)
            wait_for_one(tasks, started, deadline - now);
        running -= reap(tasks, started, false);
    }
    reap(tasks, started, true);
    orphans_end();
    for (; started < count; started++)
        snprintf(tasks[started].message, sizeof tasks[started].message,
                 "there was no time left for it");
    return !run_interrupted;
}
