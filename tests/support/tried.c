/* What ./harness try is tried on: `tried WORK` does so much work, seven tenths of it in
 * parse_line(), and prints the same whatever it did. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

uint64_t parse_line(uint64_t from, long times);
uint64_t read_line(uint64_t from, long times);

__attribute__((noinline)) uint64_t parse_line(uint64_t from, long times)
{
    for (long i = 0; i < times; i++)
        from = from * 6364136223846793005U + 1442695040888963407U;
    return from;
}

__attribute__((noinline)) uint64_t read_line(uint64_t from, long times)
{
    for (long i = 0; i < times; i++)
        from = (from ^ (from >> 29)) * 2862933555777941757U;
    return from;
}

int main(int argc, char **argv)
{
    uint64_t state = 1;
    long work = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
    for (long i = 0; i < work; i++) {
        state = parse_line(state, 7000);
        state = read_line(state, 2000);
    }
    printf("first line\nsecond line%s\n", state == 42 ? "!" : "");
    return 0;
}
