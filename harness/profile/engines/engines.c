/* Not in engines_choice.c, so that a test can have its own engines. */
#include "profile/engines/engine.h"

const struct engine *const engines[] = {&engine_perf, &engine_callgrind, &engine_cupti, NULL};
