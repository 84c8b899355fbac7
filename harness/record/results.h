/* What a run measured. What follows from it is for figures/.
 * results_memory.c: what it is in memory, while it is made or read.
 * results_write.c: as a results file of schema 2.
 * results_read.c: from such a file; its rows are read by results_read_rows.c. */
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
#define ROUNDS_IN_ALL_MOST 1500 /* with those that were disturbed, and run again */
#define DISTURBED_SIZE 40

struct sample {
    unsigned round, position; /* both from 1 */
    struct record record;
    uint64_t wall_ns, user_ns, sys_ns; /* of the whole process */
    uint64_t major_faults;             /* of the whole process: pages that were read from disk */
    uint64_t bytes;                    /* of the text, its first, that it searched; 0: all of it */
    char disturbed[DISTURBED_SIZE];    /* by what from outside, as "steal 12 %"; "" by nothing */
};

/* What is found out about a row beside its samples. */
enum probe_kind {
    PROBE_STAGES,  /* its stages, with the stage clock on */
    PROBE_WITHOUT, /* its time with some stages left out; with none, of a text in lower case, on
                      which what leaves out lower-casing runs */
    PROBE_ALONE,   /* what is left of it is one stage: that one's time, by the stage clock */
    PROBE_DELAYED, /* its time with a stage lengthened */
    PROBE_SHORT,   /* its time on less of the text than its samples search */
    PROBE_WHOLE,   /* its time on all of the text, where its samples search less */
    PROBE_KINDS,
};

#define PROBE_DELAY_MOST 10

struct probe {
    enum probe_kind kind;
    unsigned stages; /* STAGE_BIT()s: left out, alone, or lengthened */
    double delay;    /* by how many times its own length a stage was lengthened */
    struct sample sample;
};

/* What a variant is, as it describes itself. */
struct identity {
    char *name;
    char *program; /* its path; NULL where there is none, and in runs read from a file */
    char *idea, *after;
    char *copy_of; /* the variant this is a second copy of (the A/A control), or NULL */
    unsigned attacks;
    char *effects[STAGE_COUNT]; /* EFFECT_GONE, .. or a limit's name; NULL: a stage that stays */
    bool combines;              /* it searches for the combined pattern */
    bool overlaps;              /* its stages run at the same time */
    char *limit;                /* the name of the limit that bounds it, or NULL */
    bool apart;                 /* not end to end: ranked nowhere */
    char *isa;                  /* the instruction set that it used, or NULL */
    int threads;                /* of a point of the thread sweep; 0: the run's */
    bool clockless;             /* it has no stage clock */
    struct own_program *own;    /* NULL: it is a variant of this build */
};

/* A variant in this run: what it is, and what came of it. */
struct row {
    struct identity is;
    uint64_t text_bytes; /* of the run's text */
    enum status status;
    char *reason;             /* why the status is not ok */
    uint64_t matches, digest; /* as last counted */
    struct sample *samples;
    size_t sample_count;
    struct probe *probes; /* in the order in which they were taken */
    size_t probe_count;
};

/* A tool that people would use instead of a variant. Of its samples only the whole process is
 * known; their search time is what that comes to for the whole text. */
struct peer {
    struct row row; /* its name and program, status, matches as last counted, and samples */
    char *command;  /* as it was given */
    char *version;  /* the first line of what it says, or NULL */
    char **words;   /* of the command; NULL in peers read from a file */
    bool lines;     /* prints a line for each match instead of their number */
    uint64_t bytes; /* of the text that it searches: all, or the first lines; 0 while not known */
    uint64_t start_ns; /* its time on an empty text, where it searches the first lines only */
};

/* What was counted in it: each pattern on its own, counts added. */
struct patterns {
    json_t *list;   /* array of strings; NULL in files that do not say */
    char *combined; /* one pattern with the same matches, or NULL */
    bool joined;    /* by us, of the patterns; not kept */
    bool caseless;
    json_t *matches; /* what each counts, and then what the combined one does; NULL: not known */
    bool lines;      /* the lines that have a match are counted, not the matches */
};

/* The text that was searched. */
struct facts {
    char *path;
    uint64_t bytes, lines;
    bool generated; /* by this project: `seed` is known, and the manifest came with it */
    uint64_t seed;
    bool utf_16;
    uint64_t matches, digest; /* by the reference: see reference.h */
    double resident; /* share of it in the page cache: the least before a round, the most before a
                        sample of a cold run */
};

