/* The C headers that GPU code uses, for a C++ compiler. */
#ifndef STEPS_H
#define STEPS_H

#include <math.h> /* outside of the braces: C++ has templates in these */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern "C" {
#include "needle.h"
#include "variants/blocks.h"
#include "variants/clock.h"
#include "variants/replay.h"
#include "variants/stages.h"
#include "variants/variant.h"
}

#endif
