#include "show/page.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "common/units.h"
#include "figures/document.h"
#include "record/results.h"
#include "show/page_figures.h"
#include "system/machine.h"
#include "system/programs.h"
#include "system/run.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define EXIT_SKIPPED 77
#define DRAWING_NS (30 * NS_PER_S)

static const char marker[] = "<!--data-->\n";
static const char not_built[] =
    "the page was not built: it takes Node.js 18 or newer and npm, with its registry in reach; "
    "install them (scripts/bootstrap does where it may), then make again";

static char *template_path(void)
{
    return format_string("%s/report.html", machine_build_dir());
}

bool page_can(void)
{
    struct stat there;
    char *path = template_path();
    bool can = stat(path, &there) == 0 && S_ISREG(there.st_mode);
    free(path);
    return can;
}

char *page_path(const char *results_path)
{
    size_t length = strlen(results_path), suffix = strlen(".json");
    if (length > suffix && strcmp(results_path + length - suffix, ".json") == 0)
        length -= suffix;
    return format_string("%.*s.html", (int)length, results_path);
}

/* NULL with why. */
static char *read_template(char *why, size_t why_size)
{
    char *path = template_path(), *text = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "re");
    ssize_t length = file ? getdelim(&text, &size, '\0', file) : -1;
    if (file)
        fclose(file);
    free(path);
    if (length > 0 && strstr(text, marker))
        return text;
    free(text);
    snprintf(why, why_size, "%s", not_built);
    return NULL;
}

struct page {
    const char *template;
    const json_t *results, *profiles, *figures;
};

/* Writes JSON in which no HTML element can begin or end: "<" occurs only in strings. Everything
 * beyond ASCII is escaped, including line ends that only JavaScript has. */
static void put_data(FILE *to, const char *id, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15));
    if (!text)
        errx(EXIT_FAILED, "report: no memory for %s", id);
    fprintf(to, "<script type=\"application/json\" id=\"%s\">", id);
    for (const char *at = text; *at; at++)
        if (*at == '<')
            fputs("\\u003c", to);
        else
            putc(*at, to);
    fputs("</script>\n", to);
    free(text);
}

static bool put_page(const void *what, FILE *to)
{
    const struct page *page = what;
    const char *data = strstr(page->template, marker);
    fwrite(page->template, 1, (size_t)(data - page->template), to);
    put_data(to, "results", page->results);
    put_data(to, "profiles", page->profiles);
    put_data(to, "figures", page->figures);
    fputs(data + strlen(marker), to);
    return !ferror(to);
}

/* The results file with its figures derived again, so that the charts and tables of an old file
 * agree. Unknown members stay. */
static json_t *results_object(const char *path, const struct figures *figures)
{
    json_t *object = document_of(figures), *file = json_load_file(path, 0, NULL);
    if (!object)
        errx(EXIT_FAILED, "report: %s cannot be written again", path);
    if (file)
        json_object_update_missing(object, file);
    json_decref(file);
    return object;
}

bool page_write(const char *results_path, const json_t *profiles, const char *to_path, char *why,
                size_t why_size)
{
    struct results results;
    char *template = read_template(why, why_size);
    if (!template || !results_read(results_path, &results, why, why_size)) {
        free(template);
        return false;
    }
    struct figures all = figures_of(&results);
    json_t *object = results_object(results_path, &all), *figures = page_figures(&all);
    figures_free(&all);
    const char *slash = strrchr(results_path, '/');
    json_object_set_new(figures, "file", json_string(slash ? slash + 1 : results_path));
    struct page page = {template, object, profiles, figures};
    bool good = whole_file_write(to_path, put_page, &page, why, why_size);
    json_decref(object);
    json_decref(figures);
    results_free(&results);
    free(template);
    return good;
}

/* --- a chart for a README --- */

/* The data that the drawing needs, as a file in memory, and a path by which Node.js can open it. */
static FILE *figures_file(const char *results_path, const struct results *results, char *path,
                          size_t size)
{
    struct figures figures = figures_of(results);
    int fd = memfd_create("figures", MFD_CLOEXEC);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    json_t *data = json_pack("{s:o, s:o}", "results", results_object(results_path, &figures),
                             "figures", page_figures(&figures));
    figures_free(&figures);
    if (!file || !data || json_dumpf(data, file, JSON_COMPACT) < 0 || fflush(file) != 0)
        err(EXIT_FAILED, "charts");
    json_decref(data);
    snprintf(path, size, "/proc/%d/fd/%d", getpid(), fd);
    return file;
}

static bool put_drawing(const void *what, FILE *to)
{
    const struct run *run = what;
    return fwrite(run->output, 1, run->output_length, to) == run->output_length;
}

int page_draw_charts(const char *results_path, const char *folder)
{
    static char *const themes[] = {"light", "dark"};
    struct results results;
    char why[4400], figures_path[64];
    if (!results_read(results_path, &results, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    char *node = program_find("node"),
         *script = format_string("%s/charts.mjs", machine_build_dir());
    struct run *run = malloc(sizeof *run);
    int code = 0;
    if (!run)
        err(EXIT_FAILED, "charts");
    if (!node || access(script, R_OK) < 0) {
        warnx("%s", node ? not_built : "--charts needs Node.js 18 or newer: install nodejs");
        code = EXIT_SKIPPED;
    }
    FILE *figures = figures_file(results_path, &results, figures_path, sizeof figures_path);
    for (size_t i = 0; code == 0 && i < sizeof themes / sizeof themes[0]; i++) {
        char *path = format_string("%s/ladder-%s.svg", folder, themes[i]);
        run_program((char *[]){node, script, themes[i], figures_path, NULL}, DRAWING_NS, run);
        bool drawn = run->end == RUN_EXITED && run->code == 0;
        if (!drawn)
            run_explain(run, 0, why, sizeof why);
        if (drawn && whole_file_write(path, put_drawing, run, why, sizeof why)) {
            printf("%s\n", path);
        } else {
            warnx("%s%s%s", drawn ? "" : path, drawn ? "" : " was not drawn: ", why);
            code = EXIT_FAILED;
        }
        free(path);
    }
    fclose(figures);
    free(run);
    free(script);
    free(node);
    results_free(&results);
    return code;
}
