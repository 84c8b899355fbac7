/* Which probes each kind of row gets, in which rounds, and what becomes of those that fail. The
 * variant that is run is a shell script. */
#include "base/strings.h"
#include "measure/probes.h"
#include "tests/support/samples.h"
#include "variants/variant.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ STAGE_BIT(STAGE_READ)
#define COMPILE STAGE_BIT(STAGE_COMPILE)
#define LOWER STAGE_BIT(STAGE_LOWER)
#define SEARCH STAGE_BIT(STAGE_SEARCH)

enum {
    WHOLE = 0, /* bytes: all of the text */
    ALONE = 40,
    LESS = 41,
    SLOW = 160,
    LARGE = 640,
};

static struct run_options options = {.timeout_ns = 10000000000};

/* A run of a text of 1000 bytes, most of them in no prefix. */
static struct bench bench_of(void)
{
    struct bench bench = {.options = &options,
                          .results = samples_results(),
                          .whole = {WHOLE, 12, 12, NULL},
                          .slow = {SLOW, 4, 4, NULL},
                          .less = {LESS, 2, 2, NULL},
                          .alone = {ALONE, 1, 1, NULL},
                          .large = {LARGE, 9, 9, NULL},
                          .lowered = {.fd = -1},
                          .excerpt = {.fd = -1, .empty_fd = -1}};
    return bench;
}

/* The schedule, once all rows are there; those in `slow`, by their places, search less. */
static void open_schedule(struct bench *bench, unsigned slow)
{
    schedule_open(&bench->schedule, &bench->results);
    for (size_t i = 0; i < bench->schedule.count; i++)
        bench->schedule.jobs[i] =
            (struct job){.prefix = slow >> i & 1 ? bench->slow : bench->whole, .cost_ns = 1000};
}

static void drop(struct bench *bench)
{
    schedule_free(&bench->schedule);
    results_free(&bench->results);
    free(bench->planned);
    free(bench->watch.open);
}

/* The next of an entry's probes as it was planned. */
static const struct planned *next_of(const struct bench *bench, size_t entry, size_t *from)
{
    for (; *from < bench->planned_count; (*from)++)
        if (bench->planned[*from].entry == entry)
            return &bench->planned[(*from)++];
    return NULL;
}

struct wanted {
    enum probe_kind kind;
    unsigned stages;
    double delay;
    uint64_t bytes;
};

/* These are an entry's probes, and all of them. */
static void plans(const struct bench *bench, size_t entry, const struct wanted *wanted,
                  size_t count)
{
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        const struct planned *planned = next_of(bench, entry, &from);
        assert_non_null(planned);
        if (planned->kind != wanted[i].kind || planned->stages != wanted[i].stages ||
            planned->prefix.bytes != wanted[i].bytes)
            fail_msg("entry %zu, probe %zu: %s of %x on %zu bytes, not %s of %x on %zu", entry, i,
                     probe_name(planned->kind), planned->stages, (size_t)planned->prefix.bytes,
                     probe_name(wanted[i].kind), wanted[i].stages, (size_t)wanted[i].bytes);
        assert_near(1 + planned->delay, 1 + wanted[i].delay);
    }
    assert_null(next_of(bench, entry, &from));
}

#define PLANS(bench, entry, ...)                                                                   \
    do {                                                                                           \
        const struct wanted wanted_[] = {__VA_ARGS__};                                             \
        plans(bench, entry, wanted_, sizeof wanted_ / sizeof wanted_[0]);                          \
    } while (0)

static struct row *rung(struct results *results, const char *name, const char *after,
                        unsigned attacks)
{
    struct row *row = samples_row(results, name, after);
    row->is.attacks = attacks;
    return row;
}

