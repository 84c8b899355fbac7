/* Counts [0-9]bob and [0-9]rob, and speaks the variant's line: it times its own search.
 * Usage: count --describe | count --json [--threads N] [--bytes N] TEXT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t mix64(uint64_t x) /* SplitMix64: a match's place, made into one of 2^64 numbers */
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* Of the text's first bytes, up to so many. In a profile it has a name: it is not inlined. */
__attribute__((noinline)) static void search(const char *path, uint64_t bytes, uint64_t *matches,
                                             uint64_t *digest)
{
    FILE *text = fopen(path, "rb");
    uint64_t at = 0;
    unsigned last = 0; /* the four bytes before `at`, with letters in lower case */
    for (int c; text && at < bytes && (c = getc_unlocked(text)) != EOF; at++) {
        last = last << 8 | (unsigned)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        unsigned digit = last >> 24, letters = last & 0xffffff;
        if (digit >= '0' && digit <= '9' && (letters == 0x626f62 || letters == 0x726f62)) {
            ++*matches;
            *digest += mix64(at - 3);
        }
    }
    if (!text || ferror(text) || fclose(text) != 0)
        exit(1);
}

int main(int argc, char **argv)
{
    uint64_t bytes = UINT64_MAX, matches = 0, digest = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--describe") == 0)
            return puts("{\"schema\": 1, \"idea\": \"four bytes in one number\", \"attacks\": [], "
                        "\"effects\": {}, \"stages\": false}") < 0;
        if (strcmp(argv[i], "--bytes") == 0 && i + 1 < argc)
            bytes = strtoull(argv[i + 1], NULL, 10);
    }
    if (argc < 3)
        return 2;
    uint64_t start_ns = now_ns();
    search(argv[argc - 1], bytes, &matches, &digest);
    printf("{\"schema\": 1, \"matches\": %" PRIu64 ", \"digest\": \"%016" PRIx64
           "\", \"search_ns\": [%" PRIu64
           "], \"prepare_ns\": 0, \"synchronize_ns\": 0, \"peak_rss_bytes\": 0}\n",
           matches, digest, now_ns() - start_ns);
    return 0;
}
