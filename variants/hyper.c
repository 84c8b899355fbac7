#include "hyper.h"
#include "counting.h"
#include "patterns.h"
#include "replay.h"
#include "stages.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether what follows (? changes what ^ and $ mean. */
static bool sets_anchors(const char *options)
{
    size_t length = strspn(options, "imsxnUJ-");
    const char *off = memchr(options, '-', length);
    return *options == '^' || (off && memchr(off, 'm', length - (size_t)(off - options)));
}

/* Whether a pattern looks for an end of the text, which to Hyperscan is one of the block, not of
 * the line. */
static bool looks_for_ends(const char *pattern)
{
    for (const char *p = pattern; *p; p++) {
        if (*p == '\\' && p[1] && strchr("AZzG", *++p))
            return true;
        if (p[0] == '(' && p[1] == '?' && sets_anchors(p + 2))
            return true;
    }
    return false;
}

/* Behind the back-reference or call of a group that stands here; NULL if there is none. */
static const char *behind_reference(const char *p)
{
    static const char opens[] = "{<'", closes[] = "}>'";
    if (strncmp(p, "(?P=", 4) == 0)
        return strchr(p, ')') ? strchr(p, ')') + 1 : NULL;
    if (*p != '\\' || !p[1] || !strchr("123456789gk", p[1]))
        return NULL;
    p += isdigit((unsigned char)p[1]) ? 1 : 2;
    const char *open = *p ? strchr(opens, *p) : NULL;
    const char *close = open ? strchr(p + 1, closes[open - opens]) : NULL;
    if (open)
        return close ? close + 1 : NULL;
    p += strspn(p, "+-");
    return p + strspn(p, "0123456789");
}

/* Behind what stands here, taken as one: a class, an escape, a byte. */
static const char *behind_item(const char *p)
{
    if (*p == '\\' && p[1])
        return p + 2;
    if (*p != '[')
        return p + 1;
    p += p[1] == '^' ? 2 : 1;
    p += *p == ']';
    while (*p && *p != ']') {
        const char *named = p[0] == '[' && p[1] == ':' ? strstr(p, ":]") : NULL;
        p = named ? named + 2 : *p == '\\' && p[1] ? p + 2 : p + 1;
    }
    return *p ? p + 1 : p;
}

/* The pattern with any text in the place of back-references: Hyperscan takes these for what their
 * group says, and misses matches of (a)(?i)\1 and of (\B)a\1. */
static char *without_references(const char *pattern)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        err(1, "Hyperscan pattern");
    for (const char *p = pattern, *behind; *p; p = behind) {
        behind = behind_reference(p);
        if (behind) {
            fputs("(?:.*)", to);
            continue;
        }
        behind = behind_item(p);
        fwrite(p, 1, (size_t)(behind - p), to);
    }
    if (fclose(to) != 0)
        err(1, "Hyperscan pattern");
    return text;
}

/* Whether the text of a pattern has parts that are not to be read as such. */
static bool has_other_text(const char *pattern)
{
    return strstr(pattern, "\\Q") || strchr(pattern, '#');
}

/* Whether it can tell the length of a pattern's matches, 0 if they differ. */
static bool length_of(const char *pattern, unsigned flags, unsigned *length, char *why,
                      size_t why_size)
{
    hs_expr_info_t *info = NULL;
    hs_compile_error_t *error = NULL;
    bool known = hs_expression_info(pattern, flags, &info, &error) == HS_SUCCESS;
    if (!known)
        snprintf(why, why_size, "Hyperscan does not accept %s: %s", pattern, error->message);
    else if (info->min_width == 0)
        snprintf(why, why_size,
                 "a match of %s can be empty: Hyperscan would find one at every byte", pattern);
    *length = known && info->min_width == info->max_width ? info->min_width : 0;
    known = known && info->min_width > 0;
    hs_free_compile_error(error);
    free(info);
    return known;
}

