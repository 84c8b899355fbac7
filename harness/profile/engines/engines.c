#include "profile/engines/engines.h"

const struct engine *const engines[] = {&engine_perf, &engine_trace, &engine_callgrind,
                                        &engine_cupti, NULL};
