/* What somebody answered in a lesson (./harness lesson) before it was measured: the member "lesson"
 * of a results file. Every field is checked here, once. */
#ifndef LESSON_RECORD_H
#define LESSON_RECORD_H

#include "record/trap_record.h"
#include "variants/stages.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define LESSON_IDEAS_MOST 16
#define LESSON_BOTTLENECKS_MOST 4
#define LESSON_NAME 64
#define LESSON_GAIN_LEAST 0.01
#define LESSON_GAIN_MOST 100000
#define LESSON_SPREAD_MOST 10

/* A guess: how many times faster a rung is than the one it follows. */
struct lesson_idea {
    int act; /* of the lesson */
    char name[LESSON_NAME];
    double gain;
    bool chosen; /* the user would build this one first */
};

/* A guess: the stage that takes most of a variant's time. */
struct lesson_bottleneck {
    char of[LESSON_NAME];
    enum stage stage;
};

struct lesson {
    bool has_shares;
    double shares[STAGE_COUNT]; /* of the baseline's time; 0: not asked */
    struct lesson_idea ideas[LESSON_IDEAS_MOST];
    size_t idea_count;
    struct lesson_bottleneck bottlenecks[LESSON_BOTTLENECKS_MOST];
    size_t bottleneck_count;
    enum trap_part step; /* the GPU trap's step that takes most; TRAP_PARTS: not asked */
    double charged;      /* the share that the host's clock charged to the copy; NAN */
    double layout;       /* the guessed effect of 16 bytes, 0.02 is 2 %; NAN: not asked */
    double spread;       /* the measured effect; NAN: not measured */
    bool published;      /* `spread` comes from another machine (docs/METHOD.md) */
    char seal[17];       /* the seal of the last answer */
};

/* A lesson without answers. */
struct lesson lesson_none(void);

/* json_decref() it. */
json_t *lesson_encode(const struct lesson *lesson);

/* False with why if it is not a valid record. */
bool lesson_parse(const json_t *object, struct lesson *lesson, char *why, size_t why_size);

#endif
