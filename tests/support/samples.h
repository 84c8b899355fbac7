/* What the harness' unit tests share: results made by hand, and a few assertions. */
#ifndef SAMPLES_H
#define SAMPLES_H

#include "base/table.h"
#include "record/results.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* A run on 4 threads of a text of 1000 bytes, without rows as yet. results_free() it. */
struct results samples_results(void);

/* The next row, with status ok. Pointers to rows stay good; there is room for 16. */
struct row *samples_row(struct results *results, const char *name, const char *after);

/* A sample of one search. */
void samples_add(struct row *row, unsigned round, uint64_t search_ns);

/* Samples of the rounds 1 .. `rounds`, each as long. */
void samples_rounds(struct row *row, unsigned rounds, uint64_t search_ns);

/* A parent of 1000 us, a rung of 500 us and a control of that one, over so many rounds. */
struct results samples_run(unsigned rounds);

/* Two rungs and a control of the first, with a --precision of 2 %; the second rung varies by
 * `spread` from round to round. */
struct results samples_spread(unsigned rounds, double spread);

/* Marks samples of a row as disturbed, `first` and those behind it, and makes them nine times as
 * long: to be seen where they count. */
void samples_disturb(struct results *results, size_t row, size_t first, size_t count,
                     const char *how);

/* Gives the row a stage run, and this stage that time in it. */
void samples_stage(struct row *row, enum stage stage, uint64_t ns);

/* Adds a probe of all of the text, for more to be put into it. The pointer is good until the next.
 */
struct probe *samples_probe(struct row *row, enum probe_kind kind, unsigned stages, unsigned round,
                            uint64_t search_ns);

/* What becomes of a stage of the rung before: an EFFECT_, or a limit's name. */
void samples_effect(struct row *row, enum stage stage, const char *effect);

/* A run with something in every field: baseline (7 samples, a stage run), combined (7 samples),
 * threads (a time-out) and baseline_again (a control without samples as yet). */
struct results samples_full(void);

/* A file's contents, and a table as Markdown, which it frees; free() them. */
char *samples_file(const char *path);
char *samples_markdown(struct table *table);

/* Whether this is read as a results file; if not, it is refused in a line with its path. It is
 * written to that path, and removed again. */
bool samples_reads(const json_t *root, const char *path);

/* open_memstream() for a text whose length nobody asks for. */
FILE *samples_memory(char **text);

/* True where a line to be shown is one line of printable ASCII. */
bool samples_one_line(const char *line);

#define assert_near(value, expected)                                                               \
    do {                                                                                           \
        double got_ = (value), wanted_ = (expected);                                               \
        if (!(fabs(got_ - wanted_) <= 1e-9 * fabs(wanted_)))                                       \
            fail_msg("%s is %.17g, not %.17g", #value, got_, wanted_);                             \
    } while (0)

#define assert_has(text, part)                                                                     \
    do {                                                                                           \
        if (!strstr(text, part))                                                                   \
            fail_msg("\"%s\" lacks \"%s\"", text, part);                                           \
    } while (0)

#define assert_lacks(text, part)                                                                   \
    do {                                                                                           \
        if (strstr(text, part))                                                                    \
            fail_msg("\"%s\" has \"%s\"", text, part);                                             \
    } while (0)

#endif
