#include "record_lines.h"
#include "samples.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

char *line_of(const struct pair *pairs, size_t count, struct pair other)
{
    char *line;
    FILE *to = samples_memory(&line);
    const char *lead = "{";
    bool used = false;
    for (size_t i = 0; i <= count; i++) {
        struct pair pair = i < count ? pairs[i] : other;
        if (i < count && other.key && strcmp(pair.key, other.key) == 0) {
            pair = other;
            used = true;
        }
        if (!pair.value || (i == count && used))
            continue;
        fprintf(to, "%s\"%s\": %s", lead, pair.key, pair.value);
        lead = ", ";
    }
    fputs("}\n", to);
    fclose(to);
    for (char *at = line; (at = strchr(at, '\''));)
        *at = '"';
    return line;
}

void description_free(struct description *is)
{
    free(is->idea);
    free(is->after);
    free(is->limit);
    free(is->isa);
    free(is->unsupported);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        free(is->effects[stage]);
}

bool parse_as(enum what what, const char *output, size_t length, char *why, size_t why_size)
{
    struct record record;
    struct description is;
    char *exact = malloc(length ? length : 1);
    if (!exact)
        err(1, "output");
    memcpy(exact, output, length);
    bool good = what == A_RUN ? record_parse(exact, length, &record, why, why_size)
                              : record_parse_description(exact, length, &is, why, why_size);
    free(exact);
    if (good && what == A_DESCRIPTION)
        description_free(&is);
    return good;
}

void refused(enum what what, const char *output, size_t length, const char *because)
{
    char why[256];
    memset(why, 'x', sizeof why);
    if (parse_as(what, output, length, why, sizeof why))
        fail_msg("taken for good: %.*s", (int)length, output);
    assert_non_null(memchr(why, '\0', sizeof why));
    if (!samples_one_line(why) || !strstr(why, because))
        fail_msg("\"%s\" does not say \"%s\", of: %.*s", why, because, (int)length, output);

    for (size_t size = 1; size < 24; size++) { /* however little room there is */
        char small[32];
        memset(small, '#', sizeof small);
        assert_false(parse_as(what, output, length, small, size));
        assert_non_null(memchr(small, '\0', size));
        assert_int_equal(small[size], '#');
    }
}

void refused_with_one_wrong(enum what what, const struct pair *pairs, size_t pair_count,
                            const struct wrong *wrongs, size_t count)
{
    for (; count > 0; count--, wrongs++) {
        char because[100];
        snprintf(because, sizeof because, "its record: \"%s\" %s", wrongs->key, wrongs->because);
        for (const char *const *value = wrongs->values; *value; value++) {
            struct pair wrong = {wrongs->key, **value ? *value : NULL};
            char *line = line_of(pairs, pair_count, wrong);
            refused(what, line, strlen(line), because);
            free(line);
        }
    }
}

void damaged(enum what what, const struct pair *pairs, size_t count)
{
    const char replacements[] = {'\0', '\n', '"', '\\', '{', '}', '[', ',', '0', '9', '-', '\xff'};
    char why[256], *line = line_of(pairs, count, (struct pair){0});
    size_t length = strlen(line);
    assert_true(parse_as(what, line, length, why, sizeof why));
    for (size_t end = 0; end < length; end++)
        refused(what, line, end, end ? "printed no whole record" : "printed nothing");
    for (size_t at = 0; at < length; at++)
        for (size_t i = 0; i < sizeof replacements; i++) {
            char kept = line[at];
            line[at] = replacements[i];
            if (!parse_as(what, line, length, why, sizeof why))
                assert_true(samples_one_line(why));
            line[at] = kept;
        }
    free(line);
}
