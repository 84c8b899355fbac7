#include "measure/pattern_words.h"
#include "base/strings.h"

#include <string.h>

struct patterns patterns_default(void)
{
    return (struct patterns){.list = json_pack("[s, s]", DEFAULT_PATTERNS),
                             .combined = copy_string(DEFAULT_COMBINED),
                             .caseless = true};
}

bool patterns_are_default(const struct patterns *patterns)
{
    json_t *list = json_pack("[s, s]", DEFAULT_PATTERNS);
    bool same =
        !patterns || (patterns->caseless && !patterns->lines && json_equal(list, patterns->list) &&
                      patterns->combined && strcmp(patterns->combined, DEFAULT_COMBINED) == 0);
    json_decref(list);
    return same;
}

size_t pattern_words(const struct patterns *patterns, char *words[PATTERN_WORDS_MOST])
{
    size_t count = 0, i;
    json_t *pattern;
    if (patterns_are_default(patterns))
        return 0;
    json_array_foreach(patterns->list, i, pattern)
    {
        words[count++] = "--pattern";
        words[count++] = (char *)json_string_value(pattern);
    }
    words[count++] = "--combined";
    words[count++] = patterns->combined;
    if (!patterns->caseless)
        words[count++] = "--case-sensitive";
    if (patterns->lines) {
        words[count++] = "--count";
        words[count++] = "lines";
    }
    return count;
}