static void rungs_of_one_thread(void **state)
{
    (void)state;
    struct bench bench = bench_of();
    struct results *results = &bench.results;
    rung(results, "baseline", NULL, 0);
    struct row *compiled = rung(results, "compiled", "baseline", COMPILE),
               *caseless = rung(results, "caseless", "baseline", LOWER),
               *again = rung(results, "also_caseless", "baseline", LOWER),
               *fast = rung(results, "fast", "baseline", SEARCH | STAGE_BIT(STAGE_MERGE)),
               *failed = rung(results, "failed", "fast", READ),
               *unmeasured = rung(results, "last", "fast", STAGE_BIT(STAGE_MERGE));
    samples_effect(compiled, STAGE_COMPILE, EFFECT_GONE);
    samples_effect(caseless, STAGE_LOWER, EFFECT_GONE);
    samples_effect(caseless, STAGE_SEARCH, EFFECT_ANEW);
    samples_effect(again, STAGE_LOWER, EFFECT_GONE);
    samples_effect(fast, STAGE_SEARCH, EFFECT_ANEW);
    samples_effect(fast, STAGE_READ, EFFECT_ANEW);
    samples_effect(fast, STAGE_MERGE, EFFECT_ANEW); /* which can't be left alone */
    samples_effect(unmeasured, STAGE_MERGE, LIMIT_PIPE);
    row_fail(failed, STATUS_FAILED, "it broke");
    open_schedule(&bench, 0x0f); /* the first four are slow */
    for (size_t i = 0; i < results->row_count; i++)
        probes_plan(&bench, i);

    /* What rungs attack, each once, however many attack it: not what no run can leave out. */
    PLANS(&bench, 0, {PROBE_SHORT, 0, 0, LESS}, {PROBE_STAGES, 0, 0, SLOW},
          {PROBE_WITHOUT, COMPILE, 0, SLOW}, {PROBE_WITHOUT, LOWER, 0, SLOW},
          {PROBE_WITHOUT, 0, 0, SLOW}, {PROBE_WITHOUT, SEARCH, 0, SLOW},
          {PROBE_WHOLE, 0, 0, WHOLE});
    PLANS(&bench, 1, {PROBE_SHORT, 0, 0, LESS}, {PROBE_STAGES, 0, 0, SLOW},
          {PROBE_WHOLE, 0, 0, WHOLE});
    PLANS(&bench, 2, {PROBE_SHORT, 0, 0, LESS}, {PROBE_STAGES, 0, 0, SLOW},
          {PROBE_ALONE, SEARCH, 0, ALONE}, {PROBE_WHOLE, 0, 0, WHOLE});
    /* Of those after it one failed, and one attacks what can't be left out. */
    PLANS(&bench, 4, {PROBE_STAGES, 0, 0, WHOLE}, {PROBE_ALONE, READ, 0, WHOLE},
          {PROBE_ALONE, SEARCH, 0, ALONE});
    plans(&bench, 5, NULL, 0);
    PLANS(&bench, 6, {PROBE_STAGES, 0, 0, WHOLE});
    /* A step that takes next to no time runs several times. */
    for (size_t i = 0; i < bench.planned_count; i++)
        if (bench.planned[i].kind == PROBE_ALONE)
            assert_int_equal(bench.planned[i].repeat,
                             bench.planned[i].entry == 4 && bench.planned[i].prefix.bytes ? 9 : 1);
    size_t before = bench.planned_count;
    for (size_t i = 0; i < results->row_count; i++)
        probes_plan(&bench, i);
    assert_int_equal(bench.planned_count, before); /* none of them twice */
    drop(&bench);
}

/* What goes at the pace of memory runs alone on as much as samples search, or, where it
 * lower-cases, as there is in lower case: reading, and all steps of what is mapped. */
static void alone_at_the_pace_of_memory(void **state)
{
    (void)state;
    struct bench bench = bench_of();
    struct results *results = &bench.results;
    struct row *rows[] = {rung(results, "slow", NULL, 0), rung(results, "mapped", NULL, 0),
                          rung(results, "lowers", NULL, 0)};
    for (size_t i = 0; i < 3; i++) {
        samples_effect(rows[i], STAGE_READ, EFFECT_ANEW);
        samples_effect(rows[i], STAGE_SEARCH, EFFECT_ANEW);
        samples_stage(rows[i], STAGE_SEARCH, 1000);
    }
    rows[0]->is.limit = copy_string("page_cache_read");
    rows[1]->is.limit = copy_string("page_cache_mapped");
    samples_stage(rows[0], STAGE_LOWER, 1000);
    samples_stage(rows[2], STAGE_LOWER, 1000);
    open_schedule(&bench, 1);
    for (size_t i = 0; i < results->row_count; i++)
        probes_plan(&bench, i);
    PLANS(&bench, 0, {PROBE_SHORT, 0, 0, LESS}, {PROBE_STAGES, 0, 0, SLOW},
          {PROBE_ALONE, READ, 0, SLOW}, {PROBE_ALONE, SEARCH, 0, ALONE},
          {PROBE_WHOLE, 0, 0, WHOLE});
    PLANS(&bench, 1, {PROBE_STAGES, 0, 0, WHOLE}, {PROBE_ALONE, READ, 0, WHOLE},
          {PROBE_ALONE, SEARCH, 0, WHOLE});
    PLANS(&bench, 2, {PROBE_STAGES, 0, 0, WHOLE}, {PROBE_ALONE, READ, 0, LARGE},
          {PROBE_ALONE, SEARCH, 0, ALONE});
    drop(&bench);
}

