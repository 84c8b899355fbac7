/* A program whose calls are known, for the tools that count them: each function here says how often
 * it is called. It prints a record, as variants do. Built without any optimisation. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile unsigned sum;

// NOLINTBEGIN(misc-no-recursion): it is what is to be counted

static void leaf(void) /* 42 times: 30 + 5 + 7 */
{
    sum++;
}

static void middle(void) /* 10 times */
{
    for (int i = 0; i < 3; i++)
        leaf();
}

static unsigned deep(unsigned more) /* 10 times: once from main, 9 from itself */
{
    sum++;
    return more ? 1 + deep(more - 1) : 0;
}

static void odd(unsigned number);

static void even(unsigned number) /* 4 times: once from main, 3 from odd */
{
    if (number)
        odd(number - 1);
}

static void odd(unsigned number) /* 3 times */
{
    if (number)
        even(number - 1);
}

// NOLINTEND(misc-no-recursion)

static void in_child(void) /* once, in a process of its own */
{
    for (int i = 0; i < 7; i++)
        leaf();
}

/* Code made while the program runs, 11 times; and the map that tells profilers of it. */
static void made(void)
{
#if defined __x86_64__
    static const unsigned char code[] = {0x31, 0xc0, 0xc3}; /* xor eax,eax; ret */
    void *page =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    const char *folder = getenv("PERF_MAP");
    char path[4096];
    if (page == MAP_FAILED)
        return;
    memcpy(page, code, sizeof code);
    snprintf(path, sizeof path, "%s/perf-%d.map", folder ? folder : "", (int)getpid());
    FILE *map = folder ? fopen(path, "we") : NULL;
    if (map) {
        fprintf(map, "%" PRIxPTR " 1000 known_jit_code\n", (uintptr_t)page);
        fclose(map);
    }
    for (int i = 0; i < 11; i++)
        ((int (*)(void))(uintptr_t)page)(); // NOLINT(performance-no-int-to-ptr)
#endif
}

int main(void)
{
    for (int i = 0; i < 10; i++)
        middle();
    for (int i = 0; i < 5; i++)
        leaf();
    deep(9);
    even(6);
    made();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        in_child();
        _exit(0);
    }
    waitpid(child, NULL, 0);
    puts("{\"schema\":1,\"matches\":0,\"digest\":\"0000000000000000\",\"prepare_ns\":1,"
         "\"search_ns\":[1],\"synchronize_ns\":0,\"peak_rss_bytes\":1}");
    return 0;
}
