#include "measure/prefix.h"
#include "base/strings.h"
#include "base/whole_file.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The text's first bytes, up to so many; *got says how many. NULL if it can't be read. free() it.
 */
static char *first_bytes(const char *path, uint64_t most_bytes, size_t *got)
{
    char *bytes = malloc(most_bytes ? most_bytes : 1);
    FILE *text = bytes ? fopen(path, "re") : NULL;
    *got = text ? fread(bytes, 1, most_bytes, text) : 0;
    bool good = text && !ferror(text);
    if (text)
        fclose(text);
    if (good)
        return bytes;
    free(bytes);
    return NULL;
}

struct prefix prefix_of(const char *path, const struct facts *data, uint64_t most_bytes,
                        const struct reference *reference)
{
    struct prefix prefix = {0, data->matches, data->digest, NULL};
    size_t length;
    char *bytes = most_bytes < data->bytes ? first_bytes(path, most_bytes, &length) : NULL;
    const char *end = bytes ? memrchr(bytes, '\n', length) : NULL;
    if (end) {
        char why[300];
        struct reference_counts counts = {0};
        length = (size_t)(end + 1 - bytes);
        if (!reference_count(reference, bytes, length, 0, &counts, why, sizeof why))
            errx(1, "%s: %s", path, why); /* which it did not in all of the text */
        prefix = (struct prefix){length, counts.all.matches, counts.all.digest, NULL};
    }
    free(bytes);
    return prefix;
}

/* Opens a file without a name: beside the text, so on the same file system, or else in memory. */
static int open_nameless(const char *path)
{
    char *copy = copy_string(path);
    int fd = open(dirname(copy), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    free(copy);
    return fd < 0 ? memfd_create("lowered", MFD_CLOEXEC) : fd;
}

bool prefix_write(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t put = write(fd, bytes, length);
        if (put < 0)
            return false;
        bytes += put;
        length -= (size_t)put;
    }
    return true;
}

struct lowered lowered_of(const char *path, uint64_t bytes)
{
    size_t length;
    struct lowered lowered = {.fd = -1};
    char *text = first_bytes(path, bytes, &length);
    if (!text)
        return lowered;
    for (size_t i = 0; i < length; i++)
        text[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
    lowered.fd = open_nameless(path);
    snprintf(lowered.path, sizeof lowered.path, "/proc/%d/fd/%d", getpid(), lowered.fd);
    if (lowered.fd < 0 || !prefix_write(lowered.fd, text, length)) {
        warn("can't make a lower-case copy of the start of %s, so no run leaves out lower-casing%s",
             path, whole_file_remedy(errno));
        lowered_drop(&lowered);
    }
    free(text);
    return lowered;
}

void lowered_drop(struct lowered *lowered)
{
    if (lowered->fd >= 0)
        close(lowered->fd);
    lowered->fd = -1;
}
