/* Prints the layout trap: a table, and what follows from it. */
#ifndef LAYOUT_VIEWS_H
#define LAYOUT_VIEWS_H

#include "figures/layout_effect.h"
#include "show/terminal.h"

#include <stdint.h>

/* `text` and `bytes` say what was searched. */
void layout_views(const struct terminal *terminal, const struct effect_row *rows, size_t count,
                  size_t rounds, const char *text, uint64_t bytes);

#endif
