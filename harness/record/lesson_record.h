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

/* How many times faster than the rung before a rung would be. */
struct lesson_idea {
    int act; /* of the lesson */
    char name[LESSON_NAME];
    double gain;
    bool chosen; /* the one to build first */
};

/* Which stage takes most of a variant's time. */
struct lesson_bottleneck {
    char of[LESSON_NAME];
    enum stage stage;
};

struct lesson {
    bool has_shares;
    double shares[STAGE_COUNT]; /* of the baseline's time; 0: not asked for */
    struct lesson_idea ideas[LESSON_IDEAS_MOST];
    size_t idea_count;
    struct lesson_bottleneck bottlenecks[LESSON_BOTTLENECKS_MOST];
    size_t bottleneck_count;
    enum trap_part step; /* of the GPU trap, that takes most; TRAP_PARTS: not asked for */
    double charged;      /* share of the time that the host's clock charged to the copy; NAN */
    double layout;       /* what 16 bytes can change, 0.02 is 2 %; NAN: not asked for */
    double spread;       /* what they changed; NAN: not measured */
    bool published;      /* that is of another machine, from docs/METHOD.md */
    char seal[17];       /* of the last answer */
};

/* One without an answer. */
struct lesson lesson_none(void);

/* json_decref() it. */
json_t *lesson_encode(const struct lesson *lesson);

/* False, with what is wrong in `why`, for what is no such record. */
bool lesson_parse(const json_t *object, struct lesson *lesson, char *why, size_t why_size);

#endif
