#include "figures/matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct cell *matrix_cell(const struct matrix *matrix, size_t pattern, size_t engine)
{
    for (size_t i = 0; i < matrix->cell_count; i++)
        if (matrix->cells[i].pattern == pattern &&
            strcmp(matrix->cells[i].engine, matrix->engines[engine]) == 0)
            return &matrix->cells[i];
    return NULL;
}

double matrix_ns(const struct cell *cell, uint64_t bytes)
{
    return cell && cell->status == STATUS_OK && cell->runs > 0 && cell->bytes > 0
               ? cell->search_ns * (double)bytes / (double)cell->bytes
               : NAN;
}

static void find_engines(struct matrix *matrix)
{
    for (size_t i = 0; i < matrix->cell_count; i++) {
        size_t j = 0;
        while (j < matrix->engine_count && strcmp(matrix->engines[j], matrix->cells[i].engine) != 0)
            j++;
        if (j == matrix->engine_count && j < MATRIX_ENGINES_MOST)
            matrix->engines[matrix->engine_count++] = matrix->cells[i].engine;
    }
}

/* The engine that does a pattern fastest, or MATRIX_NONE. */
static size_t fastest(const struct matrix *matrix, size_t pattern, uint64_t bytes, double *ns)
{
    size_t best = MATRIX_NONE;
    for (size_t i = 0; i < matrix->engine_count; i++) {
        double own_ns = matrix_ns(matrix_cell(matrix, pattern, i), bytes);
        if (!isnan(own_ns) && (best == MATRIX_NONE || own_ns < *ns)) {
            best = i;
            *ns = own_ns;
        }
    }
    return best;
}

/* An engine's time for all patterns, one by one, and the one that takes most of it. NAN if it
 * cannot do one. */
static double total_of(const struct matrix *matrix, size_t engine, uint64_t bytes, size_t *hardest,
                       double *hardest_ns)
{
    double total_ns = 0;
    *hardest_ns = 0;
    for (size_t i = 0; i < matrix->pattern_count; i++) {
        double ns = matrix_ns(matrix_cell(matrix, i, engine), bytes);
        total_ns += ns;
        if (ns > *hardest_ns) {
            *hardest = i;
            *hardest_ns = ns;
        }
    }
    return total_ns;
}

struct matrix matrix_of(const struct results *run)
{
    uint64_t bytes = run->data.bytes;
    struct matrix matrix = {.pattern_count = json_array_size(run->patterns.list),
                            .engine = MATRIX_NONE};
    matrix.cells = cells_of(run->matrix, &matrix.cell_count);
    find_engines(&matrix);
    for (size_t i = 0; i < matrix.engine_count; i++) {
        size_t hardest = 0;
        double hardest_ns, total_ns = total_of(&matrix, i, bytes, &hardest, &hardest_ns);
        if (isnan(total_ns) || (matrix.engine != MATRIX_NONE && total_ns >= matrix.total_ns))
            continue;
        matrix.engine = i;
        matrix.total_ns = total_ns;
        matrix.hardest = hardest;
        matrix.hardest_ns = hardest_ns;
    }
    matrix.together = fastest(&matrix, matrix.pattern_count, bytes, &matrix.together_ns);
    if (matrix.engine == MATRIX_NONE)
        return matrix;
    matrix.best = fastest(&matrix, matrix.hardest, bytes, &matrix.best_ns);
    matrix.gain = matrix.total_ns / (matrix.total_ns - matrix.hardest_ns + matrix.best_ns);
    return matrix;
}

void matrix_free(struct matrix *matrix)
{
    free(matrix->cells);
}