/* A fast rung does without a stage on all of the text, or as much as there is in lower case, and
 * what runs on a GPU is no reason to try. */
static void without_on_much_of_the_text(void **state)
{
    (void)state;
    struct bench bench = bench_of();
    struct results *results = &bench.results;
    rung(results, "jit", NULL, 0);
    rung(results, "jit_caseless", "jit", LOWER);
    rung(results, "none", "jit", SEARCH);
    rung(results, "both", "jit", LOWER | SEARCH);
    struct row *cuda = rung(results, "cuda", "jit", COMPILE);
    samples_effect(cuda, STAGE_KERNEL, EFFECT_ANEW);
    rung(results, "both", "jit", READ | LOWER);
    rung(results, "blocks", "jit", READ | STAGE_BIT(STAGE_OTHER));
    open_schedule(&bench, 0);
    for (size_t i = 0; i < results->row_count; i++)
        probes_plan(&bench, i);
    PLANS(&bench, 0, {PROBE_STAGES, 0, 0, WHOLE}, {PROBE_WITHOUT, LOWER, 0, LARGE},
          {PROBE_WITHOUT, 0, 0, LARGE}, {PROBE_WITHOUT, SEARCH, 0, WHOLE},
          {PROBE_WITHOUT, LOWER | SEARCH, 0, LARGE}, {PROBE_WITHOUT, READ | LOWER, 0, LARGE},
          {PROBE_WITHOUT, READ, 0, WHOLE});
    for (size_t i = 1; i < results->row_count; i++)
        PLANS(&bench, i, {PROBE_STAGES, 0, 0, WHOLE});
    drop(&bench);
}

/* Of what runs several stages at a time, each that takes 5 % or more. */
static void stages_are_lengthened(void **state)
{
    (void)state;
    for (int overlaps = 0; overlaps < 2; overlaps++) {
        struct bench bench = bench_of();
        struct row *row = rung(&bench.results, "threads", NULL, 0);
        row->is.overlaps = overlaps;
        if (!overlaps)
            samples_effect(row, STAGE_SEARCH, EFFECT_SHARED);
        samples_stage(row, STAGE_READ, 300);
        samples_stage(row, STAGE_SEARCH, 660);
        samples_stage(row, STAGE_OTHER, 40);
        open_schedule(&bench, 0);
        probes_plan(&bench, 0);
        PLANS(&bench, 0, {PROBE_STAGES, 0, 0, WHOLE}, {PROBE_DELAYED, READ, 0.25, WHOLE},
              {PROBE_DELAYED, READ, 0.5, WHOLE}, {PROBE_DELAYED, SEARCH, 0.25, WHOLE},
              {PROBE_DELAYED, SEARCH, 0.5, WHOLE});
        drop(&bench);
    }
}

/* Controls, points of the sweep and peers: how long a start takes is needed of each slow one. */
static void what_is_no_rung_has_next_to_none(void **state)
{
    (void)state;
    struct bench bench = bench_of();
    struct results *results = &bench.results;
    rung(results, "baseline", NULL, 0);
    for (int i = 0; i < 2; i++) {
        struct row *control = rung(results, i ? "A/A" : "A/A slow", NULL, SEARCH);
        control->is.copy_of = copy_string("baseline");
        samples_effect(control, STAGE_SEARCH, EFFECT_SHARED);
        samples_stage(control, STAGE_SEARCH, 1000);
    }
    results->sweep = calloc(2, sizeof results->sweep[0]);
    assert_non_null(results->sweep);
    for (; results->sweep_count < 2; results->sweep_count++)
        results->sweep[results->sweep_count].is.name = copy_string("openmp");
    open_schedule(&bench, 1 << 1 | 1 << 3); /* the first control, the first point */
    for (size_t i = 1; i < 5; i++)
        probes_plan(&bench, i);
    PLANS(&bench, 1, {PROBE_SHORT, 0, 0, LESS});
    plans(&bench, 2, NULL, 0);
    PLANS(&bench, 3, {PROBE_SHORT, 0, 0, LESS});
    plans(&bench, 4, NULL, 0);
    drop(&bench);
}

/* --- taking them --- */

