#include "measure/counting.h"
#include "base/printable.h"
#include "common/units.h"
#include "system/run.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool counting_parse(const char *output, size_t length, uint64_t *count)
{
    const char *end = output + length;
    while (output < end && isspace((unsigned char)*output))
        output++;
    while (end > output && isspace((unsigned char)end[-1]))
        end--;
    char digits[UNITS_SIZE];
    if (end == output || (size_t)(end - output) >= sizeof digits)
        return false;
    snprintf(digits, sizeof digits, "%.*s", (int)(end - output), output);
    return strlen(digits) == (size_t)(end - output) &&
           units_parse_number(digits, 0, INT64_MAX, count);
}

static void say_no_number(struct row *row, const struct run *run)
{
    char start[48];
    size_t shown = 0;
    for (; shown < run->output_length && shown + 1 < sizeof start && run->output[shown] != '\n';
         shown++) {
        start[shown] = run->output[shown];
        if (!start[shown])
            start[shown] = '?';
    }
    start[shown] = '\0';
    printable_ascii(start);
    if (run->output_length == 0)
        row_fail(row, STATUS_FAILED, "printed nothing instead of a count");
    else
        row_fail(row, STATUS_FAILED, "printed, instead of one number, %s%s", start,
                 shown + 1 < run->output_length ? " and more" : "");
}

/* Sets the row's matches to the program's count. False, and the row has failed, if there is none.
 * A program may also end as grep does without a match: no output, exit code 1. */
static bool take_count(struct row *row, const struct run *run, bool lines, uint64_t timeout_ns)
{
    char why[300];
    uint64_t count = run->lines;
    bool number = counting_parse(run->output, run->output_length, &count);
    bool none = run->end == RUN_EXITED && run->code == 1 && !*run->message && count == 0 &&
                (number || run->output_length == 0);
    if (!none && (run->end != RUN_EXITED || run->code != 0)) {
        run_explain(run, timeout_ns, why, sizeof why);
        row_fail(row, run->end == RUN_TIMEOUT ? STATUS_TIMEOUT : STATUS_FAILED, "%s", why);
        return false;
    }
    if (!none && !number && !lines) {
        say_no_number(row, run);
        return false;
    }
    row->matches = count;
    return true;
}

bool counting_is_right(struct row *row, uint64_t matches)
{
    char counted[UNITS_SIZE], expected[UNITS_SIZE], apart[UNITS_SIZE];
    bool more = row->matches > matches;
    if (row->matches == matches)
        return true;
    row_fail(row, STATUS_MISMATCH, "counted %s matches of %s, %c%s",
             units_grouped(counted, row->matches), units_grouped(expected, matches),
             more ? '+' : '-',
             units_grouped(apart, more ? row->matches - matches : matches - row->matches));
    return false;
}

bool counting_take(struct row *row, char *const argv[], bool lines, uint64_t matches,
                   uint64_t timeout_ns, struct sample *sample)
{
    struct run *run = malloc(sizeof *run);
    if (!run)
        err(1, "count");
    if (lines)
        run_counting_lines(argv, timeout_ns, run);
    else
        run_program(argv, timeout_ns, run);
    bool good = run->end != RUN_INTERRUPTED && take_count(row, run, lines, timeout_ns) &&
                counting_is_right(row, matches);
    *sample = (struct sample){.wall_ns = run->wall_ns,
                              .user_ns = run->user_ns,
                              .sys_ns = run->sys_ns,
                              .major_faults = run->major_faults,
                              .record = {.search_ns = run->wall_ns}};
    free(run);
    return good;
}
