#include "base/strings.h"
#include "base/whole_file.h"
#include "commands/commands.h"
#include "common/arguments.h"
#include "record/results.h"
#include "show/markdown.h"

#include <argp.h>
#include <err.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE 2

static const char begin[] = "<!-- begin ", end[] = "<!-- end -->";

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = NULL;
    size_t size = 0;
    if (!file)
        err(1, "cannot read %s", path);
    ssize_t length = getdelim(&text, &size, '\0', file);
    if (ferror(file))
        err(1, "cannot read %s", path);
    if (length < 0)
        errx(1, "%s is empty", path);
    if (strlen(text) != (size_t)length)
        errx(1, "%s is no text: it has a NUL in it", path);
    fclose(file);
    return text;
}

/* `name` is a path or, for some parts of that file's tables, PATH: PART, PART. */
static void tables_of(FILE *to, const char *markdown_path, char *name)
{
    char *parts = strstr(name, ": ");
    if (parts) {
        *parts = '\0';
        parts += 2;
    }
    char *folder = copy_string(markdown_path), why[4400];
    char *path = format_string("%s/%s", dirname(folder), name);
    struct results results;
    if (!results_read(path, &results, why, sizeof why))
        errx(1, "%s", why);
    struct figures figures = figures_of(&results);
    if (!parts)
        markdown_all(to, &figures);
    for (char *part; (part = strsep(&parts, ", "));)
        if (*part && !markdown_part(to, &figures, part))
            errx(1, "%s: there is no part '%s' of a run, only %s", markdown_path, part,
                 markdown_parts());
    figures_free(&figures);
    results_free(&results);
    free(path);
    free(folder);
}

/* The text with every marked part made anew; free() it. */
static char *renew(const char *path, const char *text)
{
    char *renewed = NULL;
    size_t size, parts = 0;
    FILE *to = open_memstream(&renewed, &size);
    if (!to)
        err(1, "%s", path);
    for (const char *marker; (marker = strstr(text, begin)); parts++) {
        const char *name = marker + strlen(begin);
        const char *line_end = strchr(name, '\n'), *name_end = strstr(name, " -->");
        const char *close = line_end ? strstr(line_end, end) : NULL;
        const char *next = strstr(name, begin);
        if (!name_end || !close || name_end > line_end || (next && next < close))
            errx(1, "%s: a part that begins with '%s' has no '%s'", path, begin, end);
        char *results = strndup(name, (size_t)(name_end - name));
        if (!results)
            err(1, "%s", path);
        fwrite(text, 1, (size_t)(line_end + 1 - text), to);
        fputc('\n', to);
        tables_of(to, path, results);
        fputc('\n', to);
        free(results);
        text = close;
    }
    if (parts == 0)
        errx(1, "%s has no part that begins with '%s'", path, begin);
    fputs(text, to);
    if (fclose(to) != 0)
        err(1, "%s", path);
    return renewed;
}

static bool put(const void *text, FILE *to)
{
    return fputs(text, to) >= 0;
}

struct values {
    bool check;
    const char *path;
};

static const struct argp_option options[] = {
    {"check", ARGUMENT_FLAG(struct values, check), NULL, 0,
     "Change nothing, and exit with 1 if the tables are not those of the results file", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        values->path = text;
        return 0;
    case ARGP_KEY_END:
        if (state->arg_num != 1)
            argp_error(state, "give one Markdown file");
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

int publish_command(int argc, char **argv)
{
    struct values values = {0};
    char *parts = markdown_parts();
    char *doc =
        format_string("Put the tables of a results file between these two lines of FILE.md:\n"
                      "  <!-- begin results/published/NAME.json -->\n"
                      "  <!-- end -->\n"
                      "The path is relative to FILE.md. To choose parts, name them after the path "
                      "and a colon: %s",
                      parts);
    free(parts);
    argp_parse(&(const struct argp){options, parse, "FILE.md", doc, NULL, NULL, NULL}, argc, argv,
               0, NULL, &values);
    free(doc);

    const char *path = values.path;
    char *old = read_file(path), *renewed = renew(path, old);
    bool same = strcmp(old, renewed) == 0;
    if (values.check && !same)
        warnx("%s does not show its results file: run ./harness publish %s", path, path);
    if (!values.check && !same) {
        char why[4400], to[2], *file; /* a document that is a link stays one */
        file = readlink(path, to, sizeof to) < 0 ? copy_string(path) : realpath(path, NULL);
        if (!file || !whole_file_can(file))
            err(1, "cannot write %s", path);
        if (!whole_file_write(file, put, renewed, why, sizeof why))
            errx(1, "%s", why);
        free(file);
    }
    free(old);
    free(renewed);
    return values.check && !same;
}
