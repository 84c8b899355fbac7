#include "system/orphans.h"

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct children {
    pid_t *pids;
    size_t count;
};

static struct children before; /* orphans_adopt() */
static size_t ended;

static struct children children_now(void)
{
    char path[64];
    struct children children = {0};
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *list = fopen(path, "re");
    for (int pid; list && fscanf(list, "%d", &pid) == 1;) {
        children.pids = reallocarray(children.pids, children.count + 1, sizeof children.pids[0]);
        if (!children.pids)
            err(1, "children");
        children.pids[children.count++] = pid;
    }
    if (list)
        fclose(list);
    return children;
}

static bool was_there(pid_t pid)
{
    for (size_t i = 0; i < before.count; i++)
        if (before.pids[i] == pid)
            return true;
    return false;
}

void orphans_adopt(void)
{
    static bool adopted;
    if (adopted)
        return;
    adopted = true;
    before = children_now();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

/* Ends the present orphans. True if there were any: then their children follow. */
static bool end_these(void)
{
    bool any = false;
    struct children children = children_now();
    for (size_t i = 0; i < children.count; i++) {
        pid_t pid = children.pids[i];
        if (was_there(pid) || kill(pid, SIGKILL) < 0)
            continue;
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            ;
        any = true;
        ended++;
    }
    free(children.pids);
    return any;
}

void orphans_end(void)
{
    while (end_these())
        ;
}

size_t orphans_ended(void)
{
    return ended;
}
