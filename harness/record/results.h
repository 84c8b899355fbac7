/* What a run measured; figures/ derives everything else from it. results_memory.c builds it in
 * memory, results_write.c writes it as a results file of schema 2, and results_read.c reads such a
 * file, with results_read_rows.c for its rows. */
#ifndef RESULTS_H
#define RESULTS_H

#include "record/layout.h"
#include "record/own_program.h"
#include "record/record.h"
#include "system/limits.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum status {
    STATUS_OK,
    STATUS_MISMATCH,
    STATUS_FAILED,
    STATUS_TIMEOUT,
    STATUS_SKIPPED,
    STATUS_UNSYNCHRONIZED,
    STATUS_COUNT,
};

#define RESULTS_SCHEMA 2 /* 1 is still read */
#define ROUNDS_MOST 1000
#define ROUNDS_IN_ALL_MOST 1500 /* including those that repeat disturbed ones */
#define DISTURBED_SIZE 40

struct sample {
    unsigned round, position; /* both from 1 */
    struct record record;
    uint64_t wall_ns, user_ns, sys_ns; /* of the whole process */
    uint64_t major_faults;             /* of the whole process: pages that were read from disk */
    uint64_t bytes;                    /* of the text that it searched; 0: all */
    char disturbed[DISTURBED_SIZE];    /* "steal 12 %", ...; "": not */
};

/* What is measured of a row beside its samples. */
enum probe_kind {
    PROBE_STAGES,  /* its stages, with the stage clock on */
    PROBE_WITHOUT, /* its time with some stages left out. With none left out, it is the time on the
                      text in lower case, which probes that leave out STAGE_LOWER search */
    PROBE_ALONE,   /* the time of one stage, by the stage clock, with the others left out */
    PROBE_DELAYED, /* its time with one stage lengthened */
    PROBE_SHORT,   /* its time on less text than its samples search */
    PROBE_WHOLE,   /* its time on the whole text, if its samples search less */
    PROBE_KINDS,
};

#define PROBE_DELAY_MOST 10

struct probe {
    enum probe_kind kind;
    unsigned stages; /* STAGE_BIT()s: left out, alone, or lengthened */
    double delay;    /* how much a stage was lengthened, as a multiple of its own length */
    struct sample sample;
};

/* A variant, as it describes itself. */
struct identity {
    char *name;
    char *program; /* its path; NULL if there is none, and in runs read from a file */
    char *idea, *after;
    char *copy_of; /* if it is an A/A control, the variant that it copies, or NULL */
    unsigned attacks;
    char *effects[STAGE_COUNT]; /* EFFECT_GONE, .. or a limit's name; NULL: no change */
    bool combines;              /* it searches for the combined pattern */
    bool overlaps;              /* its stages run at the same time */
    char *limit;                /* the name of the limit that bounds it, or NULL */
    bool cold;                  /* it searches a copy of the text that is on the disk */
    bool ranks;                 /* mpirun starts it, as several processes */
    bool apart;                 /* not end to end: not ranked */
    char *isa;                  /* the instruction set that it used, or NULL */
    int threads;                /* of a point of the thread sweep; 0: as the run */
    bool clockless;             /* it has no stage clock */
    struct own_program *own;    /* NULL: it is a variant of this build */
};

/* A variant in this run, with its results. */
struct row {
    struct identity is;
    uint64_t text_bytes; /* of the run's whole text */
    enum status status;
    char *reason;             /* why the status is not `ok` */
    uint64_t matches, digest; /* as last counted */
    struct sample *samples;
    size_t sample_count;
    struct probe *probes; /* in the order in which they were taken */
    size_t probe_count;
};

/* A tool that people would use instead of a variant. Its samples time the whole process; their
 * search time is that time, scaled to the whole text. */
struct peer {
    struct row row;    /* its name, program, status, last count and samples */
    char *command;     /* as the user gave it */
    char *version;     /* the first line that it prints, or NULL */
    char **words;      /* the command's words; NULL if read from a file */
    bool lines;        /* it prints a line for each match, not the number of matches */
    uint64_t bytes;    /* of the text that it searches: all, or the first lines; 0: not known yet */
    uint64_t start_ns; /* its time on an empty text, if it searches only the first lines */
};

/* What was counted: each pattern by itself, counts added. */
struct patterns {
    json_t *list;   /* array of strings; NULL if a file doesn't have it */
    char *combined; /* one pattern with the same matches, or NULL */
    bool joined;    /* we joined the patterns ourselves; not in files */
    bool caseless;
    json_t *matches; /* the count of each, then of the combined one; NULL: not known */
    bool lines;      /* lines with a match are counted, not matches */
};

