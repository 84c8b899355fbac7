/* Apart from engines_choice.c, so that a test can have engines of its own. */
#include "profile/engines/engine.h"

const struct engine *const engines[] = {&engine_perf, &engine_callgrind, &engine_cupti, NULL};
