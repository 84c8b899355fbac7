/* Counts [0-9]bob and [0-9]rob, in any case, and prints the variant's line: it times its own
 * search. Usage: count --describe | count --json [--threads N] [--bytes N] TEXT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t matches, digest; /* the sum of mix64() of each match's offset */

static uint64_t mix64(uint64_t x)
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

__attribute__((noinline)) static void search(FILE *text, uint64_t bytes) /* so that perf sees it */
{
    uint32_t last = 0; /* four bytes, with letters in lower case */
    int c;
    for (uint64_t at = 0; at < bytes && (c = getc_unlocked(text)) != EOF; at++) {
        last = last << 8 | (uint32_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        uint32_t digit = last >> 24, letters = last & 0xffffff;
        if (digit >= '0' && digit <= '9' && (letters == 0x626f62 || letters == 0x726f62)) {
            matches++;
            digest += mix64(at - 3);
        }
    }
}

int main(int argc, char **argv)
{
    uint64_t bytes = UINT64_MAX;
    struct timespec start, end;
    if (argc > 1 && strcmp(argv[1], "--describe") == 0)
        return puts("{\"schema\": 1, \"idea\": \"four bytes in one number\", \"attacks\": [], "
                    "\"effects\": {}, \"stages\": false}") < 0;
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--bytes") == 0)
            bytes = strtoull(argv[i + 1], NULL, 10);
    clock_gettime(CLOCK_MONOTONIC, &start);
    FILE *text = fopen(argv[argc - 1], "rb");
    if (!text)
        return 1;
    search(text, bytes);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("{\"schema\": 1, \"matches\": %" PRIu64 ", \"digest\": \"%016" PRIx64 "\", "
           "\"search_ns\": [%lld], \"prepare_ns\": 0, \"synchronize_ns\": 0, "
           "\"peak_rss_bytes\": 0}\n",
           matches, digest,
           (end.tv_sec - start.tv_sec) * 1000000000LL + end.tv_nsec - start.tv_nsec);
    return fclose(text) != 0;
}
