/* Layouts: where the linker put the code changes a program's time by several per cent, and a layout
 * is one sample, however often it is run. So every round links all that take part in it anew, in
 * one layout, which is drawn. docs/METHOD.md says more.
 *
 * The build keeps each variant's link command beside it, as PROGRAM.link. A program without one,
 * such as another project's, or one that can't be linked again, has the one layout that it was
 * built with; that is no failure. So has every program of a build that was moved since. */
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

/* What is linked is in a folder of its own until layouts_close(), or the program's end. Folders of
 * programs that were killed are removed on the way. */
struct layouts *layouts_open(void);
void layouts_close(struct layouts *layouts); /* of NULL: nothing */

/* Links these programs in a layout, each once, as many at a time as there are cores. A program that
 * fails is not tried again, and a line on standard error says so. False where run_interrupted
 * stopped it. */
bool layouts_link(struct layouts *layouts, struct layout layout, const char *const *programs,
                  size_t count);

/* The same in a round's layout, for all variants that are fit to run, peers left out. */
bool layouts_round(struct layouts *layouts, const struct results *results, unsigned round);

/* What to run in place of a variant's program: it itself, where it was not linked. */
const char *layouts_program(const struct layouts *layouts, const char *program);

/* Why a program has one layout only; NULL where it was linked. */
const char *layouts_missing(const struct layouts *layouts, const char *program);

#endif
