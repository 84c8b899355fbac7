/* What is to be counted in a text, by code that no variant has a part in: of the built-in workload
 * by the plain scan of common/scan.h; of other patterns by PCRE2's interpreter, each pattern alone
 * over each line by itself, without its newline. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "common/scan.h"
#include "record/results.h"
#include "variants/patterns.h"

struct reference;

/* Of a text: each pattern's, their sum, and what the combined pattern counts. The plain scan knows
 * the sum alone. */
struct reference_counts {
    uint64_t bytes, lines;
    struct scan all, each[PATTERNS_MOST], combined;
};

/* `patterns` must stay. NULL, with why in lines for err.h, to be freed, for a pattern that PCRE2
 * refuses: its message, and a caret under the place. */
struct reference *reference_new(const struct patterns *patterns, char **why);
void reference_free(struct reference *reference);

/* What it was made of. */
const struct patterns *reference_patterns(const struct reference *reference);

/* Whether that is the plain scan, as of NULL. */
bool reference_is_plain(const struct reference *reference);

/* Why PCRE2 does not take the patterns as one, or NULL where it does. */
const char *reference_combined_refusal(const struct reference *reference);

/* Adds what is to be counted in whole lines, of which the first starts at `offset` of the text.
 * False, with why, where PCRE2 gives up. */
bool reference_count(const struct reference *reference, const char *bytes, size_t length,
                     uint64_t offset, struct reference_counts *counts, char *why, size_t why_size);

/* The same of a whole file. `tell`, where it is not NULL, is called with `to` and the bytes done so
 * far, now and then. */
bool reference_count_file(const struct reference *reference, const char *path,
                          struct reference_counts *counts, void (*tell)(void *to, uint64_t done),
                          void *to, char *why, size_t why_size);

/* The matches of each pattern, then of all as one, as struct patterns has them. */
json_t *reference_matches(const struct reference *reference, const struct reference_counts *counts);

#endif
