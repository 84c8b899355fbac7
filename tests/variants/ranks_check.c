/* The rung mpi on texts whose matches are known. mpirun starts it once for all of them, since
 * starting takes longer than the searches. The file must be the same on every host. */
#include "common/scan.h"
#include "tests/support/dice.h"
#include "tests/support/texts.h"
#include "variants/patterns.h"
#include "variants/variant.h"

#include <err.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const patterns[] = {DEFAULT_PATTERNS};
static struct workload work = {.patterns = patterns,
                               .pattern_count = 2,
                               .combined = DEFAULT_COMBINED,
                               .caseless = true,
                               .threads = 1,
                               .gpus = 1};
static void *state;
static int rank;
static size_t checked;

static void write_text(const struct known_text *text)
{
    FILE *file = fopen(work.path, "we");
    if (!file || (text->length && fwrite(text->bytes, 1, text->length, file) != text->length) ||
        fclose(file) != 0)
        err(1, "%s", work.path);
}

/* All ranks make the same text from the same seed. The first one writes it, and gets the sum. */
static void check(struct known_text text)
{
    struct scan scan = {0};
    if (rank == 0)
        write_text(&text);
    MPI_Barrier(MPI_COMM_WORLD);
    variant.together->begin(&work);
    struct tally tally = variant.search(state, &work);
    scan_bytes(&scan, text.bytes, text.length, 0);
    if (rank == 0 && (tally.matches != scan.matches || tally.digest != scan.digest))
        errx(1, "counted %llu matches of %llu in %s", (unsigned long long)tally.matches,
             (unsigned long long)scan.matches, text.name);
    if (rank != 0 && (tally.matches != 0 || tally.digest != 0))
        errx(1, "has a sum");
    checked++;
    known_text_free(&text);
    MPI_Barrier(MPI_COMM_WORLD);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        errx(2, "usage: ranks_check FILE");
    struct dice dice = {test_seed()};
    work.path = argv[1];
    state = variant.prepare(&work);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Bcast(&dice, sizeof dice, MPI_BYTE, 0, MPI_COMM_WORLD);
    for (size_t i = 0; i < small_text_count(); i++)
        check(small_text(i));
    for (int i = 0; i < 30; i++)
        check(small_random_text(&dice, roll(&dice, 300)));
    check(random_text(&dice, 3000000, 1000));
    check(random_text(&dice, 100000, 50000));
    check(lines_text(2500, true));
    check(huge_line_text());
    variant.release(state);
    if (rank == 0)
        printf("%zu texts\n", checked);
    return 0;
}
