#include "commands/report.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "figures/document.h"
#include "profile/model/profile_file.h"
#include "profile/show/profile_page.h"
#include "record/results.h"
#include "show/exports.h"
#include "show/report_charts.h"
#include "show/report_figures.h"
#include "system/machine.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2

static const char help[] =
    "usage: ./harness report [options] [RESULTS.json]\n"
    "Makes one HTML page of a run: its story as charts, every sample, every table,\n"
    "and the profiles that were made. It needs no network and nothing beside it.\n"
    "RESULTS.json is the newest file in results/local/ unless it is given.\n"
    "\n"
    "  --profiles DIR  show DIR/*/profile.json (default: results/profiles)\n"
    "  --output FILE   the page (default: beside the results file, .html for .json)\n"
    "  --charts DIR    no page: charts for a README, DIR/ladder-light.svg and\n"
    "                  DIR/ladder-dark.svg, by gnuplot\n"
    "  --help          this text\n";

static const char marker[] = "<!--data-->\n";

static char *template_path(void)
{
    return format_string("%s/report.html", machine_build_dir());
}

bool report_can(void)
{
    struct stat there;
    char *path = template_path();
    bool can = stat(path, &there) == 0 && S_ISREG(there.st_mode);
    free(path);
    return can;
}

char *report_path(const char *results_path)
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
    snprintf(why, why_size,
             "the page was not built: it takes Node.js 18 or newer and npm, with its registry in "
             "reach; install them (scripts/bootstrap does where it may), then make again");
    return NULL;
}

/* --- what goes into it --- */

struct page {
    const char *template;
    const json_t *results, *profiles, *figures;
};

/* As JSON in which no element of HTML can begin or end. "<" stands in strings only; beyond ASCII
 * all is escaped, and so are the line ends that only JavaScript knows. */
static void put_data(FILE *to, const char *id, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15));
    if (!text)
        errx(EXIT_FAILED, "report: no memory for %s", id);
    fprintf(to, "<script type=\"application/json\" id=\"%s\">", id);
    for (const char *at = text; *at;) {
        size_t plain = strcspn(at, "<");
        fwrite(at, 1, plain, to);
        at += plain;
        if (*at == '<') {
            fputs("\\u003c", to);
            at++;
        }
    }
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

/* The results with what is worked out from their samples made anew, so that an old file's page says
 * the same in its charts and in its tables; members that this harness knows nothing of stay. */
static json_t *results_object(const char *path, const struct results *results)
{
    json_t *object = document_of(results), *file = json_load_file(path, 0, NULL);
    if (!object)
        errx(EXIT_FAILED, "report: %s cannot be written again", path);
    if (file)
        json_object_update_missing(object, file);
    json_decref(file);
    return object;
}

/* glob() in a folder whose own name is no pattern, whatever it is; globfree() what it finds. */
static glob_t glob_in(const char *folder, const char *pattern)
{
    glob_t found = {0};
    char *whole = NULL;
    size_t size;
    FILE *to = open_memstream(&whole, &size);
    for (; to && *folder; folder++)
        fprintf(to, strchr("*?[\\", *folder) ? "\\%c" : "%c", *folder);
    if (!to || fprintf(to, "/%s", pattern) < 0 || fclose(to) != 0)
        err(EXIT_FAILED, "report");
    glob(whole, 0, NULL, &found);
    free(whole);
    return found;
}

/* Those that can be read, with their figures. */
static json_t *profiles_array(const char *folder)
{
    glob_t found = glob_in(folder, "*/profile.json");
    struct profile **profiles = calloc(found.gl_pathc + 1, sizeof(struct profile *));
    size_t count = 0;
    char why[4600];
    if (!profiles)
        err(EXIT_FAILED, "report");
    for (size_t i = 0; i < found.gl_pathc; i++)
        if ((profiles[count] = profile_read(found.gl_pathv[i], why, sizeof why)))
            count++;
        else
            warnx("a profile is left out: %s", why);
    json_t *array = profile_page(profiles, count);
    for (size_t i = 0; i < count; i++)
        profile_free(profiles[i]);
    free(profiles);
    globfree(&found);
    return array;
}

