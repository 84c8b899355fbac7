/* The place where the linker puts code, its layout, changes a program's time by several per cent,
 * and a layout is one sample, however often it runs. So before every round, all programs in it are
 * linked again, in one random layout. See docs/METHOD.md.
 *
 * The build keeps each variant's link command beside it, as PROGRAM.link. A program without one
 * (such as another project's), one that can't be linked again, and all programs of a build that was
 * moved keep the layout that they were built with. That is not an error. */
#ifndef LAYOUTS_H
#define LAYOUTS_H

#include "record/layout.h"
#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct layouts;

/* The layout of a round: the same for the same seed. */
struct layout layout_drawn(uint64_t seed, unsigned round);

/* Opens a folder for linked programs, which exists until layouts_close() or the end of this
 * program. Also removes folders that killed programs left behind. */
struct layouts *layouts_open(void);
void layouts_close(struct layouts *layouts); /* NULL is ignored */

/* Links these programs in a layout, as many at a time as there are cores. If one fails, a message
 * says so, and it is not tried again. False if run_interrupted stopped it. */
bool layouts_link(struct layouts *layouts, struct layout layout, const char *const *programs,
                  size_t count);

/* The same in a round's layout, for all variants that can run, without peers. */
bool layouts_round(struct layouts *layouts, const struct results *results, unsigned round);

/* What to run in place of a variant's program; the program itself if it was not linked. */
const char *layouts_program(const struct layouts *layouts, const char *program);

/* Why a program has only one layout; NULL if it was linked. */
const char *layouts_missing(const struct layouts *layouts, const char *program);

#endif
