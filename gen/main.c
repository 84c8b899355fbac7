/* gen: writes a random text and its manifest, unless they are there already. */
#include "common/manifest.h"
#include "common/standard_output.h"
#include "gen_options.h"
#include "random_text.h"
#include "variants/clock.h"
#include "write_text.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool differs(const char *what, uint64_t is, uint64_t asked, char *why, size_t why_size)
{
    if (is != asked)
        snprintf(why, why_size, "its %s is %" PRIu64 ", not %" PRIu64, what, is, asked);
    return is != asked;
}

/* Whether the text is the one asked for; if not, why. */
static bool text_fits(const struct request *request, uint64_t file_bytes, char *why,
                      size_t why_size)
{
    struct manifest manifest;
    bool missing = false;
    if (!manifest_read(request->path, &manifest, &missing, why, why_size)) {
        if (missing)
            snprintf(why, why_size, "it has no manifest (%s.json)", request->path);
        return false;
    }
    return !differs("seed", manifest.seed, request->seed, why, why_size) &&
           !differs("number of lines", manifest.lines, request->lines, why, why_size) &&
           !differs("line length", manifest.length, request->length, why, why_size) &&
           !differs("manifest's size", manifest.bytes, request->bytes, why, why_size) &&
           !differs("size", file_bytes, request->bytes, why, why_size);
}

static void print_quoted(FILE *file, const char *argument)
{
    static const char plain[] = RANDOM_TEXT_ALPHABET "-_=+,./:@%";
    if (argument[0] != '\0' && argument[strspn(argument, plain)] == '\0') {
        fputs(argument, file);
        return;
    }
    fputc('\'', file);
    for (; *argument; argument++)
        fputs(*argument == '\'' ? "'\\''" : (char[]){*argument, '\0'}, file);
    fputc('\'', file);
}

/* Ends the program with the command that replaces the text. */
_Noreturn static void refuse(const char *path, const char *why, char *const *arguments)
{
    fprintf(stderr, "gen: %s is not the text asked for: %s; to replace it: ", path, why);
    print_quoted(stderr, arguments[0]);
    fputs(" --force", stderr);
    for (int i = 1; arguments[i]; i++) {
        fputc(' ', stderr);
        print_quoted(stderr, arguments[i]);
    }
    fputc('\n', stderr);
    exit(1);
}

struct grouped {
    char digits[32];
};

/* 1234567 as 1,234,567. */
static struct grouped grouped(uint64_t number)
{
    struct grouped text;
    char *at = text.digits + sizeof text.digits;
    *--at = '\0';
    for (int i = 0; number > 0 || i == 0; i++, number /= 10) {
        if (i > 0 && i % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + number % 10);
    }
    memmove(text.digits, at, strlen(at) + 1);
    return text;
}

static void print_summary(const struct request *request, const struct scan *scan, double seconds)
{
    const struct expectation expected = random_text_expectation(request->lines, request->length);
    printf("%s\n", request->path);
    printf("  size      %s bytes: %s lines of %s letters and digits\n",
           grouped(request->bytes).digits, grouped(request->lines).digits,
           grouped(request->length).digits);
    printf("  seed      %" PRIu64 "\n", request->seed);
    printf("  time      %.2f s, %.2f GB/s, %d thread%s, flushed to disk\n", seconds,
           (double)request->bytes / seconds * 1e-9, request->threads,
           request->threads == 1 ? "" : "s");
    printf("  expected  %.1f matches, standard deviation %.1f\n", expected.mean,
           expected.deviation);
    printf("  counted   %" PRIu64 " matches", scan->matches);
    if (expected.deviation > 0)
        printf(", %+.2f standard deviations",
               ((double)scan->matches - expected.mean) / expected.deviation);
    printf("\n");
}

/* Whether the requested text exists already. Ends the program if there is another text that may not
 * be replaced. */
static bool is_there(const struct options *options, char *const *arguments)
{
    const char *path = options->request.path;
    struct stat file;
    char why[512];
    if (stat(path, &file) != 0) {
        if (errno != ENOENT)
            errx(1, "cannot read %s: %s; choose another --output", path, strerror(errno));
        return false;
    }
    if (!S_ISREG(file.st_mode))
        errx(1, "%s is not a regular file; choose another --output", path);
    if (text_fits(&options->request, (uint64_t)file.st_size, why, sizeof why))
        return true;
    if (!options->force)
        refuse(path, why, arguments);
    return false;
}

int main(int count, char **arguments)
{
    standard_output_watch();
    const struct options options = options_parse(count, arguments);
    if (is_there(&options, arguments)) {
        printf("%s is already the text asked for: kept\n", options.request.path);
    } else {
        const uint64_t start_ns = clock_ns();
        const struct scan scan = write_text(&options.request);
        print_summary(&options.request, &scan, 1e-9 * (double)(clock_ns() - start_ns));
    }
    return 0;
}
