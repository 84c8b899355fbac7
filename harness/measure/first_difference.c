#include "measure/first_difference.h"
#include "base/printable.h"
#include "base/progress.h"
#include "base/strings.h"
#include "common/units.h"
#include "variants/clock.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SEARCH_NS (20 * NS_PER_S)
#define COPIED_MOST ((uint64_t)256 << 20)
#define SHOWN_MOST 60 /* bytes of the line */

/* The counts agree up to `agreed`, and differ up to `differs`; both are ends of lines. */
struct search {
    const struct bench *bench;
    const struct row *row;
    const char *text;
    uint64_t size, agreed, differs;
    struct scan right; /* the reference's, up to `agreed` */
    uint64_t counted;  /* the variant's, up to `differs` */
};

/* The reference's count up to `end`. */
static bool count_to(const struct search *search, uint64_t end, struct scan *right)
{
    char why[300];
    struct reference_counts counts = {.all = search->right};
    bool good = reference_count(search->bench->reference, search->text + search->agreed,
                                end - search->agreed, search->agreed, &counts, why, sizeof why);
    *right = counts.all;
    return good;
}

/* Gives a program that can't be told how much to search a file with just that. False if it can't.
 */
static bool cut(const struct search *search, struct prefix *prefix, struct excerpt *file)
{
    *file = (struct excerpt){.fd = -1, .empty_fd = -1};
    if (!identity_counts(&search->row->is))
        return true;
    prefix->path = search->bench->data;
    if (prefix->bytes == search->size)
        return true;
    if (prefix->bytes <= COPIED_MOST)
        *file = excerpt_of_prefix(search->bench->data, prefix);
    prefix->path = file->path;
    return file->fd >= 0;
}

/* Finds out whether the variant agrees up to `end`. False if it fails. */
static bool try_to(struct search *search, uint64_t end, bool *agrees)
{
    struct scan right;
    struct row row = {.is = search->row->is};
    struct sample sample;
    struct excerpt file;
    if (!count_to(search, end, &right))
        return false;
    struct prefix prefix = {end, right.matches, right.digest, NULL};
    if (!cut(search, &prefix, &file))
        return false;
    *agrees =
        sample_take(&row, &search->bench->sampling, &(struct request){.prefix = &prefix}, &sample);
    bool good = *agrees || row.status == STATUS_MISMATCH;
    free(row.reason);
    excerpt_drop(&file);
    if (*agrees) {
        search->agreed = end;
        search->right = right;
    } else {
        search->differs = end;
        search->counted = row.matches;
    }
    return good;
}

/* The end of a line near the middle; 0 if only one line is left. */
static uint64_t middle(const struct search *search)
{
    const char *from = search->text + search->agreed, *end = search->text + search->differs;
    const char *half = from + (end - from) / 2;
    const char *newline = memchr(half, '\n', (size_t)(end - half));
    if (!newline || newline + 1 == end)
        newline = memrchr(from, '\n', (size_t)(half - from));
    return newline ? (uint64_t)(newline + 1 - search->text) : 0;
}

static uint64_t line_at(const char *text, uint64_t offset)
{
    uint64_t line = 1;
    for (const char *at = text, *end = text + offset; (at = memchr(at, '\n', (size_t)(end - at)));
         at++)
        line++;
    return line;
}

/* What was found, one line or a range of lines, for the end of a reason. */
static char *words(const struct search *search, bool one)
{
    char first[UNITS_SIZE], last[UNITS_SIZE], there_counted[UNITS_SIZE], there_are[UNITS_SIZE];
    struct scan right;
    units_grouped(first, line_at(search->text, search->agreed));
    if (!one)
        return format_string("first in lines %s to %s", first,
                             units_grouped(last, line_at(search->text, search->differs - 1)));
    if (!count_to(search, search->differs, &right))
        return NULL;
    uint64_t length = search->differs - search->agreed;
    length -= search->text[search->differs - 1] == '\n';
    char *line = strndup(search->text + search->agreed, length < SHOWN_MOST ? length : SHOWN_MOST);
    uint64_t counts = search->counted - search->right.matches,
             expected = right.matches - search->right.matches;
    char *there = counts == expected ? copy_string("at other places")
                                     : format_string("where it counts %s, not %s",
                                                     units_grouped(there_counted, counts),
                                                     units_grouped(there_are, expected));
    char *found = format_string("first in line %s, %s: %s%s", first, there, line ? line : "",
                                length < SHOWN_MOST ? "" : "..");
    free(there);
    free(line);
    return printable(found, '?');
}

static char *look(struct search *search)
{
    bool agrees;
    uint64_t start_ns = clock_ns(), mid;
    if (!try_to(search, search->size, &agrees) || agrees)
        return NULL;
    while ((mid = middle(search)) && clock_ns() - start_ns < SEARCH_NS)
        if (measure_stops(search->bench) || !try_to(search, mid, &agrees))
            return NULL;
    return words(search, !mid);
}

static void tell(const struct bench *bench, struct row *row, const char *text)
{
    struct search search = {
        .bench = bench, .row = row, .text = text, .size = bench->results.data.bytes};
    progress("first line that differs", row->is.name, SEARCH_NS);
    char *found = look(&search);
    progress_end();
    if (!found)
        return;
    char *reason = format_string("%s, %s", row->reason, found);
    free(row->reason);
    row->reason = reason;
    free(found);
}

void first_difference_tell(struct bench *bench)
{
    struct results *results = &bench->results;
    uint64_t size = results->data.bytes;
    int fd = size > 0 ? open(bench->data, O_RDONLY | O_CLOEXEC) : -1;
    char *text = fd < 0 ? MAP_FAILED : mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (fd >= 0)
        close(fd);
    for (size_t i = 0; text != MAP_FAILED && i < results->row_count; i++) {
        struct row *row = &results->rows[i];
        if (row->status == STATUS_MISMATCH && !row->is.copy_of && !measure_stops(bench))
            tell(bench, row, text);
    }
    if (text != MAP_FAILED)
        munmap(text, size);
}
