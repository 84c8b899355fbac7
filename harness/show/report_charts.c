#include "show/report_charts.h"
#include "base/strings.h"
#include "base/units.h"
#include "base/whole_file.h"
#include "figures/ladder.h"
#include "system/programs.h"
#include "system/run.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define EXIT_SKIPPED 77
#define ROW_HEIGHT 22
#define WIDTH 760
#define TIMEOUT_NS (30 * NS_PER_S)

struct colours {
    const char *name, *ink, *soft, *line, *mark;
};

/* As in report/style.css. The background stays clear: it is the page's. */
static const struct colours all_colours[] = {
    {"light", "#16191d", "#565e68", "#d9dde1", "#0b5cad"},
    {"dark", "#e8eaed", "#a4acb5", "#353b42", "#6db3f2"},
};

/* In quotes in which gnuplot reads nothing but the quote itself. */
static void put_quoted(FILE *to, const char *text)
{
    fputc('\'', to);
    for (; *text; text++) {
        if (*text == '\'')
            fputc('\'', to);
        fputc((unsigned char)*text < ' ' ? ' ' : *text, to);
    }
    fputc('\'', to);
}

static void put_rows(FILE *to, const struct results *results, size_t count)
{
    size_t place = 0;
    double least = INFINITY, most = 0;
    fputs("$rows << END\n", to);
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        if (!ladder_measured(row))
            continue;
        struct summary summary = ladder_summarize(row);
        double low = summary.has_interval ? summary.interval.low : summary.median_ns,
               high = summary.has_interval ? summary.interval.high : summary.median_ns;
        least = fmin(least, low / 1e9);
        most = fmax(most, high / 1e9);
        fprintf(to, "%.9g %zu %.9g %.9g\n", summary.median_ns / 1e9, count - place++, low / 1e9,
                high / 1e9);
    }
    fprintf(to, "END\nset xrange [%.9g:%.9g]\n", least / 1.4, most * 1.4);
    fputs("set ytics (", to);
    place = 0;
    for (size_t i = 0; i < results->row_count; i++) {
        if (!ladder_measured(&results->rows[i]))
            continue;
        fputs(place ? ", " : "", to);
        put_quoted(to, results->rows[i].is.name);
        fprintf(to, " %zu", count - place++);
    }
    fputs(")\n", to);
}

/* The times, to the right of the chart. */
static void put_labels(FILE *to, const struct results *results, size_t count,
                       const struct colours *colours)
{
    size_t place = 0;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        char time[UNITS_SIZE];
        if (ladder_measured(row))
            fprintf(to, "set label '%s s' at graph 1.12, first %zu right textcolor rgb '%s'\n",
                    units_significant(time, ladder_summarize(row).median_ns / 1e9, 3),
                    count - place++, colours->soft);
    }
}

static void put_chart(FILE *to, const struct results *results, size_t count,
                      const struct colours *colours, const char *path)
{
    fprintf(to, "set terminal svg noenhanced size %d,%zu dynamic font 'sans-serif,13'\nset output ",
            WIDTH, count * ROW_HEIGHT + 60);
    put_quoted(to, path);
    fprintf(to,
            "\nset encoding utf8\n"
            "unset key\nset border 0\nset tics nomirror scale 0\n"
            "set lmargin 20\nset rmargin 11\nset tmargin 0.6\nset bmargin 3.2\n"
            "set logscale x\nset yrange [0.3:%zu.7]\n"
            "set grid xtics lc rgb '%s' lt 1 lw 1\n"
            "set xtics textcolor rgb '%s' format '%%g s'\nset ytics textcolor rgb '%s'\n"
            "set xlabel 'median of fresh processes and its 95 %% interval, logarithmic' "
            "textcolor rgb '%s'\n",
            count, colours->line, colours->soft, colours->ink, colours->soft);
    put_rows(to, results, count);
    put_labels(to, results, count, colours);
    fprintf(to, "plot $rows using 1:2:3:4 with xerrorbars pt 7 ps 0.6 lw 1.6 lc rgb '%s'\n",
            colours->mark);
}

/* A file in memory, and a path by which gnuplot can open it. */
static FILE *memory_file(char *path, size_t size)
{
    int fd = memfd_create("chart", MFD_CLOEXEC);
    FILE *file = fd >= 0 ? fdopen(fd, "w+") : NULL;
    if (!file)
        err(EXIT_FAILED, "charts");
    snprintf(path, size, "/proc/%d/fd/%d", getpid(), fd);
    return file;
}

static bool copy(const void *what, FILE *to)
{
    FILE *const *from = what;
    char *text = NULL;
    size_t size = 0;
    bool good = getdelim(&text, &size, '\0', *from) > 0 && fputs(text, to) >= 0;
    free(text);
    return good;
}

/* In memory first: gnuplot opens its output before it knows whether it can draw, and says nothing
 * of a full disk. */
static bool draw(char *gnuplot, const struct results *results, size_t count,
                 const struct colours *colours, const char *path)
{
    char script_path[64], chart_path[64], why[4400];
    if (!whole_file_can(path)) {
        warn("cannot write %s", path);
        return false;
    }
    FILE *script = memory_file(script_path, sizeof script_path);
    FILE *chart = memory_file(chart_path, sizeof chart_path);
    struct run *run = malloc(sizeof *run);
    put_chart(script, results, count, colours, chart_path);
    if (!run || fflush(script) != 0)
        err(EXIT_FAILED, "charts");
    run_program((char *[]){gnuplot, script_path, NULL}, TIMEOUT_NS, run);
    bool drawn = run->end == RUN_EXITED && run->code == 0, good = false;
    if (drawn)
        good = whole_file_write(path, copy, &chart, why, sizeof why);
    else
        run_explain(run, TIMEOUT_NS, why, sizeof why);
    if (!good)
        warnx("%s%s%s", drawn ? "" : path, drawn ? "" : " was not drawn: ", why);
    fclose(script);
    fclose(chart);
    free(run);
    return good;
}

int report_charts(const struct results *results, const char *folder)
{
    size_t count = 0;
    for (size_t i = 0; i < results->row_count; i++)
        count += ladder_measured(&results->rows[i]);
    if (count == 0) {
        warnx("nothing to draw: no variant was measured");
        return EXIT_FAILED;
    }
    char *gnuplot = program_find("gnuplot");
    if (!gnuplot) {
        warnx("charts are drawn by gnuplot, which is not there: install gnuplot-nox");
        return EXIT_SKIPPED;
    }
    bool good = true;
    for (size_t i = 0; good && i < sizeof all_colours / sizeof all_colours[0]; i++) {
        char *path = format_string("%s/ladder-%s.svg", folder, all_colours[i].name);
        good = draw(gnuplot, results, count, &all_colours[i], path);
        if (good)
            printf("%s\n", path);
        free(path);
    }
    free(gnuplot);
    return good ? 0 : EXIT_FAILED;
}
