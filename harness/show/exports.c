#include "show/exports.h"
#include "base/csv.h"
#include "base/whole_file.h"
#include "common/arguments.h"
#include "common/standard_output.h"
#include "figures/document.h"
#include "show/markdown.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2

/* The columns up to bytes_per_s, which every kind of row has. */
static void csv_row(FILE *to, const struct row *row, const struct summary *summary)
{
    bool good = row->status == STATUS_OK;
    csv_first(to, row->is.name);
    csv_text(to, row->is.after);
    csv_text(to, status_name(row->status));
    csv_text(to, row->reason);
    fprintf(to, ",%" PRIu64 ",%zu", row->matches, summary->rounds);
    csv_number(to, good ? summary->median_ns : NAN);
    csv_number(to, good && summary->has_interval ? summary->interval.low : NAN);
    csv_number(to, good && summary->has_interval ? summary->interval.high : NAN);
    csv_number(to, good ? summary->bytes_per_s : NAN);
}

/* A row beside the ladder; unknown fields stay empty. */
static void csv_side(FILE *to, const struct row *row, const struct summary *time, const char *kind,
                     uint64_t bytes)
{
    bool good = row->status == STATUS_OK;
    csv_row(to, row, time);
    fputs(",,,,", to);
    csv_number(to, good ? time->cpu_ns : NAN);
    csv_count(to, row->is.threads > 0 && time->peak_rss_bytes > 0, time->peak_rss_bytes);
    fprintf(to, ",%s", kind);
    csv_count(to, row->is.threads > 0, (uint64_t)row->is.threads);
    csv_number(to, good ? time->wall_ns : NAN);
    fprintf(to, ",%" PRIu64 "\n", bytes);
}

static void csv_variant(FILE *to, const struct results *run, const struct row_figures *figure)
{
    const struct row *row = figure->row;
    const struct summary *time = &figure->time;
    const struct speedup *over = &figure->over_parent;
    bool good = row->status == STATUS_OK, has_parent = !row->is.copy_of;
    csv_row(to, row, time);
    csv_number(to, has_parent ? over->ratio : NAN);
    csv_number(to, has_parent && over->has_interval ? over->interval.low : NAN);
    csv_number(to, has_parent && over->has_interval ? over->interval.high : NAN);
    csv_number(to, figure->over_baseline);
    csv_number(to, good ? time->cpu_ns : NAN);
    csv_count(to, time->peak_rss_bytes > 0, time->peak_rss_bytes);
    fprintf(to, ",variant,%d", figure->threads);
    csv_number(to, good ? time->wall_ns : NAN);
    fprintf(to, ",%" PRIu64 "\n", run->data.bytes);
}

void exports_csv(FILE *to, const struct figures *figures)
{
    const struct results *run = figures->run;
    fputs("variant,after,status,reason,matches,rounds,median_ns,low_ns,high_ns,bytes_per_s,"
          "x_parent,x_parent_low,x_parent_high,x_baseline,cpu_ns,peak_rss_bytes,kind,threads,"
          "wall_ns,searched_bytes\n",
          to);
    for (size_t i = 0; i < run->row_count; i++)
        csv_variant(to, run, &figures->rows[i]);
    for (size_t i = 0; i < figures->point_count; i++) {
        const struct point_figures *point = &figures->points[i];
        if (point->row->is.threads) /* the largest count is the variant's own line */
            csv_side(to, point->row, &point->time, "sweep", run->data.bytes);
    }
    for (size_t i = 0; i < run->peer_count; i++)
        csv_side(to, &run->peers[i].row, &figures->peers[i].time, "peer", run->peers[i].bytes);
}

static const struct argp_option options[] = {
    {"export-csv", ARGUMENT_TEXT(struct exports, csv), "FILE", 0,
     "Also write CSV. - is standard output, and the tables then go to standard error", 0},
    {"export-markdown", ARGUMENT_TEXT(struct exports, markdown), "FILE", 0, "Also write Markdown",
     0},
    {"export-json", ARGUMENT_TEXT(struct exports, json), "FILE", 0, "Also write JSON", 0},
    {0}};

static bool is_dash(const char *path)
{
    return path && strcmp(path, "-") == 0;
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    const struct exports *exports = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        return ARGP_ERR_UNKNOWN;
    case ARGP_KEY_END:
        if (is_dash(exports->csv) + is_dash(exports->markdown) + is_dash(exports->json) > 1)
            argp_error(state, "only one export can go to standard output");
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

const struct argp exports_argp = {.options = options, .parser = parse};

bool exports_to_standard_output(const struct exports *exports)
{
    return is_dash(exports->csv) || is_dash(exports->markdown) || is_dash(exports->json);
}

void exports_check(const char *option, const char *path)
{
    if (path && !*path)
        errx(EXIT_USAGE, "%s takes the path of a file, not ''", option);
    if (path && !is_dash(path) && !whole_file_can(path))
        err(EXIT_FAILED, "%s: cannot write %s", option, path);
}

void exports_check_all(const struct exports *exports)
{
    exports_check("--export-csv", exports->csv);
    exports_check("--export-markdown", exports->markdown);
    exports_check("--export-json", exports->json);
}

void exports_spare(const struct exports *exports, const char *output, const char *path,
                   const char *what)
{
    const char *const written[][2] = {{"--output", output},
                                      {"--export-csv", exports->csv},
                                      {"--export-markdown", exports->markdown},
                                      {"--export-json", exports->json}};
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++)
        if (whole_file_is(written[i][1], path))
            errx(EXIT_USAGE, "%s would overwrite %s", written[i][0], what);
}

static bool put_csv(const void *figures, FILE *to)
{
    exports_csv(to, figures);
    return !ferror(to);
}

static bool put_markdown(const void *figures, FILE *to)
{
    markdown_all(to, figures);
    return !ferror(to);
}

bool exports_put(const char *path, bool (*put)(const void *what, FILE *to), const void *what)
{
    char why[4400];
    if (!path)
        return true;
    if (is_dash(path)) {
        bool good = put(what, stdout);
        return standard_output_flush() && good;
    }
    if (whole_file_write(path, put, what, why, sizeof why))
        return true;
    warnx("%s", why);
    return false;
}

bool exports_write(const struct exports *exports, const struct figures *figures)
{
    json_t *document = document_of(figures);
    bool good = exports_put(exports->csv, put_csv, figures);
    good &= exports_put(exports->markdown, put_markdown, figures);
    good &= exports_put(exports->json, results_put, document);
    json_decref(document);
    return good;
}
