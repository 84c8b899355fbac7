/* The part of story.h that is about single rungs. */
#include "base/markdown_text.h"
#include "base/strings.h"
#include "figures/story.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct row_figures *story_again(const struct figures *figures,
                                      const struct row_figures *first)
{
    const struct identity *is = &first->row->is;
    if (first->outcome != OUTCOME_WASTED && first->outcome != OUTCOME_CANNOT_PAY)
        return NULL;
    char *end = format_string("_%s", is->name);
    const struct row_figures *again = NULL;
    for (size_t i = (size_t)(first - figures->rows) + 1; !again && i < figures->run->row_count;
         i++) {
        const struct row_figures *row = &figures->rows[i];
        const char *name = row->row->is.name;
        size_t before = strlen(name) > strlen(end) ? strlen(name) - strlen(end) : 0;
        if (row->outcome == OUTCOME_PAID && row->row->is.attacks == is->attacks &&
            strcmp(name + before, end) == 0)
            again = row;
    }
    free(end);
    return again;
}

/* A sentence from the rung itself. */
static void put_sentence(FILE *to, const char *before, const char *text)
{
    fputs(before, to);
    markdown_text(to, text);
    fputc('.', to);
}

static void walk_gain(FILE *to, const struct row_figures *row)
{
    char gain[UNITS_SIZE];
    fprintf(to, " It attacks %.0f %% of the time of ", 100 * row->predicted.share);
    markdown_text(to, row->parent->is.name);
    fprintf(to, ": at most %s", figures_gain(gain, row->predicted.ceiling));
    if (!isnan(row->predicted.expected)) /* if NAN, it needs a rate that was not measured */
        fprintf(to, ", predicted %s", figures_gain(gain, row->predicted.expected));
    fputc('.', to);
    if (row->outcome != OUTCOME_NONE)
        fprintf(to, " It gained %.2f×: %s.", row->over_parent.ratio, outcome_name(row->outcome));
}

static void walk_rung(FILE *to, const struct row_figures *row)
{
    const struct row *rung = row->row;
    fputs("- **", to);
    markdown_text(to, rung->is.name);
    put_sentence(to, "**: ", rung->is.idea ? rung->is.idea : "no word of its idea");
    if (rung->is.isa)
        put_sentence(to, " By ", rung->is.isa);
    if (row->stages.runs > 0 && !row->parent)
        fprintf(to, " Its time goes to %s: %.0f %%.", stage_name(row->stages.bottleneck),
                100 * row->stages.share[row->stages.bottleneck]);
    if (rung->status != STATUS_OK) {
        fprintf(to, " %s", status_name(rung->status));
        put_sentence(to, ": ", rung->reason ? rung->reason : "no reason");
    } else if (row->parent && row->is_predicted) {
        walk_gain(to, row);
    }
    fputc('\n', to);
}

char *story_walk(const struct figures *figures)
{
    char *story = NULL;
    size_t size;
    FILE *to = open_memstream(&story, &size);
    if (!to)
        err(1, "story");
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (!figures->rows[i].row->is.copy_of)
            walk_rung(to, &figures->rows[i]);
    if (fclose(to) != 0)
        err(1, "story");
    return story;
}
