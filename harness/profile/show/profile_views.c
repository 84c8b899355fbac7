#include "profile/show/profile_views.h"
#include "base/strings.h"
#include "profile/model/profile_focus.h"
#include "profile/model/profile_verdict.h"

#include <err.h>

static void functions(const struct terminal *terminal, const struct profile *profile,
                      enum profile_sort by, const char *under)
{
    static const char *const orders[] = {"self", "total", "calls", "name"};
    char lines[UNITS_SIZE];
    struct table *table = profile_functions_table(profile, by, terminal->width);
    terminal_title(terminal, format_string("Functions%s%s, by %s", under ? " under " : "",
                                           under ? under : "", orders[by]));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    bool calls = table_shows(table, terminal->width, "calls") ||
                 table_shows(table, terminal->width, "per call"),
         error = table_shows(table, terminal->width, "±");
    table_free(table);
    if (profile_calls_scaled(profile) && !under && calls)
        terminal_text(terminal,
                      format_string("~ counted by %s on the first %s lines, and scaled to all "
                                    "that was searched.",
                                    profile->how.counts_engine,
                                    units_grouped(lines, profile->how.counts_lines)));
    if (error)
        terminal_text(terminal,
                      copy_string("± half the width of the 95 % interval of self %, in points: "
                                  "sampling alone may be off by so much."));
}

static void threads(const struct terminal *terminal, const struct profile *profile)
{
    size_t processes = 0;
    struct profile_imbalance imbalance = profile_imbalance(profile);
    if (profile->thread_count == 0)
        return;
    for (size_t i = 0; i < profile->thread_count; i++) {
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++)
            seen = profile->threads[j].pid == profile->threads[i].pid;
        processes += !seen;
    }
    struct table *table = profile_threads_table(profile);
    terminal_title(terminal, copy_string(processes > 1 ? "Processes and threads" : "Threads"));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    table_free(table);
    if (imbalance.count > 1)
        terminal_text(terminal,
                      format_string("Imbalance %.2f: the busiest of the %zu that share the work "
                                    "over their mean, in CPU time.",
                                    imbalance.times, imbalance.count));
}

static void lanes(const struct terminal *terminal, const struct profile *profile)
{
    static const char *const names[] = {"compute ms", "copy ms", "wait ms", "calls ms"};
    if (profile->lane_count == 0)
        return;
    struct table *table = table_new();
    table_column(table, "lane", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "spans", TABLE_RIGHT, 50);
    for (size_t c = 0; c < 4; c++)
        table_column(table, names[c], TABLE_RIGHT, 80);
    for (size_t i = 0; i < profile->lane_count; i++) {
        const struct profile_lane *lane = &profile->lanes[i];
        double spent[4] = {0};
        char digits[UNITS_SIZE];
        for (size_t j = 0; j < lane->span_count; j++)
            spent[lane->spans[j].category] += (double)lane->spans[j].ns;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", lane->name);
        table_cell(table, TABLE_DIM, "%zu", lane->span_count);
        for (size_t c = 0; c < 4; c++)
            table_cell(table, TABLE_PLAIN, "%s",
                       spent[c] > 0 ? units_significant(digits, spent[c] / 1e6, 3) : "");
    }
    terminal_title(terminal, copy_string("What ran when, by lane"));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    table_free(table);
}

void profile_views(const struct terminal *terminal, const struct profile *profile,
                   enum profile_sort by, size_t focus)
{
    char why[400];
    terminal_title(terminal, format_string("Profile of %s", profile->variant));
    terminal_text(terminal, profile_verdict_text(profile));
    struct profile *part =
        focus == PROFILE_NONE ? NULL : profile_focus(profile, focus, why, sizeof why);
    if (part) {
        double share = profile_share(profile_total(part), profile_total(profile));
        char percent[UNITS_SIZE];
        terminal_text(terminal,
                      format_string("Below, shares are of what lies under `%s`: %s of all.",
                                    profile->functions[focus].name,
                                    profile_percent_words(percent, share)));
        functions(terminal, part, by, profile->functions[focus].name);
    } else {
        if (focus != PROFILE_NONE)
            warnx("%s", why);
        functions(terminal, profile, by, NULL);
    }
    profile_free(part);
    if (profile_whole(profile).gpu > 0)
        terminal_text(terminal,
                      copy_string("Shares of what ran on the GPU are of the time that it worked, "
                                  "all others of the host's."));
    threads(terminal, profile);
    lanes(terminal, profile);
    terminal_title(terminal, copy_string("How it was obtained"));
    terminal_text(terminal, profile_how_text(profile));
}