static char folder[] = "/tmp/probes_unit.XXXXXX";
static char *script, *text, *log_path;

/* As a variant: it writes its options down, and does what it is told to. The text's path is always
 * the last. */
static void write_script(const char *body)
{
    FILE *file = fopen(script, "we");
    assert_non_null(file);
    fprintf(file,
            "#!/bin/sh\n"
            "shift 3; for path; do :; done; options=\"$*\"; options=${options%%\"$path\"}\n"
            "echo \"${path##*/} ${options%% }\" >>%s\n"
            "matches=12 stages=\n"
            "case \"$*\" in\n"
            "*--bytes\\ 160*) matches=4 ;; *--bytes\\ 41*) matches=2 ;;\n"
            "*--bytes\\ 40*) matches=1 ;; *--bytes\\ 640*) matches=9 ;;\n"
            "esac\n"
            "digest=$(printf %%016x $matches)\n"
            "case \"$*\" in *--stages*) stages=',\"stages\":{\"search\":1000}' ;; esac\n"
            "%s\n"
            "echo '{\"schema\":1,\"matches\":'$matches',\"digest\":\"'$digest'\",\"prepare_ns\":1,"
            "\"search_ns\":[1000],\"synchronize_ns\":0,\"peak_rss_bytes\":1'$stages'}'\n",
            log_path, body);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(script, 0700), 0);
    unlink(log_path);
}

/* How often the script was run with options that end so, or, without any, at all. */
static size_t runs_with(const char *ending)
{
    char *line = NULL;
    size_t size = 0, count = 0, length = strlen(ending);
    FILE *file = fopen(log_path, "re");
    for (ssize_t got; file && (got = getline(&line, &size, file)) > 0;)
        count +=
            (size_t)got > length && strncmp(line + (size_t)got - 1 - length, ending, length) == 0;
    if (file)
        fclose(file);
    free(line);
    return count;
}

/* A slow baseline, and rungs that do without compiling and without lower-casing; all are the
 * script. */
static void begin(struct bench *bench, const char *body)
{
    *bench = bench_of();
    write_script(body);
    bench->data = text;
    assert_int_equal(stat(text, &bench->text), 0);
    bench->results.data.digest = 12;
    rung(&bench->results, "baseline", NULL, 0);
    rung(&bench->results, "compiled", "baseline", COMPILE);
    rung(&bench->results, "caseless", "baseline", LOWER);
    for (size_t i = 0; i < bench->results.row_count; i++)
        bench->results.rows[i].is.program = copy_string(script);
    bench->sampling = (struct sampling){
        .path = text, .data = &bench->results.data, .threads = 1, .timeout_ns = options.timeout_ns};
    bench->watch = host_watch_start("", false);
    open_schedule(bench, 1);
    bench->schedule.rounds = 20;
}

static size_t probes_of(const struct row *row, enum probe_kind kind, unsigned round)
{
    size_t count = 0;
    for (size_t i = 0; i < row->probe_count; i++)
        count += row->probes[i].kind == kind && row->probes[i].sample.round == round;
    return count;
}

static void each_is_tried_once(void **state)
{
    (void)state;
    struct bench bench;
    begin(&bench, "");
    struct row *baseline = &bench.results.rows[0];
    bench.lowered = lowered_of(text, 160);
    bench.sampling.lowered_path = bench.lowered.path;
    probes_plan(&bench, 0);
    probes_try(&bench);
    assert_int_equal(baseline->status, STATUS_OK);
    assert_int_equal(baseline->probe_count, 4); /* not on all of the text, which takes long */
    assert_int_equal(probes_of(baseline, PROBE_SHORT, 0), 1);
    assert_int_equal(probes_of(baseline, PROBE_STAGES, 0), 0); /* there was one before */
    assert_int_equal(probes_of(baseline, PROBE_WITHOUT, 0), 3);
    assert_int_equal(runs_with("text --bytes 41"), 1);
    assert_int_equal(runs_with("text --bytes 160 --without compile"), 1);
    char *lowered = format_string("%d --bytes 160 --without lower", bench.lowered.fd);
    assert_int_equal(runs_with(lowered), 1); /* on the lower-cased copy */
    free(lowered);
    assert_int_equal(bench.results.warning_count, 0);
    /* Of 1000 bytes, 160 of which take 1000 ns: what the two runs of the baseline on it take. */
    assert_int_equal(bench.schedule.jobs[0].whole_ns, 2 * 6250);
    uint64_t sum_ns = 0;
    for (size_t i = 0; i < bench.planned_count; i++)
        if (bench.planned[i].kind != PROBE_WHOLE)
            sum_ns += bench.planned[i].cost_ns;
    assert_true(sum_ns > 0 && bench.schedule.jobs[0].probes_ns == sum_ns);
    lowered_drop(&bench.lowered);
    drop(&bench);
}

