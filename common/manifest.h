/* The manifest describes a text: TEXT.json beside it. */
#ifndef MANIFEST_H
#define MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct manifest {
    uint64_t seed;
    uint64_t lines;
    uint64_t length; /* letters and digits in a line, without its newline */
    uint64_t bytes;  /* of the whole text */
    uint64_t matches;
    uint64_t digest; /* 16 hexadecimal digits in the file: a JSON integer is too small */
};

/* The manifest's path for a text; free() it. Ends the program when memory is short. */
char *manifest_path(const char *text_path);

/* Reads the manifest of a text. If it is missing or damaged, returns false with a line in `why`,
 * and sets *missing to say which. A manifest with nothing but the harness's own counts
 * (kept_counts.h) is missing, too. */
bool manifest_read(const char *text_path, struct manifest *manifest, bool *missing, char *why,
                   size_t why_size);

/* Writes it, whole or not at all (temporary name, then rename). Returns true, or false with why. */
bool manifest_write(const char *text_path, const struct manifest *manifest, char *why,
                    size_t why_size);

#endif
