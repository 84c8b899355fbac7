/* Where a program's JIT code is, for profilers: a perf map. Written only when asked for, by
 * PERF_MAP=FOLDER in the environment, as FOLDER/perf-PID.map: a line START SIZE NAME, the numbers
 * in hexadecimal, for each stretch of code. perf itself looks for it in /tmp. */
#ifndef PERF_MAP_H
#define PERF_MAP_H

/* To be called when code has been made: all of the process's memory that holds code and comes from
 * no file is written down under `name`. Follows no link and touches no file that was there before:
 * then, or where the folder cannot be written to, there is a warning and no map. Not for several
 * threads at once. */
void perf_map_write(const char *name);

#endif