/* The text that was searched. */
struct facts {
    char *path;
    uint64_t bytes, lines;
    bool generated; /* by gen: `seed` is known, and there is a manifest */
    uint64_t seed;
    bool utf_16;
    uint64_t matches, digest; /* by the reference: see reference.h */
    double resident; /* share in the page cache: the least before a round; in a cold run, the most
                        before a sample */
    bool has_cold_copy;   /* for variants that want the text on the disk */
    double cold_resident; /* the largest share of that copy in the page cache before a sample; NAN:
                             not known */
};

/* A problem with a run, and what to do about it. */
struct warning {
    char *what, *remedy;
    bool spoils; /* don't trust the run: every verdict is unclear */
};

/* Why the rounds ended. */
enum rounds_end {
    ROUNDS_END_UNKNOWN,
    ROUNDS_END_PRECISION, /* every comparison is precise enough */
    ROUNDS_END_ROUNDS,    /* --rounds */
    ROUNDS_END_BUDGET,
    ROUNDS_END_STOPPED,
    ROUNDS_ENDS,
};

struct results {
    char started[32]; /* UTC, 2026-01-31T12:00:00Z */
    json_t *command;  /* array of strings */
    json_t *machine, *build;
    json_t *environment; /* environment_facts(); NULL if a file doesn't have it */
    uint64_t seed;
    int threads, gpus;
    bool stopped; /* before its last round */
    bool cold;    /* the text was evicted from the page cache before each sample */
    bool pinned;  /* variants that use one core were bound to core `pin` */
    int pin;
    double precision; /* what was asked for: 0.02 is 2 %; 0: nothing */
    enum rounds_end rounds_end;
    unsigned rounds_again; /* extra rounds that repeat disturbed ones */
    struct facts data;
    struct patterns patterns;
    struct layout *layouts; /* by round; the first is that of round 1 */
    size_t layout_count;    /* 0: all rounds had the layout of the build */
    struct limit limits[LIMITS_MOST];
    size_t limit_count;
    struct row *rows; /* in ladder order; the controls come last */
    size_t row_count;
    struct row *sweep; /* see sweep.h */
    size_t sweep_count;
    struct peer *peers;
    size_t peer_count;
    struct warning *warnings;
    size_t warning_count;
    json_t *trap;  /* NULL, or what `trap --add-to` put there: trap_record.h */
    json_t *tried; /* NULL, or the commands that `try` ran instead of variants: try_record.h */
    json_t
        *lesson; /* NULL, or the answers in the lesson that this run belongs to: lesson_record.h */
    json_t *matrix; /* NULL, or the matrix: cells.h */
};

const char *status_name(enum status status);

/* "precision", "rounds", "budget", "stopped"; NULL if unknown. */
const char *rounds_end_name(enum rounds_end end);

/* All that take part in rounds: variants, then the rows of the sweep, then peers. */
size_t results_entry_count(const struct results *results);
struct row *results_entry(const struct results *results, size_t index);

/* The entry as a peer, or NULL if it is not one. */
struct peer *results_entry_peer(const struct results *results, size_t index);

struct row *results_find(const struct results *results, const char *name);

/* Sets a row's status and its reason, which printf() formats. */
__attribute__((format(printf, 3, 4))) void row_fail(struct row *row, enum status status,
                                                    const char *reason, ...);

/* Sets its status to ok again. */
void row_clear(struct row *row);

/* Adds a sample; it is copied. */
void row_add_sample(struct row *row, const struct sample *sample);

/* Adds a probe; it is copied. */
void row_add_probe(struct row *row, const struct probe *probe);

/* "stages", "without", ... */
const char *probe_name(enum probe_kind kind);

/* Whether a probe of this kind has a set of stages. The set may be empty for PROBE_WITHOUT. */
bool probe_has_stages(enum probe_kind kind);

/* Whether it is a command that prints a count: then only the whole process is known of its samples.
 */
bool identity_counts(const struct identity *is);

/* Whether a variant divides a stage among threads. */
bool identity_shares(const struct identity *is);

/* Appends the layout of the next round. */
void results_add_layout(struct results *results, struct layout layout);

/* A row's sample in a round, or NULL. */
const struct sample *row_sample(const struct row *row, unsigned round);

/* Adds a warning. Takes `what` and copies `remedy`. */
void results_warn(struct results *results, bool spoils, char *what, const char *remedy);

/* Tells every entry how long the text is. */
void results_set_text_bytes(struct results *results);

/* The first warning that spoils the run, or NULL. */
const struct warning *results_spoiled(const struct results *results);

/* The run in the form of a results file. */
json_t *results_encode(const struct results *results);

/* Writes such a document, with the figures that document_of() adds. For whole_file_write() and
 * exports_put(). */
bool results_put(const void *document, FILE *to);

/* Writes it to a file, whole or not at all. Takes the document. False with why. */
bool results_write(json_t *document, const char *path, char *why, size_t why_size);

/* Reads a results file. False with why if it is damaged or of another schema. */
bool results_read(const char *path, struct results *results, char *why, size_t why_size);

void results_free(struct results *results);
void patterns_free(struct patterns *patterns);

#endif