static void what_cannot_be_lowered_is_not_left_out(void **state)
{
    (void)state;
    struct bench bench;
    begin(&bench, "");
    probes_plan(&bench, 0);
    probes_try(&bench);
    probes_take(&bench, 0);
    assert_int_equal(runs_with("--without lower"), 0);
    assert_int_equal(runs_with("--without compile"), 2);
    assert_int_equal(bench.results.warning_count, 0);
    assert_int_equal(bench.results.rows[0].status, STATUS_OK);
    drop(&bench);
}

/* A step alone takes the text in lower case only where the others would lower-case it. */
static void steps_alone_have_their_text(void **state)
{
    (void)state;
    for (int lowers = 0; lowers < 2; lowers++) {
        struct bench bench;
        begin(&bench, "");
        struct row *baseline = &bench.results.rows[0];
        samples_effect(baseline, STAGE_READ, EFFECT_ANEW);
        samples_stage(baseline, STAGE_SEARCH, 1000);
        if (lowers)
            samples_stage(baseline, STAGE_LOWER, 1000);
        bench.lowered = lowered_of(text, 160);
        bench.sampling.lowered_path = bench.lowered.path;
        probes_plan(&bench, 0);
        probes_take(&bench, 0);
        char *wanted = lowers ? format_string("%d --stages --bytes 160 --without "
                                              "compile,lower,search",
                                              bench.lowered.fd)
                              : format_string("text --stages --bytes 160 --without compile,search");
        assert_int_equal(runs_with(wanted), 1);
        assert_int_equal(probes_of(baseline, PROBE_ALONE, 1), 1);
        assert_int_equal(bench.results.warning_count, 0);
        free(wanted);
        lowered_drop(&bench.lowered);
        drop(&bench);
    }
}

/* In twenty rounds: plain ones in each, lengthened ones in every third, long ones now and then. */
static void they_have_their_rounds(void **state)
{
    (void)state;
    struct bench bench;
    begin(&bench, "");
    struct row *baseline = &bench.results.rows[0], *compiled = &bench.results.rows[1];
    compiled->is.overlaps = true;
    samples_stage(compiled, STAGE_SEARCH, 1000);
    bench.schedule.jobs[1].prefix = bench.slow;
    probes_plan(&bench, 0);
    probes_plan(&bench, 1);
    for (unsigned round = 0; round < 20; round++)
        probes_take(&bench, round);
    for (unsigned round = 1; round <= 20; round++) {
        assert_int_equal(probes_of(baseline, PROBE_SHORT, round), 1);
        assert_int_equal(probes_of(baseline, PROBE_WITHOUT, round), 1);
        assert_int_equal(probes_of(baseline, PROBE_DELAYED, round), 0);
        assert_int_equal(probes_of(baseline, PROBE_WHOLE, round), round == 1 || round == 11);
        /* The second entry is a round later. */
        assert_int_equal(probes_of(compiled, PROBE_DELAYED, round), round % 3 == 2 ? 2 : 0);
        assert_int_equal(probes_of(compiled, PROBE_WHOLE, round), round == 2);
    }
    assert_int_equal(probes_of(baseline, PROBE_STAGES, 7), 1);
    assert_int_equal(runs_with("text "), 3); /* on all of the text */
    assert_int_equal(runs_with("text --bytes 160 --delay search:0.25"), 7);
    assert_int_equal(runs_with("text --bytes 160 --delay search:0.5"), 7);
    for (size_t i = 0; i < baseline->probe_count; i++) {
        const struct probe *probe = &baseline->probes[i];
        assert_int_equal(probe->sample.bytes, probe->kind == PROBE_WHOLE   ? 0
                                              : probe->kind == PROBE_SHORT ? LESS
                                                                           : SLOW);
    }
    drop(&bench);
}

/* A probe of a baseline that the script fails, in three rounds. */
static void begin_failing(struct bench *bench, const char *body)
{
    begin(bench, body);
    probes_plan(bench, 0);
    probes_try(bench);
    probes_take(bench, 0);
    probes_take(bench, 1);
}

