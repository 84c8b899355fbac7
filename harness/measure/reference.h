/* The reference count of a text, by code that no variant shares. The plain scan (common/scan.h)
 * counts the built-in workload. PCRE2's interpreter counts other patterns: each one separately, in
 * each line separately, without its newline. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "common/scan.h"
#include "record/results.h"
#include "variants/patterns.h"

struct reference;

/* Counts of a text: of each pattern, their sum, and of the combined pattern. The plain scan knows
 * only the sum. */
struct reference_counts {
    uint64_t bytes, lines;
    struct scan all, each[PATTERNS_MOST], combined;
};

/* `patterns` must outlive it. If PCRE2 refuses a pattern, returns NULL, with why: lines for errx()
 * with PCRE2's message and a caret under the place; free() them. */
struct reference *reference_new(const struct patterns *patterns, char **why);
void reference_free(struct reference *reference);

/* The patterns that it was made of. */
const struct patterns *reference_patterns(const struct reference *reference);

/* Whether it is the plain scan, as it is for NULL. */
bool reference_is_plain(const struct reference *reference);

/* Why PCRE2 doesn't accept the combined pattern, or NULL if it does. */
const char *reference_combined_refusal(const struct reference *reference);

/* Adds the counts of whole lines, the first of which starts at `offset` in the text. False with why
 * if PCRE2 gives up. */
bool reference_count(const struct reference *reference, const char *bytes, size_t length,
                     uint64_t offset, struct reference_counts *counts, char *why, size_t why_size);

/* The same for a whole file. If `tell` is not NULL, it is called now and then with `to` and the
 * bytes done so far. */
bool reference_count_file(const struct reference *reference, const char *path,
                          struct reference_counts *counts, void (*tell)(void *to, uint64_t done),
                          void *to, char *why, size_t why_size);

/* The matches of each pattern, then of the combined one, for struct patterns. */
json_t *reference_matches(const struct reference *reference, const struct reference_counts *counts);

#endif
