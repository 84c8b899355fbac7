/* A perf map tells profilers where a program's JIT code is. It is written only if PERF_MAP=FOLDER
 * is in the environment, as FOLDER/perf-PID.map. Each line has START SIZE NAME of a piece of code,
 * with both numbers in hexadecimal. perf itself looks for the file in /tmp. */
#ifndef PERF_MAP_H
#define PERF_MAP_H

/* Call this after JIT compilation. It lists all of the process's executable memory that comes from
 * no file, under `name`. It never follows a link or overwrites a file: it warns, and writes no map,
 * if the file exists or can't be written. Not thread-safe. */
void perf_map_write(const char *name);

#endif