/* As a filter of lines, exact or not. */
static bool read_filter(const char *pattern, struct hyper_pattern *read, char *why, size_t why_size)
{
    unsigned length;
    char *more = without_references(pattern);
    if (looks_for_ends(pattern)) {
        snprintf(why, why_size,
                 "Hyperscan would take the ends of a block for the ends of the text in %s",
                 pattern);
        free(more);
        return false;
    }
    if (strcmp(more, read->text) != 0 && has_other_text(pattern)) {
        snprintf(why, why_size, "Hyperscan is not used for back-references beside \\Q or # in %s",
                 pattern);
        free(more);
        return false;
    }
    free(read->text);
    read->text = more;
    read->flags |= HS_FLAG_MULTILINE;
    if (length_of(read->text, read->flags, &length, why, why_size))
        return true;
    read->flags |= HS_FLAG_PREFILTER;
    return length_of(read->text, read->flags, &length, why, why_size);
}

/* How a pattern is looked for: counted by where it ends, if it can be; else as a filter. False,
 * with why, where Hyperscan has no way. */
static bool read_pattern(const char *pattern, bool caseless, struct hyper_pattern *read, char *why,
                         size_t why_size)
{
    read->flags = caseless ? HS_FLAG_CASELESS : 0;
    read->length = 0;
    read->text = strdup(pattern);
    if (!read->text)
        err(1, "Hyperscan pattern");
    if (!pattern_sees_line_ends(pattern) &&
        length_of(pattern, read->flags, &read->length, why, why_size) && read->length > 0)
        return true;
    return read_filter(pattern, read, why, why_size);
}

static bool compile(const struct workload *work, const struct hyper_pattern *patterns,
                    hs_database_t **database, char *why, size_t why_size)
{
    size_t count = work->pattern_count;
    unsigned flags[PATTERNS_MOST], ids[PATTERNS_MOST];
    const char *texts[PATTERNS_MOST];
    hs_compile_error_t *error = NULL;
    for (size_t i = 0; i < count; i++) {
        texts[i] = patterns[i].text;
        flags[i] = patterns[i].flags;
        ids[i] = (unsigned)i;
    }
    hs_error_t result =
        hs_compile_multi(texts, flags, ids, (unsigned)count, HS_MODE_BLOCK, NULL, database, &error);
    if (result != HS_SUCCESS)
        snprintf(why, why_size, "Hyperscan does not accept %s: %s",
                 error->expression >= 0 ? work->patterns[error->expression] : "these patterns",
                 error->message);
    hs_free_compile_error(error);
    return result == HS_SUCCESS;
}

static struct hyper *hyper_new(const struct workload *work)
{
    struct hyper *hyper =
        calloc(1, sizeof *hyper + work->pattern_count * sizeof hyper->patterns[0]);
    if (!hyper)
        err(1, "Hyperscan patterns");
    hyper->count = work->pattern_count;
    return hyper;
}

/* All but PCRE2's part. */
static bool read_all(struct hyper *hyper, const struct workload *work, bool caseless, char *why,
                     size_t why_size)
{
    for (size_t i = 0; i < hyper->count; i++)
        if (!read_pattern(work->patterns[i], caseless, &hyper->patterns[i], why, why_size))
            return false;
    return compile(work, hyper->patterns, &hyper->database, why, why_size);
}

static bool needs_regex(const struct hyper *hyper)
{
    for (size_t i = 0; i < hyper->count; i++)
        if (hyper->patterns[i].length == 0)
            return true;
    return false;
}

const char *hyper_unsupported(const struct workload *work)
{
    static char why[256];
    if (hs_valid_platform() != HS_SUCCESS)
        return "Hyperscan needs a processor with SSSE3";
    struct hyper *hyper = hyper_new(work);
    bool taken = read_all(hyper, work, work->caseless, why, sizeof why);
    bool by_pcre2 = taken && needs_regex(hyper);
    hyper_free(hyper);
    return !taken ? why : by_pcre2 ? regex_jit_unsupported(work) : NULL;
}

