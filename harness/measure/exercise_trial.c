#include "measure/exercise_trial.h"
#include "base/progress.h"
#include "common/scan.h"
#include "measure/exercise_texts.h"
#include "measure/layouts.h"
#include "measure/rounds.h"
#include "system/run.h"
#include "variants/clock.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool counts_text(struct row *row, const char *path, int threads, uint64_t timeout_ns)
{
    struct scan scan;
    struct facts facts = {0};
    struct sample sample;
    if (scan_file(path, &scan, &facts.bytes, &facts.lines, NULL, NULL) != 0)
        err(1, "%s", path);
    facts.matches = scan.matches;
    facts.digest = scan.digest;
    struct prefix all = {.matches = scan.matches, .digest = scan.digest};
    struct sampling how = {
        .path = path, .data = &facts, .threads = threads, .gpus = 1, .timeout_ns = timeout_ns};
    return sample_take(row, &how, &(struct request){.prefix = &all}, &sample);
}

bool exercise_counts(struct row *row, const char *path, int threads, uint64_t timeout_ns,
                     const char **text)
{
    const int counts[] = {1, threads, 3};
    bool good = true;
    for (size_t i = 0; i < exercise_text_count && good; i++) {
        *text = exercise_text_name(i);
        if (!exercise_text_write(i, path))
            err(1, "%s", path);
        for (size_t j = 0; j < sizeof counts / sizeof counts[0] && good; j++)
            if (j == 0 || counts[j] > 1)
                good = counts_text(row, path, counts[j], timeout_ns);
    }
    return good;
}

/* One round; false if it is the last. */
static bool take_round(struct row *rows, size_t count, const struct sampling *how,
                       struct request request, const struct layouts *layouts, unsigned round,
                       const size_t *order)
{
    for (size_t i = 0; i < count; i++) {
        struct row *row = &rows[order[i]];
        struct sample sample;
        request.program = layouts_program(layouts, row->is.program);
        if (!sample_take(row, how, &request, &sample))
            return false;
        sample.round = round + 1;
        sample.position = (unsigned)i + 1;
        row_add_sample(row, &sample);
    }
    return true;
}

void exercise_rounds(struct row *rows, size_t count, const struct sampling *how,
                     const struct prefix *prefix, bool stages, uint64_t budget_ns)
{
    const uint64_t seed = (uint64_t)time(NULL), start = clock_ns();
    const struct request request = {.prefix = prefix, .stages = stages};
    struct layouts *layouts = layouts_open();
    size_t *order = calloc(count, sizeof *order);
    const char **programs = calloc(count, sizeof *programs);
    if (!order || !programs)
        err(1, "rounds");
    for (size_t i = 0; i < count; i++)
        programs[i] = rows[i].is.program;
    for (unsigned round = 0; round < EXERCISE_ROUNDS_MOST; round++) {
        uint64_t spent_ns = clock_ns() - start, each_ns = round > 0 ? spent_ns / round : 0;
        if (round >= EXERCISE_ROUNDS_LEAST && spent_ns + each_ns > budget_ns)
            break;
        if (round > 0)
            progress("measuring", "in turn", budget_ns > spent_ns ? budget_ns - spent_ns : 0);
        rounds_order(seed, round, count, order);
        if (!layouts_link(layouts, layout_drawn(seed, round), programs, count) ||
            !take_round(rows, count, how, request, layouts, round, order))
            break;
    }
    progress_end();
    free(programs);
    free(order);
    layouts_close(layouts);
}
