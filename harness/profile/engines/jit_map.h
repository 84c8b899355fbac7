/* Names for code that a program made while it ran, from the perf map that it wrote when PERF_MAP
 * named a folder: FOLDER/perf-PID.map, a line "START SIZE NAME" for each stretch of code, the
 * numbers in hexadecimal. */
#ifndef JIT_MAP_H
#define JIT_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The name of the code that has this address in a process. False where no map tells. */
bool jit_map_name(const char *folder, uint64_t pid, uint64_t address, char *name, size_t size);

#endif