static bool write_page(const char *results_path, const struct results *results,
                       const char *profiles_dir, const char *page_path, char *why, size_t why_size)
{
    char *template = read_template(why, why_size);
    if (!template)
        return false;
    json_t *object = results_object(results_path, results),
           *profiles = profiles_array(profiles_dir), *figures = report_figures(results);
    const char *slash = strrchr(results_path, '/');
    json_object_set_new(figures, "file", json_string(slash ? slash + 1 : results_path));
    struct page page = {template, object, profiles, figures};
    bool good = whole_file_write(page_path, put_page, &page, why, why_size);
    json_decref(object);
    json_decref(profiles);
    json_decref(figures);
    free(template);
    return good;
}

bool report_write(const char *results_path, const char *profiles_dir, const char *page_path,
                  char *why, size_t why_size)
{
    struct results results;
    char *beside = NULL;
    if (!results_read(results_path, &results, why, why_size))
        return false;
    if (!profiles_dir)
        profiles_dir = beside = format_string("%s/results/profiles", machine_source_dir());
    bool good = write_page(results_path, &results, profiles_dir, page_path, why, why_size);
    free(beside);
    results_free(&results);
    return good;
}

/* --- the command --- */

/* The newest results file of this project's own runs; free() it. */
static char *newest(void)
{
    char *path = NULL;
    struct timespec latest = {0};
    glob_t found = glob_in(machine_source_dir(), "results/local/*.json");
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct stat at;
        if (stat(found.gl_pathv[i], &at) < 0 || !S_ISREG(at.st_mode))
            continue;
        if (path && (at.st_mtim.tv_sec < latest.tv_sec ||
                     (at.st_mtim.tv_sec == latest.tv_sec && at.st_mtim.tv_nsec < latest.tv_nsec)))
            continue;
        latest = at.st_mtim;
        free(path);
        path = copy_string(found.gl_pathv[i]);
    }
    globfree(&found);
    if (!path)
        errx(EXIT_FAILED,
             "there is nothing in results/local/: run make bench, or name a results file");
    return path;
}

/* --charts: exit code 77 where there is no gnuplot. */
static int draw_charts(const char *results_path, const char *folder)
{
    struct results results;
    char why[4400];
    if (!results_read(results_path, &results, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    int code = report_charts(&results, folder);
    results_free(&results);
    return code;
}

int report_command(int argc, char **argv)
{
    static const struct option long_options[] = {{"profiles", required_argument, NULL, 'p'},
                                                 {"output", required_argument, NULL, 'o'},
                                                 {"charts", required_argument, NULL, 'c'},
                                                 {"help", no_argument, NULL, 'h'},
                                                 {0}};
    const char *profiles = NULL, *output = NULL, *charts = NULL;
    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        switch (option) {
        case 'p':
            profiles = optarg;
            break;
        case 'o':
            output = optarg;
            break;
        case 'c':
            charts = optarg;
            break;
        case 'h':
            fputs(help, stdout);
            return 0;
        default:
            return EXIT_USAGE;
        }
    }
    if (argc - optind > 1)
        errx(EXIT_USAGE, "give one results file; see ./harness report --help");
    if (charts && (profiles || output))
        errx(EXIT_USAGE, "--charts makes no page: leave it out, or --output and --profiles");
    exports_check("--output", output);
    struct stat folder;
    if (profiles && (stat(profiles, &folder) < 0 || !S_ISDIR(folder.st_mode)))
        errx(EXIT_FAILED, "--profiles: there is no folder %s", profiles);

    char *results = optind < argc ? copy_string(argv[optind]) : newest(), why[4400];
    if (charts) {
        int code = draw_charts(results, charts);
        free(results);
        return code;
    }
    char *page = output ? copy_string(output) : report_path(results);
    if (whole_file_is(page, results))
        errx(EXIT_USAGE, "--output would overwrite the results file");
    if (!report_write(results, profiles, page, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    printf("%s\n", page);
    free(page);
    free(results);
    return 0;
}
