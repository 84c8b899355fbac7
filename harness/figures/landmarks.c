#include "figures/landmarks.h"

#include <string.h>

/* The rung that halves the work, and the one with another engine. */
static bool is_named(const char *name)
{
    return strcmp(name, "combined") == 0 || strcmp(name, "jit") == 0;
}

size_t landmarks_of(const struct figures *figures, const struct row_figures *rows[LANDMARKS_MOST])
{
    size_t count = 0;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (row == figures->first || row == figures->fastest ||
            (ladder_measured(row->row) && is_named(row->row->is.name)))
            rows[count++] = row;
    }
    return count;
}
