#include "show/layout_views.h"
#include "base/strings.h"
#include "common/units.h"

static struct table *table_of(const struct effect_row *rows, size_t count)
{
    static const char *const headers[EFFECT_PLACES] = {"+0", "+16", "+32", "+48"};
    struct table *table = table_new();
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    for (size_t place = 0; place < EFFECT_PLACES; place++)
        table_column(table, headers[place], TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "spread", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "mean", TABLE_RIGHT, 1);
    for (const struct effect_row *row = rows; row < rows + count; row++) {
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", row->name);
        for (size_t place = 0; place < EFFECT_PLACES; place++)
            table_cell(table, TABLE_PLAIN, "%.3f", row->places[place]);
        table_cell(table, row->shows ? TABLE_BAD : TABLE_PLAIN, "%.1f %%", 100 * row->spread);
        table_cell(table, TABLE_PLAIN, "%.3f", row->mean);
    }
    return table;
}

/* The row with the largest effect, or NULL. */
static const struct effect_row *clearest(const struct effect_row *rows, size_t count)
{
    const struct effect_row *most = NULL;
    for (const struct effect_row *row = rows; row < rows + count; row++)
        if (row->shows && (!most || row->spread > most->spread))
            most = row;
    return most;
}

void layout_views(const struct terminal *terminal, const struct effect_row *rows, size_t count,
                  size_t rounds, const char *text, uint64_t bytes)
{
    char size[UNITS_SIZE];
    struct table *table = table_of(rows, count);
    const struct effect_row *row = clearest(rows, count);
    terminal_title(terminal,
                   format_string("The trap: %d places for one code, times relative to %s at +0",
                                 EFFECT_PLACES, rows->name));
    terminal_text(terminal,
                  format_string("Case: each variant is linked with 0, 16, 32 and 48 bytes in front "
                                "of its own code and of its engine's. Its source, compiler and "
                                "flags stay the same. All of them search %s MB of %s, in %zu "
                                "shuffled rounds. Times are medians.",
                                units_significant(size, (double)bytes / 1e6, 3), text, rounds));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    terminal_text(terminal, copy_string("spread: how much longer the slowest place takes than the "
                                        "fastest. Within a row, every difference is layout or "
                                        "noise; only a column compares two variants."));
    fputc('\n', terminal->to);
    if (!row) {
        terminal_text(terminal,
                      copy_string("The trap does not show here: no variant's time changes "
                                  "with its place by more than it varies. Try another CPU, "
                                  "or `trap layout` with more --rounds or another --variant."));
    } else {
        terminal_text(terminal,
                      format_string("What it looks like: %s takes %.1f %% longer with %zu bytes in "
                                    "front of its code than with %zu. Had you changed a line of it "
                                    "in between, you would call that line slow.",
                                    row->name, 100 * row->spread, EFFECT_STEP * row->slowest,
                                    EFFECT_STEP * row->fastest));
        terminal_text(terminal, copy_string("What it is: the padding is never run. It moves the "
                                            "code, and with it which instructions share a line of "
                                            "the CPU's caches and an entry of its branch "
                                            "predictors. Every change to a program moves code, "
                                            "even one that makes no difference otherwise."));
        terminal_text(terminal, copy_string("Remember: one layout is one sample, however often you "
                                            "run it. Compare programs over many layouts before you "
                                            "believe a few per cent."));
    }
    table_free(table);
}