static void what_is_not_supported_is_left_in_silence(void **state)
{
    (void)state;
    struct bench bench;
    begin_failing(&bench, "case \"$*\" in *--without*) echo not me >&2; exit 77 ;; esac");
    const struct row *baseline = &bench.results.rows[0];
    assert_int_equal(runs_with("--without compile"), 1); /* and never again */
    assert_int_equal(bench.results.warning_count, 0);
    assert_int_equal(baseline->status, STATUS_OK);
    assert_null(baseline->reason);
    assert_int_equal(probes_of(baseline, PROBE_WITHOUT, 1), 0);
    assert_int_equal(probes_of(baseline, PROBE_STAGES, 2), 1); /* the others go on */
    drop(&bench);
}

static void what_fails_is_warned_of_once(void **state)
{
    (void)state;
    static const struct {
        const char *body, *what;
    } cases[] = {
        {"case \"$*\" in *--without*) echo oh no >&2; exit 3 ;; esac", "exit code 3: oh no"},
        {"case \"$*\" in *--without*) matches=5 ;; esac", "counted 5 matches of 4, +1"},
        {"case \"$*\" in *--without*) echo no JSON; exit ;; esac", "printed no whole record"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bench bench;
        begin_failing(&bench, cases[i].body);
        const struct row *baseline = &bench.results.rows[0];
        char *what =
            format_string("a probe of baseline (without) could not be taken: %s", cases[i].what);
        assert_int_equal(runs_with("--without compile"), 1);
        assert_int_equal(bench.results.warning_count, 1);
        assert_has(bench.results.warnings[0].what, what);
        assert_false(bench.results.warnings[0].spoils);
        assert_int_equal(baseline->status, STATUS_OK);
        assert_int_equal(baseline->matches, 12); /* what its samples counted */
        assert_int_equal(probes_of(baseline, PROBE_STAGES, 2), 1);
        free(what);
        drop(&bench);
    }
}

static void who_fails_a_plain_run_has_failed(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        enum status status;
        const char *reason;
        uint64_t matches;
    } cases[] = {
        {"case \"$*\" in *--stages*) echo oh no >&2; exit 3 ;; esac", STATUS_FAILED,
         "exit code 3: oh no", 12},
        {"case \"$*\" in *--stages*) stages= ;; esac", STATUS_FAILED, "reports no stages", 4},
        {"case \"$*\" in *--bytes\\ 41*) matches=3 ;; esac", STATUS_MISMATCH,
         "counted 3 matches of 2, +1, in the text's first 41 bytes", 3},
        {"case \"$*\" in *--stages*) echo not me >&2; exit 77 ;; esac", STATUS_SKIPPED,
         "exit code 77: not me", 12},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bench bench;
        begin_failing(&bench, cases[i].body);
        const struct row *baseline = &bench.results.rows[0];
        assert_int_equal(baseline->status, cases[i].status);
        assert_string_equal(baseline->reason, cases[i].reason);
        assert_int_equal(baseline->matches, cases[i].matches);
        assert_int_equal(bench.results.warning_count, 0);
        size_t runs = runs_with("");
        probes_take(&bench, 2); /* it is out */
        assert_int_equal(runs_with(""), runs);
        drop(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rungs_of_one_thread),
        cmocka_unit_test(alone_at_the_pace_of_memory),
        cmocka_unit_test(without_on_much_of_the_text),
        cmocka_unit_test(stages_are_lengthened),
        cmocka_unit_test(what_is_no_rung_has_next_to_none),
        cmocka_unit_test(each_is_tried_once),
        cmocka_unit_test(what_cannot_be_lowered_is_not_left_out),
        cmocka_unit_test(steps_alone_have_their_text),
        cmocka_unit_test(they_have_their_rounds),
        cmocka_unit_test(what_is_not_supported_is_left_in_silence),
        cmocka_unit_test(what_fails_is_warned_of_once),
        cmocka_unit_test(who_fails_a_plain_run_has_failed),
    };
    if (!mkdtemp(folder))
        return 1;
    script = format_string("%s/variant", folder);
    text = format_string("%s/text", folder);
    log_path = format_string("%s/log", folder);
    FILE *file = fopen(text, "we");
    if (!file)
        return 1;
    for (int i = 0; i < 100; i++)
        fputs("ABCDEFGHI\n", file);
    fclose(file);
    int code = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(script);
    unlink(text);
    unlink(log_path);
    free(script);
    free(text);
    free(log_path);
    rmdir(folder);
    return code;
}
