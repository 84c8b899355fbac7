/* Counts line by line: copies a line, converts it to lower case, and searches it. */
#include "exercises/exercise.h"
#include "variants/stages.h"
#include "variants/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Whether the line goes on at this place. */
static bool goes_on(const char *line, size_t at)
{
    return at < strlen(line);
}

static void lower_line(char *line)
{
    enum stage outer = stage_enter(STAGE_LOWER);
    for (size_t i = 0; goes_on(line, i); i++)
        line[i] = (char)tolower((unsigned char)line[i]);
    stage_leave(outer);
}

static struct tally count_line(const char *line, uint64_t offset)
{
    struct tally tally = {0};
    enum stage outer = stage_enter(STAGE_SEARCH);
    for (size_t i = 0; line[i]; i++)
        if (is_match(line + i))
            tally_add(&tally, match_at(offset + i));
    stage_leave(outer);
    return tally;
}

static struct tally search(void *state, const struct workload *work)
{
    (void)state;
    struct text text = text_open(work);
    struct tally tally = {0};
    struct span line;

    while (text_next(&text, 1, &line)) {
        char *copy = line_copy(line);
        lower_line(copy);
        tally_add(&tally, count_line(copy, line.offset));
        free(copy);
    }
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "line by line: copy, convert to lower case, search",
    .unsupported = other_patterns,
    .prepare = no_state,
    .search = search,
    .release = no_release,
};
