#include "engines.h"

const struct engine *const engines[] = {NULL};
