/* Any bytes as a results file: refused with a line, or else shown in every form there is, and
 * written as a file that reads as the same results again. */
#include "base/printable.h"
#include "base/strings.h"
#include "figures/document.h"
#include "fuzz.h"
#include "record/results.h"
#include "show/exports.h"
#include "show/markdown.h"
#include "show/run_view.h"
#include "show/sections.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file in memory with these bytes; returns its path. */
static const char *file_of(const void *bytes, size_t size)
{
    static char path[64];
    static int file = -1;
    if (file < 0) {
        file = memfd_create("results", MFD_CLOEXEC);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    }
    if (file < 0 || ftruncate(file, 0) != 0 || pwrite(file, bytes, size, 0) != (ssize_t)size)
        err(1, "a file in memory");
    return path;
}

static char *dump(const struct results *results, size_t *size)
{
    char *bytes = NULL;
    FILE *to = open_memstream(&bytes, size);
    if (!to)
        err(1, "results");
    json_t *document = document_of_run(results);
    FUZZ_EXPECT(results_put(document, to), "what was read cannot be written");
    json_decref(document);
    fclose(to);
    return bytes;
}

/* Whatever is in a file, what is shown of it is text and line breaks. */
static void show(const struct figures *figures)
{
    char *shown = NULL;
    size_t size;
    FILE *to = open_memstream(&shown, &size);
    if (!to)
        err(1, "tables");
    struct terminal terminal = {to, 80, false};
    run_view_head(&terminal, figures->run);
    for (size_t i = 0; i < section_count; i++)
        run_view_part(&terminal, figures, sections[i].part);
    exports_csv(to, figures);
    fclose(to);
    FUZZ_EXPECT(strlen(shown) == size, "a NUL is shown");
    for (char *rest = shown, *line; (line = strsep(&rest, "\n"));) {
        char *clean = printable(copy_string(line), '?');
        FUZZ_EXPECT(strcmp(line, clean) == 0, "a terminal is painted: %s", clean);
        free(clean);
    }
    free(shown);
}

static void publish(const struct figures *figures)
{
    static FILE *nowhere;
    if (!nowhere && !(nowhere = fopen("/dev/null", "we")))
        err(1, "/dev/null");
    markdown_all(nowhere, figures);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct results results, again;
    char why[256];
    memset(why, 'x', sizeof why);
    if (!results_read(file_of(data, size), &results, why, sizeof why)) {
        FUZZ_EXPECT(memchr(why, '\0', sizeof why) && !strchr(why, '\n'), "no line says why");
        return 0;
    }
    struct figures figures = figures_of(&results);
    show(&figures);
    publish(&figures);
    figures_free(&figures);
    size_t first_size, second_size;
    char *first = dump(&results, &first_size);
    results_free(&results);

    FUZZ_EXPECT(results_read(file_of(first, first_size), &again, why, sizeof why),
                "what was written is refused: %s", why);
    char *second = dump(&again, &second_size);
    results_free(&again);
    FUZZ_EXPECT(first_size == second_size && memcmp(first, second, first_size) == 0,
                "written, read and written again, the results are others");
    free(first);
    free(second);
    return 0;
}
