/* Counting with PCRE2: the shared step of every rung that searches with it. */
#ifndef REGEX_H
#define REGEX_H

#include "text.h"
#include "variant.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* A compiled pattern with what matching it needs; one per thread that matches. */
struct regex {
    uint64_t which; /* the same for all copies of a pattern with the same options, in any thread */
    bool line_by_line; /* it may see the end of a line: see pattern_sees_line_ends() */
    pcre2_code *code;
    pcre2_match_data *match_data;
    pcre2_match_context *context; /* of machine code: where its stack is; else NULL */
    pcre2_jit_stack *stack;
};

/* Like pcre2_compile(), but a newline is always \n, whatever PCRE2 was built with. */
pcre2_code *regex_code(const char *pattern, uint32_t options, int *error, size_t *where);

/* A copy of the pattern, compiled. `options` are pcre2_compile()'s. Ends the program with PCRE2's
 * message where the pattern is wrong. */
struct regex regex_compile(const char *pattern, uint32_t options);
void regex_free(struct regex *regex);

/* Ends the program likewise where the pattern is wrong: before threads or processes start that
 * would each say so. */
void regex_check(const char *pattern, uint32_t options);

/* The same, translated to machine code by PCRE2's JIT compiler; for regex_count_jit(). */
struct regex regex_compile_jit(const char *pattern, uint32_t options);

/* Why PCRE2 cannot do that here, or NULL. */
const char *regex_jit_unsupported(const struct workload *work);

/* PCRE2_CASELESS where the workload asks for it, else 0. */
uint32_t regex_caseless(const struct workload *work);

/* Counts the matches in a span, as patterns.h defines them: in the whole span at once if the
 * pattern certainly doesn't see the ends of lines, otherwise line by line. */
struct tally regex_count(const struct regex *regex, struct span span);

/* The same by machine code: PCRE2's fast path, which checks none of its arguments. */
struct tally regex_count_jit(const struct regex *regex, struct span span);

/* Finds the next match in a span that starts at byte `from` or later: found[0] is its start and
 * found[1] its end. Uses machine code (JIT). For steps that have already entered their stage. */
bool regex_next_jit(const struct regex *regex, struct span span, size_t from, size_t found[2]);

/* All of a workload's patterns, compiled ahead. */
struct regex_set {
    size_t count;
    struct regex regexes[];
};
struct regex_set *regex_set_compile(const struct workload *work, uint32_t options);
void regex_set_free(void *set);

/* The sum of every pattern's count. */
struct tally regex_set_count(const struct regex_set *set, struct span span);

/* Compiled patterns looked up by their text, as Python's re module keeps them behind re.findall:
 * compiled at the first look-up, found again at every later one. */
struct regex_cache;
struct regex_cache *regex_cache_new(struct regex (*compile)(const char *pattern, uint32_t options));
void regex_cache_free(void *cache);
const struct regex *regex_cache_get(struct regex_cache *cache, const char *pattern,
                                    uint32_t options);

#endif
