#include "measure/excerpt.h"
#include "measure/prefix.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A new file in memory, and a path by which a child can open it. */
static int make_file(char *path, size_t size)
{
    int fd = memfd_create("excerpt", MFD_CLOEXEC);
    snprintf(path, size, "/proc/%d/fd/%d", getpid(), fd);
    return fd;
}

/* False, with the line said, where it is not to be counted. */
static bool count(struct excerpt *excerpt, const char *path, const char *bytes, size_t length,
                  const struct reference *reference)
{
    char why[300];
    struct reference_counts counts = {0};
    if (!reference_count(reference, bytes, length, excerpt->bytes, &counts, why, sizeof why)) {
        warnx("%s: %s", path, why);
        return false;
    }
    excerpt->matches += counts.all.matches;
    excerpt->digest += counts.all.digest;
    excerpt->bytes += length;
    return true;
}

struct excerpt excerpt_of(const char *path, const struct facts *data,
                          const struct reference *reference)
{
    struct excerpt excerpt = {.fd = -1, .empty_fd = -1};
    size_t most = data->bytes / EXCERPT_SHARE < EXCERPT_MOST_BYTES
                      ? (size_t)(data->bytes / EXCERPT_SHARE)
                      : EXCERPT_MOST_BYTES;
    char *bytes = most >= EXCERPT_LEAST_BYTES ? malloc(most) : NULL;
    FILE *text = bytes ? fopen(path, "re") : NULL;
    size_t length = text ? fread(bytes, 1, most, text) : 0;
    const char *end = length ? memrchr(bytes, '\n', length) : NULL;
    length = end ? (size_t)(end + 1 - bytes) : 0;
    if (length > 0 && count(&excerpt, path, bytes, length, reference)) {
        excerpt.fd = make_file(excerpt.path, sizeof excerpt.path);
        excerpt.empty_fd = make_file(excerpt.empty_path, sizeof excerpt.empty_path);
        if (excerpt.fd < 0 || excerpt.empty_fd < 0 || !prefix_write(excerpt.fd, bytes, length)) {
            warn("can't copy the first lines of %s, so slow variants search all of it", path);
            excerpt_drop(&excerpt);
        }
    }
    if (text)
        fclose(text);
    free(bytes);
    return excerpt;
}

struct excerpt excerpt_of_lines(const char *path, uint64_t lines, const struct reference *reference)
{
    struct excerpt excerpt = {.empty_fd = -1};
    excerpt.fd = make_file(excerpt.path, sizeof excerpt.path);
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length = 0;
    FILE *text = excerpt.fd >= 0 ? fopen(path, "re") : NULL;
    bool good = text != NULL;
    while (good && excerpt.lines < lines && (length = getline(&line, &capacity, text)) > 0) {
        good = count(&excerpt, path, line, (size_t)length, reference) &&
               prefix_write(excerpt.fd, line, (size_t)length);
        excerpt.lines++;
    }
    int error = errno;
    good = good && !ferror(text);
    if (text)
        fclose(text);
    free(line);
    if (!good)
        excerpt_drop(&excerpt);
    errno = error;
    return excerpt;
}

void excerpt_drop(struct excerpt *excerpt)
{
    if (excerpt->fd >= 0)
        close(excerpt->fd);
    if (excerpt->empty_fd >= 0)
        close(excerpt->empty_fd);
    excerpt->fd = excerpt->empty_fd = -1;
}