/* Something that is wrong with a run, and what to do about it. */
struct warning {
    char *what, *remedy;
    bool spoils; /* the run is not to be trusted: every verdict reads unclear */
};

/* What ended the rounds. */
enum rounds_end {
    ROUNDS_END_UNKNOWN,
    ROUNDS_END_PRECISION, /* all that was to be compared is known well enough */
    ROUNDS_END_ROUNDS,    /* --rounds */
    ROUNDS_END_BUDGET,
    ROUNDS_END_STOPPED,
    ROUNDS_ENDS,
};

struct results {
    char started[32]; /* UTC, 2026-01-31T12:00:00Z */
    json_t *command;  /* array of strings */
    json_t *machine, *build;
    json_t *environment; /* environment_facts(); NULL in files that do not say */
    uint64_t seed;
    int threads, gpus;
    bool stopped; /* before its last round */
    bool cold;    /* the text was dropped from the page cache before each sample */
    bool pinned;  /* what uses one core was bound to core `pin` */
    int pin;
    double precision; /* that was asked for: 0.02 is 2 %; 0: none */
    enum rounds_end rounds_end;
    unsigned rounds_again; /* those behind the planned ones: disturbed ones run again */
    struct facts data;
    struct patterns patterns;
    struct layout *layouts; /* by round, the first being 1's */
    size_t layout_count;    /* 0: there was one layout, as the variants were built */
    struct limit limits[LIMITS_MOST];
    size_t limit_count;
    struct row *rows; /* in ladder order, the controls last */
    size_t row_count;
    struct row *sweep; /* see sweep.h */
    size_t sweep_count;
    struct peer *peers;
    size_t peer_count;
    struct warning *warnings;
    size_t warning_count;
    json_t *matrix; /* NULL, or each pattern by each engine: cells.h */
    json_t *trap;   /* NULL, or what `trap --add-to` put there: trap_record.h */
    json_t *tried;  /* NULL, or what `try` ran in place of variants on a text: try_record.h */
};

const char *status_name(enum status status);

/* "precision", "rounds", "budget", "stopped"; NULL where it is not known. */
const char *rounds_end_name(enum rounds_end end);

/* All that take part in rounds: the variants, then the sweep's rows, then the peers. */
size_t results_entry_count(const struct results *results);
struct row *results_entry(const struct results *results, size_t index);

/* The peer that an entry is, or NULL. */
struct peer *results_entry_peer(const struct results *results, size_t index);

struct row *results_find(const struct results *results, const char *name);

/* Sets a row's status and, in printf's way, its reason. */
__attribute__((format(printf, 3, 4))) void row_fail(struct row *row, enum status status,
                                                    const char *reason, ...);

/* Makes its status ok again. */
void row_clear(struct row *row);

/* Adds a sample; it is copied. */
void row_add_sample(struct row *row, const struct sample *sample);

/* Adds a probe; it is copied. */
void row_add_probe(struct row *row, const struct probe *probe);

/* "stages", "without", ... */
const char *probe_name(enum probe_kind kind);

/* Whether a probe of that kind is about a set of stages, which may be empty for PROBE_WITHOUT. */
bool probe_has_stages(enum probe_kind kind);

/* Whether it is a command that prints a count: then only the whole process is known of its samples.
 */
bool identity_counts(const struct identity *is);

/* Whether a variant shares a stage out among threads. */
bool identity_shares(const struct identity *is);

/* The layout of a round; it is to follow those of the rounds before. */
void results_add_layout(struct results *results, struct layout layout);

/* A row's sample of a round, or NULL. */
const struct sample *row_sample(const struct row *row, unsigned round);

/* Adds a warning: `what` is kept, `remedy` is copied. */
void results_warn(struct results *results, bool spoils, char *what, const char *remedy);

/* Tells every entry how long the text is. */
void results_set_text_bytes(struct results *results);

/* The first warning that spoils the run, or NULL. */
const struct warning *results_spoiled(const struct results *results);

/* What was measured, as a results file has it. */
json_t *results_encode(const struct results *results);

/* Writes such a document, with the figures that document_of() adds, as whole_file_write() and
 * exports_put() call it. */
bool results_put(const void *document, FILE *to);

/* Writes it to a file, whole or not at all. Takes the document. False, with why. */
bool results_write(json_t *document, const char *path, char *why, size_t why_size);

/* Reads a results file. False, with a line in `why`, for one that is damaged or of another schema.
 */
bool results_read(const char *path, struct results *results, char *why, size_t why_size);

void results_free(struct results *results);
void patterns_free(struct patterns *patterns);

#endif
