/* What a run was made on and with, when, and by which command, for the results file. */
#ifndef MACHINE_H
#define MACHINE_H

#include <jansson.h>
#include <stdbool.h>
#include <time.h>

/* cpu, cores, quota_cores (which control groups allow), memory_bytes, kernel, system, governor,
 * virtualization, gpu; null: unknown. */
json_t *machine_facts(void);

/* compiler, flags, library versions, git revision. */
json_t *machine_build(void);

/* "0.1.0, revision 1a2b3c4d5e6f": the project's version, and the revision of machine_build(). */
const char *machine_version(void);

/* Remembers main()'s command line. Commands get it without their name, and in another order after
 * their options have been parsed. */
void machine_keep_command(int argc, char **argv);

/* The command line as typed, but with machine_self() as the program: an array of strings. */
json_t *machine_command(void);

/* A time in UTC: "2026-01-31T12:00:00Z". */
#define MACHINE_TIME_SIZE 32
char *machine_time(time_t when, char to[MACHINE_TIME_SIZE]);

/* Cores that this process may run on. */
int machine_cores(void);

/* The last of them by number, because interrupts tend to go to the first. */
int machine_last_core(void);

/* The absolute paths of the build and of its sources. Both are derived from this program's own
 * path, so a checkout can be moved or copied. */
const char *machine_build_dir(void);
const char *machine_source_dir(void);

/* Whether this is the installed command, `bottleneck`; and the name that messages use for this
 * program: "bottleneck" or "./harness". */
bool machine_is_installed(void);
const char *machine_self(void);

/* The folders of results (with profiles inside) and of this project's own texts. A build has both
 * in its sources. The installed command keeps results in the current folder, and texts in
 * $XDG_CACHE_HOME or ~/.cache, so that all folders share them. */
const char *machine_results_dir(void);
char *machine_own_results_dir(void); /* for runs that were not published; free() it */
const char *machine_data_dir(void);

/* Whether the build was moved or copied since it was made; and where its sources were then, as its
 * debug information has it. */
bool machine_was_moved(void);
const char *machine_compiled_dir(void);

/* A path relative to the sources if it lies inside them, else as it is. free() it. */
char *machine_short_path(const char *path);

#endif
