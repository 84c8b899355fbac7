#include "show/matrix_views.h"
#include "base/command_line.h"
#include "base/strings.h"
#include "figures/matrix.h"
#include "show/run_header.h"
#include "variants/encoding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* free() it. */
static char *name_of(const struct results *run, size_t pattern)
{
    const char *name = json_string_value(json_array_get(run->patterns.list, pattern));
    return name ? command_line_shown(name) : copy_string("all as one");
}

static void add_cell(struct table *table, const struct matrix *matrix, const struct results *run,
                     size_t pattern, size_t engine)
{
    char rate[UNITS_SIZE];
    double ns = matrix_ns(matrix_cell(matrix, pattern, engine), run->data.bytes);
    bool best = true;
    for (size_t i = 0; i < matrix->engine_count; i++)
        best &= !(matrix_ns(matrix_cell(matrix, pattern, i), run->data.bytes) < ns);
    if (isnan(ns))
        table_cell(table, TABLE_DIM, "%s", "-");
    else
        table_cell(table, best ? TABLE_GOOD : TABLE_PLAIN, "%s",
                   units_significant(rate, (double)run->data.bytes / ns, 3));
}

struct table *matrix_table(const struct figures *figures)
{
    const struct results *run = figures->run;
    struct matrix matrix = matrix_of(run);
    struct table *table = table_new();
    char count[UNITS_SIZE];
    uint64_t matches;
    table_column(table, "pattern", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, run->patterns.lines ? "lines" : "matches", TABLE_RIGHT, TABLE_ALWAYS);
    for (size_t i = 0; i < matrix.engine_count; i++)
        table_column(table, matrix.engines[i], TABLE_RIGHT, TABLE_ALWAYS);
    for (size_t i = 0; matrix.cells && i <= matrix.pattern_count; i++) {
        table_row(table);
        char *name = run_header_printable(name_of(run, i));
        table_cell(table, TABLE_PLAIN, "%s", name);
        free(name);
        decode_natural(json_array_get(run->patterns.matches, i), &matches);
        table_cell(table, TABLE_PLAIN, "%s", units_grouped(count, matches));
        for (size_t j = 0; j < matrix.engine_count; j++)
            add_cell(table, &matrix, run, i, j);
    }
    matrix_free(&matrix);
    return table;
}

/* What all as one gain over one by one, each by the engine of `total`. */
static char *together(const struct matrix *matrix, const struct results *run)
{
    char ratio[UNITS_SIZE];
    const json_t *matches = run->patterns.matches;
    json_int_t sum = 0;
    for (size_t i = 0; i < matrix->pattern_count; i++)
        sum += json_integer_value(json_array_get(matches, i));
    if (json_integer_value(json_array_get(matches, matrix->pattern_count)) != sum)
        return copy_string("As one, they count differently.");
    if (matrix->together == MATRIX_NONE)
        return copy_string("No engine can do them as one.");
    double times = matrix->total_ns / matrix->together_ns;
    return format_string("Searching for all as one, with %s, %s %s× as %s as one by one.",
                         matrix->engines[matrix->together], times > 1 ? "is" : "takes",
                         units_significant(ratio, times > 1 ? times : 1 / times, 3),
                         times > 1 ? "fast" : "long");
}

char *matrix_sentence(const struct figures *figures)
{
    const struct results *run = figures->run;
    struct matrix matrix = matrix_of(run);
    char hardest[UNITS_SIZE], total[UNITS_SIZE], gain[UNITS_SIZE], *said = NULL;
    if (matrix.cells && matrix.engine == MATRIX_NONE)
        said = copy_string("No engine can do all the patterns.");
    if (matrix.cells && matrix.engine != MATRIX_NONE) {
        char *others = together(&matrix, run);
        char *better =
            matrix.best == matrix.engine
                ? format_string("no engine does it faster")
                : format_string("%s would do it %s× as fast, and all of them %s×",
                                matrix.engines[matrix.best],
                                units_significant(gain, matrix.hardest_ns / matrix.best_ns, 3),
                                units_significant(total, matrix.gain, 3));
        char *name = name_of(run, matrix.hardest);
        said = format_string("%s takes %.0f %% of the time that %s needs for the patterns one by "
                             "one (%s s); %s. %s",
                             name, 100 * matrix.hardest_ns / matrix.total_ns,
                             matrix.engines[matrix.engine],
                             units_significant(hardest, matrix.total_ns / 1e9, 3), better, others);
        free(name);
        free(better);
        free(others);
    }
    matrix_free(&matrix);
    return said ? run_header_printable(said) : NULL;
}

/* Without what stands before the variant's own words. */
static const char *own_words(const struct cell *cell)
{
    const char *named = strstr(cell->reason, cell->engine);
    size_t length = strlen(cell->engine);
    return named && named[length] == ':' ? named + length + 2 : cell->reason;
}

char *matrix_reasons(const struct figures *figures)
{
    struct matrix matrix = matrix_of(figures->run);
    char *said = NULL;
    for (size_t i = 0; i < matrix.cell_count; i++) {
        const struct cell *cell = &matrix.cells[i];
        if (cell->status == STATUS_OK || !cell->reason)
            continue;
        char *name = name_of(figures->run, cell->pattern);
        char *reason = format_string("%s of %s: %s", cell->engine, name, own_words(cell));
        free(name);
        char *all = said ? format_string("%s; %s", said, reason) : copy_string(reason);
        free(said);
        free(reason);
        said = all;
    }
    matrix_free(&matrix);
    if (!said)
        return NULL;
    char *line = format_string("No figure for %s.", said);
    free(said);
    return run_header_printable(line);
}

char *matrix_runs(const struct figures *figures)
{
    struct matrix matrix = matrix_of(figures->run);
    size_t least = SIZE_MAX, most = 0;
    bool part = false;
    for (size_t i = 0; i < matrix.cell_count; i++) {
        size_t runs = matrix.cells[i].runs;
        if (runs == 0)
            continue;
        least = runs < least ? runs : least;
        most = runs > most ? runs : most;
        part |= matrix.cells[i].bytes < figures->run->data.bytes;
    }
    matrix_free(&matrix);
    if (most == 0)
        return NULL;
    char *runs =
        least == most ? format_string("%zu", most) : format_string("%zu to %zu", least, most);
    char *line = format_string("GB/s of one thread, medians of %s run%s in one code layout%s: "
                               "differences of a few per cent are noise.",
                               runs, most == 1 ? "" : "s",
                               part ? "; slow engines searched only the first lines" : "");
    free(runs);
    return line;
}
