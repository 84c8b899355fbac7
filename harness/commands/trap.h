/* The traps of ./harness trap, one file each. They follow the rules in commands.h. The lesson also
 * uses their measurements. */
#ifndef TRAP_H
#define TRAP_H

#include "measure/layout_effect.h"
#include "measure/rungs.h"
#include "record/trap_record.h"

int trap_gpu_command(int argc, char **argv);
int trap_layout_command(int argc, char **argv);

struct trap_gpu {
    const char *backend; /* "cuda", "simulated" */
    uint64_t size, repeats, timeout_ns;
};

/* Runs the program of that backend. Returns its record, with the time when it started;
 * json_decref() it. On failure, returns NULL with an exit code: 77 if there is no GPU, 128 plus the
 * signal if it was interrupted; otherwise with why. */
json_t *trap_gpu_measure(const struct trap_gpu *how, struct trap *trap, int *code, char *why,
                         size_t why_size);

struct trap_layout {
    const char *variants, *data; /* names with commas between; NULL: the small text */
    uint64_t bytes, rounds, timeout_ns;
    struct rungs rungs;
    struct effect_row *rows; /* as many as `count` */
    size_t count;
    char *shown; /* the text's path, and how much of it was searched */
    uint64_t searched_bytes;
};

/* Measures the effect. Call trap_layout_free() however it ended. */
enum effect_end trap_layout_measure(struct trap_layout *layout, char *why, size_t why_size);
void trap_layout_free(struct trap_layout *layout);

#endif
