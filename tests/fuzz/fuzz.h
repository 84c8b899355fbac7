/* What the fuzz targets share. libFuzzer calls a target with inputs of its own making, and keeps
 * those that reach code which none before did. A target that finds something wrong says what, and
 * aborts; libFuzzer then writes the input to a file, which the target takes as its argument to run
 * it again. */
#ifndef FUZZ_H
#define FUZZ_H

#include "variants/text.h"
#include "variants/variant.h"

#include <err.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_EXPECT(condition, ...)                                                                \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            warnx(__VA_ARGS__);                                                                    \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* An input as a search: a byte of flags, the pattern, a NUL, the text. The text lies at the end of
 * memory of its own, so that ASan sees a read behind it. */
struct fuzz_search {
    unsigned flags;
    char *pattern; /* free() it */
    struct span text;
};

static inline bool fuzz_search_of(const uint8_t *data, size_t size, struct fuzz_search *search)
{
    if (size == 0)
        return false;
    search->flags = data[0];
    search->pattern = strndup((const char *)data + 1, size - 1);
    if (!search->pattern)
        err(1, "pattern");
    size_t behind = 1 + strlen(search->pattern) + 1;
    behind = behind < size ? behind : size;
    search->text = (struct span){(char *)data + behind, size - behind, UINT64_C(1000) * data[0]};
    return true;
}

#endif
