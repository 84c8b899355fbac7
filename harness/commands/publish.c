#include "base/strings.h"
#include "base/whole_file.h"
#include "commands/commands.h"
#include "common/arguments.h"
#include "record/results.h"
#include "show/markdown.h"
#include "system/machine.h"

#include <argp.h>
#include <err.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE 2

static const char begin[] = "<!-- begin ", tail[] = " -->", end[] = "<!-- end -->";

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

/* A document, read line by line. */
struct reader {
    const char *at;
    size_t number; /* of the last line, from 1 */
    size_t fence;  /* the length of the open code block's fence; 0: none is open */
    char kind;     /* the fence's character */
};

struct line {
    const char *text;
    size_t bytes, length; /* of the whole line; without its end and blanks before that */
    bool is_code;         /* in a code block, or a fence */
};

/* The length of a line's code fence, three or more of a character; 0: none. */
static size_t fence_of(const struct line *line, char *kind, bool *is_bare)
{
    size_t indent = strspn(line->text, " ");
    const char *fence = line->text + indent;
    *kind = *fence;
    size_t length = indent < 4 ? strspn(fence, *kind == '~' ? "~" : "`") : 0;
    *is_bare = indent + length == line->length;
    if (*kind == '`' && memchr(fence + length, '`', line->length - indent - length))
        return 0; /* code within a line */
    return length < 3 ? 0 : length;
}

static bool take_line(struct reader *reader, struct line *line)
{
    char kind;
    bool is_bare;
    line->text = reader->at;
    line->length = strcspn(line->text, "\n");
    line->bytes = line->length + (line->text[line->length] == '\n');
    while (line->length > 0 && strchr(" \t\r", line->text[line->length - 1]))
        line->length--;
    size_t fence = fence_of(line, &kind, &is_bare);
    line->is_code = reader->fence > 0 || fence > 0;
    if (reader->fence == 0) {
        reader->fence = fence;
        reader->kind = kind;
    } else if (is_bare && kind == reader->kind && fence >= reader->fence) {
        reader->fence = 0;
    }
    reader->at += line->bytes;
    reader->number++;
    return line->bytes > 0;
}

static bool is_end(const struct line *line)
{
    return !line->is_code && line->length == strlen(end) &&
           strncmp(line->text, end, line->length) == 0;
}

/* The name in a line that begins a part; NULL for another line. free() it. */
static char *named_by(const struct line *line)
{
    size_t around = strlen(begin) + strlen(tail);
    if (line->is_code || line->length <= around || strncmp(line->text, begin, strlen(begin)) != 0 ||
        strncmp(line->text + line->length - strlen(tail), tail, strlen(tail)) != 0)
        return NULL;
    char *name = strndup(line->text + strlen(begin), line->length - around);
    if (!name)
        err(1, "publish");
    return name;
}

/* The text with every marked part replaced; free() it. */
static char *renew(const char *path, const char *text)
{
    struct reader reader = {.at = text};
    char *renewed = NULL, *name = NULL;
    size_t size, parts = 0, begun = 0; /* where the open part began */
    FILE *to = open_memstream(&renewed, &size);
    if (!to)
        err(1, "%s", path);
    for (struct line line; take_line(&reader, &line); free(name)) {
        bool ends = is_end(&line);
        name = named_by(&line);
        if (name && begun)
            break;
        if (ends && !begun)
            errx(1, "%s: no part begins before the '%s' in line %zu", path, end, reader.number);
        if (!begun || ends)
            fwrite(line.text, 1, line.bytes, to);
        if (name) {
            fputc('\n', to);
            tables_of(to, path, name);
            fputc('\n', to);
            parts++;
        }
        begun = name ? reader.number : ends ? 0 : begun;
    }
    if (begun)
        errx(1, "%s: the part that begins in line %zu has no '%s'", path, begun, end);
    if (parts == 0)
        errx(1, "%s has no line '%sRESULTS.json%s'", path, begin, tail);
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
    char *doc = format_string(
        "Put the tables of a results file between these two lines of FILE.md:\n  <!-- begin "
        "results/published/NAME.json -->\n  <!-- end -->\nThe path is relative to FILE.md. To "
        "choose parts, list them after the path and a colon: %s",
        parts);
    free(parts);
    arguments_parse(&(const struct argp){options, parse, "FILE.md", doc, NULL, NULL, NULL}, argc,
                    argv, &values);
    free(doc);

    const char *path = values.path;
    char *old = read_file(path), *renewed = renew(path, old);
    bool same = strcmp(old, renewed) == 0;
    if (values.check && !same)
        warnx("%s does not show its results file: run %s publish %s", path, machine_self(), path);
    if (!values.check && !same) {
        char why[4400], to[2], *file; /* if the document is a link, it stays one */
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
