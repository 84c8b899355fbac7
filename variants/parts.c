#include "parts.h"

#include <string.h>

#define UNROLLED_MOST (CLASSES_LONGEST + 1)
#define CONFIRM_COST 1000 /* of asking PCRE2; testing for one run at one place costs 1 */

static size_t sum(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

static size_t product(size_t a, size_t b)
{
    return a && b > SIZE_MAX / a ? SIZE_MAX : a * b;
}

static size_t difference(size_t a, size_t b)
{
    if (a == SIZE_MAX)
        return a;
    return a > b ? a - b : 0;
}

/* --- sequences --- */

double sequences_share(const struct class_table *table, const struct sequences *sequences)
{
    double share = 0;
    for (size_t i = 0; i < sequences->count; i++) {
        double together = 1;
        for (size_t j = 0; j < sequences->all[i].length; j++)
            together *= table->shares[sequences->all[i].classes[j]];
        share += together;
    }
    return share;
}

static double cost(const struct class_table *table, const struct sequences *sequences)
{
    return CONFIRM_COST * sequences_share(table, sequences) + (double)sequences->count;
}

static bool same(const struct sequence *a, const struct sequence *b)
{
    return a->length == b->length && memcmp(a->classes, b->classes, a->length) == 0;
}

static bool within(const struct byte_set *a, const struct byte_set *b)
{
    for (size_t i = 0; i < 4; i++)
        if (a->bits[i] & ~b->bits[i])
            return false;
    return true;
}

/* Whether what begins (or ends) with `longer` also begins (or ends) with `shorter`. */
static bool implies(const struct class_table *table, const struct sequence *longer,
                    const struct sequence *shorter, bool at_end)
{
    if (longer->length < shorter->length)
        return false;
    const uint8_t *from = longer->classes + (at_end ? longer->length - shorter->length : 0);
    for (size_t i = 0; i < shorter->length; i++)
        if (!within(&table->sets[from[i]], &table->sets[shorter->classes[i]]))
            return false;
    return true;
}

/* Leaves out those that imply another. */
static struct sequences reduced(const struct class_table *table, const struct sequences *from,
                                bool at_end)
{
    struct sequences few = {0};
    for (size_t i = 0; i < from->count; i++) {
        bool needed = true;
        for (size_t j = 0; j < from->count && needed; j++)
            needed = i == j || !implies(table, &from->all[i], &from->all[j], at_end) ||
                     (j > i && implies(table, &from->all[j], &from->all[i], at_end));
        if (needed)
            few.all[few.count++] = from->all[i];
    }
    return few;
}

/* What to keep of a sequence that is too long. */
enum keep {
    KEEP_ALL,
    KEEP_BEGIN,
    KEEP_END
};

static bool join(const struct sequence *a, const struct sequence *b, enum keep keep,
                 struct sequence *joined)
{
    uint8_t both[2 * CLASSES_LONGEST];
    size_t length = (size_t)a->length + b->length, from = 0;
    memcpy(both, a->classes, a->length);
    memcpy(both + a->length, b->classes, b->length);
    if (length > CLASSES_LONGEST) {
        if (keep == KEEP_ALL)
            return false;
        from = keep == KEEP_END ? length - CLASSES_LONGEST : 0;
        length = CLASSES_LONGEST;
    }
    joined->length = (uint8_t)length;
    memcpy(joined->classes, both + from, length);
    return true;
}

/* Each of `a` followed by each of `b`; false if there are too many, or they are too long. */
static bool cross(const struct sequences *a, const struct sequences *b, enum keep keep,
                  struct sequences *crossed)
{
    crossed->count = 0;
    if (a->count * b->count > RUNS_MOST)
        return false;
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (!join(&a->all[i], &b->all[j], keep, &crossed->all[crossed->count++]))
                return false;
    return true;
}

static bool unite(const struct sequences *a, const struct sequences *b, struct sequences *both)
{
    *both = *a;
    for (size_t i = 0; i < b->count; i++) {
        bool known = false;
        for (size_t j = 0; j < both->count && !known; j++)
            known = same(&both->all[j], &b->all[i]);
        if (!known && both->count == RUNS_MOST)
            return false;
        if (!known)
            both->all[both->count++] = b->all[i];
    }
    return true;
}

/* --- parts --- */

static void set_all(struct part *part, const struct sequences *strings)
{
    part->begin = *strings;
    part->end = *strings;
    part->inside = *strings;
    part->least_before = part->most_before = 0;
    part->exact = true;
}

struct part part_empty(bool complete)
{
    struct part part = {.complete = complete};
    set_all(&part, &(struct sequences){.count = 1});
    return part;
}

struct part part_class(size_t class)
{
    struct part part = {.complete = true, .least = 1, .most = 1};
    set_all(&part, &(struct sequences){1, {{1, {(uint8_t) class}}}});
    return part;
}

struct part part_unknown(size_t least, size_t most)
{
    struct part part = part_empty(false);
    part.exact = false;
    part.least = least;
    part.most = most;
    return part;
}

/* Replaces the part's `inside` if this is cheaper to look for. */
static void offer(const struct class_table *table, struct part *part,
                  const struct sequences *inside, size_t least_before, size_t most_before)
{
    if (cost(table, inside) >= cost(table, &part->inside))
        return;
    part->inside = *inside;
    part->least_before = least_before;
    part->most_before = most_before;
}

/* The same for what starts where `end` does: at the end of `least` to `most` bytes. */
static void offer_end(const struct class_table *table, struct part *part,
                      const struct sequences *end, const struct sequences *inside, size_t least,
                      size_t most)
{
    size_t shortest = CLASSES_LONGEST, longest = 0;
    for (size_t i = 0; i < end->count; i++) {
        size_t length = end->all[i].length;
        shortest = length < shortest ? length : shortest;
        longest = length > longest ? length : longest;
    }
    offer(table, part, inside, difference(least, longest), difference(most, shortest));
}

static struct sequences begin_of(const struct class_table *table, const struct part *a,
                                 const struct part *b)
{
    struct sequences begin, few = reduced(table, &b->begin, false);
    if (a->exact && (cross(&a->begin, &b->begin, KEEP_BEGIN, &begin) ||
                     cross(&a->begin, &few, KEEP_BEGIN, &begin)))
        return begin;
    return reduced(table, &a->begin, false);
}

static struct sequences end_of(const struct class_table *table, const struct part *a,
                               const struct part *b)
{
    struct sequences end, few = reduced(table, &a->end, true);
    if (b->exact &&
        (cross(&a->end, &b->end, KEEP_END, &end) || cross(&few, &b->end, KEEP_END, &end)))
        return end;
    return reduced(table, &b->end, true);
}

/* Offers what spans the border between the two. */
static void offer_meeting(const struct class_table *table, struct part *part, const struct part *a,
                          const struct part *b)
{
    struct sequences ends[2] = {a->end, reduced(table, &a->end, true)};
    struct sequences begins[2] = {b->begin, reduced(table, &b->begin, false)}, meeting;
    for (size_t i = 0; i < 4; i++) {
        const struct sequences *end = &ends[i / 2], *begin = &begins[i % 2];
        if (cross(end, begin, KEEP_ALL, &meeting))
            offer_end(table, part, end, &meeting, a->least, a->most);
    }
}

struct part part_then(const struct class_table *table, const struct part *a, const struct part *b)
{
    struct part part = {.least = sum(a->least, b->least), .most = sum(a->most, b->most)};
    struct sequences strings;
    if (a->exact && b->exact && cross(&a->begin, &b->begin, KEEP_ALL, &strings)) {
        set_all(&part, &strings);
        part.complete = a->complete && b->complete;
        return part;
    }
    part.begin = begin_of(table, a, b);
    part.end = end_of(table, a, b);
    part.inside = a->inside;
    part.least_before = a->least_before;
    part.most_before = a->most_before;
    offer(table, &part, &b->inside, sum(a->least, b->least_before), sum(a->most, b->most_before));
    offer(table, &part, &part.begin, 0, 0);
    offer_end(table, &part, &part.end, &part.end, part.least, part.most);
    offer_meeting(table, &part, a, b);
    return part;
}

struct part part_or(const struct class_table *table, const struct part *a, const struct part *b)
{
    static const struct sequences nothing = {.count = 1};
    struct part part = {.least = a->least < b->least ? a->least : b->least,
                        .most = a->most > b->most ? a->most : b->most};
    struct sequences strings;
    if (a->exact && b->exact && unite(&a->begin, &b->begin, &strings)) {
        set_all(&part, &strings);
        part.complete = a->complete && b->complete;
        return part;
    }
    if (!unite(&a->begin, &b->begin, &part.begin))
        part.begin = nothing;
    if (!unite(&a->end, &b->end, &part.end))
        part.end = nothing;
    part.inside =
        unite(&a->inside, &b->inside, &strings) ? reduced(table, &strings, false) : nothing;
    part.least_before = a->least_before < b->least_before ? a->least_before : b->least_before;
    part.most_before = a->most_before > b->most_before ? a->most_before : b->most_before;
    offer(table, &part, &part.begin, 0, 0);
    offer_end(table, &part, &part.end, &part.end, part.least, part.most);
    return part;
}

/* The part, up to `times` times. If lazy, none is tried before one more. */
static struct part optional(const struct class_table *table, const struct part *part, size_t times,
                            bool lazy)
{
    struct part none = part_empty(true), all = none;
    for (size_t i = 0; i < times && all.exact; i++) {
        struct part more = part_then(table, part, &all);
        all = lazy ? part_or(table, &none, &more) : part_or(table, &more, &none);
    }
    return all;
}

struct part part_repeated(const struct class_table *table, const struct part *part, size_t least,
                          size_t most, bool lazy)
{
    struct part all = part_empty(true);
    for (size_t i = 0; i < least && i < UNROLLED_MOST; i++)
        all = part_then(table, &all, part);
    struct part rest = optional(table, part, most - least > RUNS_MOST ? 0 : most - least, lazy);
    bool whole = least <= UNROLLED_MOST && most - least <= RUNS_MOST;
    struct part exact = part_then(table, &all, &rest);
    if (whole && rest.exact && exact.exact) {
        exact.complete &= part->complete && part->least > 0;
        return exact;
    }
    if (least == 0)
        return part_unknown(0, product(most, part->most));
    all.exact = all.complete = false;
    all.least = product(least, part->least);
    all.most = product(most, part->most);
    return all;
}
