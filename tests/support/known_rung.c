/* A rung whose stages have known lengths, for scripts/check-ledger. What it is, and how long each
 * stage takes, is in a plan: the file that is called as the program is, with .plan behind it. It
 * really reads the text, which must have no matches, and stays in each stage until its time is up.
 * What a short interruption takes is made up for in the stages that follow. */
#include "variants/clock.h"
#include "variants/replay.h"
#include "variants/stages.h"
#include "variants/team.h"

#include <err.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_BYTES (UINT64_C(64) << 10)
#define BATCH_BLOCKS 16 /* which threads share */

static struct {
    double ns_per_byte[STAGE_COUNT];
    enum stage stages[STAGE_COUNT]; /* but STAGE_OTHER */
    int count;
    unsigned shared; /* STAGE_BIT()s, by the threads */
    int overlaps;    /* all but STAGE_OTHER are under way at the same time, each on a thread */
    double noise;    /* of a run, and half of it of each stage in it: 0.02 is 2 % */
} plan;

static double normal(void)
{
    uint32_t dice[2];
    if (getrandom(dice, sizeof dice, 0) != sizeof dice)
        err(1, "dice");
    return sqrt(-2 * log((dice[0] + 0.5) * 0x1p-32)) * cos(2 * M_PI * dice[1] * 0x1p-32);
}

/* Before main(), since a rung can't be described by a constant here: answers --describe. */
__attribute__((constructor)) static void load(int argc, char **argv)
{
    char path[4096];
    json_error_t error;
    json_t *describe, *ns_per_byte, *shared;
    snprintf(path, sizeof path, "%s.plan", argv[0]);
    json_t *root = json_load_file(path, 0, &error);
    if (!root || json_unpack_ex(root, &error, 0, "{s:o, s:o, s:o, s:b, s:F}", "describe", &describe,
                                "ns_per_byte", &ns_per_byte, "shared", &shared, "overlaps",
                                &plan.overlaps, "noise", &plan.noise) < 0)
        errx(1, "%s: %s", path, error.text);
    if (argc > 1 && strcmp(argv[1], "--describe") == 0)
        exit(json_dumpf(describe, stdout, JSON_COMPACT) < 0 || puts("") == EOF);
    size_t i;
    json_t *name;
    json_array_foreach(shared, i, name)
    {
        plan.shared |= STAGE_BIT(stage_named(json_string_value(name)));
    }
    double own = exp(plan.noise * normal());
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        plan.ns_per_byte[stage] =
            json_number_value(json_object_get(ns_per_byte, stage_name(stage))) * own *
            exp(plan.noise / 2 * normal());
        if (stage != STAGE_OTHER && plan.ns_per_byte[stage] > 0)
            plan.stages[plan.count++] = stage;
    }
    json_decref(root);
}

static _Thread_local uint64_t due_ns; /* when the stage that this thread is in is over */

struct text_file {
    int fd;
    uint64_t bytes, at; /* at: of the batch that is under way */
};

/* Of the batch, in bytes. */
static uint64_t batch_bytes(const struct text_file *text)
{
    uint64_t left = text->bytes - text->at, most = BATCH_BLOCKS * BLOCK_BYTES;
    return left < most ? left : most;
}

/* A stay in a stage that handles so many bytes of the batch. */
static void stay(enum stage stage, const struct text_file *text, uint64_t from, uint64_t bytes)
{
    static _Thread_local char block[BLOCK_BYTES];
    if (replay_leaves_out(stage) || plan.ns_per_byte[stage] <= 0)
        return;
    enum stage outer = stage_enter(stage);
    due_ns += (uint64_t)(plan.ns_per_byte[stage] * (double)bytes);
    for (uint64_t at = 0; stage == STAGE_READ && at < bytes; at += sizeof block)
        if (pread(text->fd, block, bytes - at < sizeof block ? bytes - at : sizeof block,
                  (off_t)(text->at + from + at)) <= 0)
            err(1, "the text");
    while (clock_ns() < due_ns)
        ;
    uint64_t left_ns = clock_ns();
    stage_leave(outer);
    due_ns += clock_ns() - left_ns; /* the stage is lengthened, or the clock takes its time */
}

/* Some stages of each block of a batch, by the calling thread or by all. */
static void run_stages(unsigned stages, bool by_all, const struct text_file *text)
{
    uint64_t bytes = batch_bytes(text), start_ns = due_ns,
             end_ns = due_ns; /* NOLINT: an OpenMP reduction */
    enum stage outer = by_all ? stage_enter(STAGE_WAIT) : STAGE_OTHER;
#pragma omp parallel if (by_all) reduction(max : end_ns)
    {
        due_ns = start_ns;
#pragma omp for schedule(static)
        for (uint64_t from = 0; from < bytes; from += BLOCK_BYTES)
            for (int i = 0; i < plan.count; i++)
                if (stages & STAGE_BIT(plan.stages[i]))
                    stay(plan.stages[i], text, from,
                         bytes - from < BLOCK_BYTES ? bytes - from : BLOCK_BYTES);
        end_ns = due_ns;
    }
    due_ns = end_ns;
    if (by_all)
        stage_leave(outer);
}

/* Each stage of a batch on a thread of its own; the program's own waits. */
static void overlap_stages(const struct text_file *text)
{
    uint64_t start_ns = due_ns, end_ns = due_ns; /* NOLINT: an OpenMP reduction */
    enum stage outer = stage_enter(STAGE_WAIT);
#pragma omp parallel reduction(max : end_ns)
    {
        due_ns = start_ns;
#pragma omp for schedule(static, 1)
        for (int i = 0; i <= plan.count; i++)
            if (i > 0)
                stay(plan.stages[i - 1], text, 0, batch_bytes(text));
        end_ns = due_ns;
    }
    due_ns = end_ns;
    stage_leave(outer);
}

static void *prepare(const struct workload *work)
{
    if (plan.shared || plan.overlaps)
        team_start(plan.overlaps ? plan.count + 1 : work->threads);
    return NULL;
}

static struct tally search(void *state, const struct workload *work)
{
    (void)state;
    struct stat status;
    struct text_file text = {.fd = open(work->path, O_RDONLY | O_CLOEXEC)};
    if (text.fd < 0 || fstat(text.fd, &status) < 0)
        err(1, "%s", work->path);
    due_ns = clock_ns();
    text.bytes = work->bytes ? work->bytes : (uint64_t)status.st_size;
    for (; text.at < text.bytes; text.at += batch_bytes(&text)) {
        stay(STAGE_OTHER, &text, 0, batch_bytes(&text));
        if (plan.overlaps) {
            overlap_stages(&text);
        } else {
            run_stages(~plan.shared, false, &text);
            if (plan.shared)
                run_stages(plan.shared, true, &text);
        }
    }
    close(text.fd);
    return (struct tally){0};
}

static void release(void *state)
{
    (void)state;
}

const struct variant variant = {
    .idea = "stages of known lengths",
    .prepare = prepare,
    .search = search,
    .release = release,
};