struct hyper *hyper_compile(const struct workload *work, bool caseless)
{
    enum stage outer = stage_enter(STAGE_COMPILE);
    char why[256];
    struct hyper *hyper = hyper_new(work);
    if (!read_all(hyper, work, caseless, why, sizeof why))
        errx(1, "%s", why);
    for (size_t i = 0; i < hyper->count; i++)
        if (hyper->patterns[i].length == 0)
            hyper->patterns[i].regex =
                regex_compile_jit(work->patterns[i], caseless ? PCRE2_CASELESS : 0);
    if (hs_alloc_scratch(hyper->database, &hyper->scratch) != HS_SUCCESS)
        errx(1, "no memory for Hyperscan's scratch space");
    stage_leave(outer);
    return hyper;
}

void hyper_free(void *state)
{
    struct hyper *hyper = state;
    for (size_t i = 0; i < hyper->count; i++) {
        regex_free(&hyper->patterns[i].regex);
        free(hyper->patterns[i].text);
    }
    hs_free_scratch(hyper->scratch);
    hs_free_database(hyper->database);
    free(hyper);
}

struct found {
    const struct hyper_pattern *patterns;
    uint64_t *free_from; /* by pattern: where its last match ends, or the last line counted in */
    struct span span;
    struct tally tally;
};

/* In a line, without its newline. */
static void count_line(struct found *found, const struct regex *regex, struct span line)
{
    size_t match[2], from = 0;
    while (regex_next_jit(regex, line, from, match))
        from = counting_add(&found->tally, line, match[0], match[1]);
}

/* Something that may be a match ends at byte `to`. Its line is the one of the byte before, unless
 * that is a newline, which no match has. Reports of a pattern can be late, by the one byte that $
 * or \b looks ahead: never by a line. */
static void on_line(struct found *found, unsigned id, size_t to)
{
    struct span line = found->span;
    if (line.offset + to <= found->free_from[id] || to == 0 || line.bytes[to - 1] == '\n')
        return;
    const char *before = memrchr(line.bytes, '\n', to);
    const char *behind = memchr(line.bytes + to, '\n', line.length - to);
    size_t from = before ? (size_t)(before + 1 - line.bytes) : 0;
    size_t end = behind ? (size_t)(behind - line.bytes) : line.length;
    line = (struct span){line.bytes + from, end - from, line.offset + from};
    count_line(found, &found->patterns[id].regex, line);
    found->free_from[id] = found->span.offset + end;
}

/* Called for every match, by pattern in the order of their ends. */
static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                    void *context)
{
    (void)from; /* 0: it would have to be asked for, and costs */
    (void)flags;
    struct found *found = context;
    unsigned length = found->patterns[id].length;
    if (length == 0) {
        on_line(found, id, (size_t)to);
        return 0;
    }
    size_t start = (size_t)to - length;
    if (found->span.offset + start >= found->free_from[id])
        found->free_from[id] =
            found->span.offset + counting_add(&found->tally, found->span, start, (size_t)to);
    return 0;
}

struct tally hyper_count(const struct hyper *hyper, struct span span)
{
    struct tally tally;
    if (replay_tally(REPLAY_COUNT, span, &tally))
        return tally;
    const struct span whole = span;
    enum stage outer = stage_enter(STAGE_SEARCH);
    uint64_t free_from[hyper->count];
    memset(free_from, 0, sizeof free_from);
    struct found found = {.patterns = hyper->patterns, .free_from = free_from};
    while (span.length > 0) {
        size_t length = span.length;
        if (length > UINT32_MAX) {
            const char *newline = memrchr(span.bytes, '\n', UINT32_MAX);
            if (!newline)
                errx(1, "a line of over 4 GiB, which Hyperscan cannot scan");
            length = (size_t)(newline + 1 - span.bytes);
        }
        found.span = (struct span){span.bytes, length, span.offset};
        hs_error_t error = hs_scan(hyper->database, span.bytes, (unsigned)length, 0, hyper->scratch,
                                   on_match, &found);
        if (error != HS_SUCCESS)
            errx(1, "Hyperscan gave up with error %d", error);
        span.bytes += length;
        span.length -= length;
        span.offset += length;
    }
    stage_leave(outer);
    return replay_keep_tally(REPLAY_COUNT, whole, found.tally);
}
