/* For tests that ask one thing of a run's figures: they are made for it, and freed. */
#ifndef FIGURED_H
#define FIGURED_H

#include "figures/figures.h"
#include "figures/verdict.h"
#include "tests/support/samples.h"

static inline enum verdict figured_verdict(const struct results *results, const struct row *row)
{
    struct figures figures = figures_of(results);
    enum verdict verdict = figures.rows[row - results->rows].verdict;
    figures_free(&figures);
    return verdict;
}

/* What it gains over its parent. */
static inline struct speedup figured_speedup(const struct results *results, const struct row *row)
{
    struct figures figures = figures_of(results);
    struct speedup speedup = figures.rows[row - results->rows].over_parent;
    figures_free(&figures);
    return speedup;
}

static inline bool figured_trusted(const struct results *results)
{
    struct figures figures = figures_of(results);
    bool trusted = figures.trusted;
    figures_free(&figures);
    return trusted;
}

/* What came of a row that is an A/A control. */
static inline enum control figured_control(const struct results *results, const struct row *row)
{
    struct figures figures = figures_of(results);
    enum control control = figures.rows[row - results->rows].control;
    figures_free(&figures);
    return control;
}

/* Of a rung whose parent is in the run. */
static inline double figured_drift(const struct results *results, const struct row *row)
{
    struct pairs pairs = pairs_of(results);
    double drift = pair_drift(pairs_find(&pairs, PAIR_RUNG, row));
    pairs_free(&pairs);
    return drift;
}

/* What a caption or a story says of a run, or NULL; free() it. */
static inline char *figured_text(char *(*text)(const struct figures *figures),
                                 const struct results *results)
{
    struct figures figures = figures_of(results);
    char *said = text(&figures);
    figures_free(&figures);
    return said;
}

/* A table as Markdown; free() it. */
static inline char *figured_table(struct table *(*table)(const struct figures *figures),
                                  const struct results *results)
{
    struct figures figures = figures_of(results);
    char *markdown = samples_markdown(table(&figures));
    figures_free(&figures);
    return markdown;
}

/* What a writer writes; free() it. */
static inline char *figured_written(void (*write)(FILE *to, const struct figures *figures),
                                    const struct results *results)
{
    char *text;
    struct figures figures = figures_of(results);
    FILE *to = samples_memory(&text);
    write(to, &figures);
    fclose(to);
    figures_free(&figures);
    return text;
}

#endif
