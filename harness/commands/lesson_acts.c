#include "commands/lesson_acts.h"
#include "base/strings.h"
#include "build_baseline.h"
#include "figures/document.h"
#include "figures/lesson.h"
#include "figures/story.h"
#include "profile/show/profile_page.h"
#include "record/results.h"
#include "show/lesson_views.h"
#include "show/page.h"
#include "system/machine.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_FAILED 1

/* --- what several acts do --- */

/* A variant without which the lesson has nothing to show. */
static const struct row_figures *need(struct course *course, const char *name)
{
    const struct row_figures *row = course_row(course, name);
    static char why[400];
    if (row && row->row->status == STATUS_OK && row->row->sample_count > 0 && row->stages.runs > 0)
        return row;
    snprintf(why, sizeof why, "%s was not measured%s%s", name, row && row->row->reason ? ": " : "",
             row && row->row->reason ? row->row->reason : "");
    course->wrong = why;
    return NULL;
}

/* Cards of an act's ideas, or of the one with that name, or of all but that one. */
static void show_cards(const struct course *course, int act, const char *name, bool but)
{
    struct lesson_figures found;
    lesson_figures_of(&course->figures, &course->lesson, &found);
    for (size_t i = 0; course_speaks(course) && i < course->lesson.idea_count; i++) {
        const struct lesson_idea *idea = &course->lesson.ideas[i];
        if (idea->act == act && (!name || (strcmp(idea->name, name) == 0) != but))
            lesson_card_view(&course->terminal, &found.cards[i]);
    }
}

static const struct lesson_idea *chosen_in(const struct course *course, int act)
{
    for (size_t i = 0; i < course->lesson.idea_count; i++)
        if (course->lesson.ideas[i].act == act && course->lesson.ideas[i].chosen)
            return &course->lesson.ideas[i];
    return NULL;
}

/* What was guessed to be the bottleneck, and what it is. */
static bool show_bottleneck(struct course *course, const char *of)
{
    const struct row_figures *row = need(course, of);
    if (!row)
        return false;
    course_tell(course, lesson_stages(row));
    const struct lesson_bottleneck *guess =
        &course->lesson.bottlenecks[course->lesson.bottleneck_count - 1];
    course_say(course, "%s The bottleneck of %s is %s.",
               guess->stage == row->stages.bottleneck ? "You were right." : "You were wrong.", of,
               stage_name(row->stages.bottleneck));
    return true;
}

/* --- act 1 --- */

/* With its indentation halved, so that it fits 80 columns; wrapped where there are fewer. */
static void show_baseline(const struct course *course)
{
    for (const char *line = BASELINE_SOURCE; course_speaks(course) && *line;) {
        size_t blanks = strspn(line, " "), length = strcspn(line, "\n");
        char *indent = format_string("%*s", (int)(blanks / 2), ""),
             *code = format_string("%.*s", (int)(length - blanks), line + blanks);
        table_print_wrapped(course->ask.to, course->ask.width, indent, code);
        free(indent);
        free(code);
        line += length + (line[length] == '\n');
    }
    if (course_speaks(course))
        fputc('\n', course->ask.to);
}

static bool where_is_the_time(struct course *course)
{
    course_title(course, "ACT 1: WHERE IS THE TIME?");
    course_say(course, "This program counts two patterns, [0-9]{1}bob and [0-9]{1}rob, in upper or "
                       "lower case, in lines of 1,000 random letters and digits. It is slow, and "
                       "everyone has an idea. This is its heart:");
    show_baseline(course);
    course_say(
        course,
        "Its stages: read (text_next gets a line), compile (regex_cache_get compiles "
        "a pattern when it is first looked up, and looks it up from then on), lower "
        "(converts the line to lower case), search (regex_count). The rest, other, is small.");
    if (!lesson_ask_shares(course))
        return false;
    course_seal(course);
    if (!course_measure(course, "look", "baseline", "30s"))
        return false;
    const struct row_figures *row = need(course, "baseline");
    if (!row)
        return false;
    if (course_speaks(course))
        lesson_shares_view(&course->terminal, &course->lesson, row);
    return true;
}

static bool one_afternoon(struct course *course)
{
    static const struct lesson_list ideas = {1, {"compiled", "caseless", "chunked", "combined"}};
    course_say(course, "One afternoon, four ideas. Each is a change to baseline:");
    if (!lesson_ask_ideas(course, &ideas, true))
        return false;
    const struct lesson_idea *chosen = chosen_in(course, 1);
    const char *name = chosen ? chosen->name : "combined";
    char *variants = format_string("baseline,%s", name);
    bool measured = course_measure(course, "chosen", variants, "60s");
    free(variants);
    if (!measured)
        return false;
    course_say(
        course,
        "A card for each. At most: what the idea would gain if the work that it attacks cost "
        "nothing. Where that can be tried, it is: baseline runs without that work and is "
        "timed, which is more exact than its share. The ledger: what the harness predicted "
        "before it ran the idea. A per cent or two is noise.");
    course_say(course, "Your choice:");
    show_cards(course, 1, name, false);
    if (!course_measure(course, "ideas", "baseline,compiled,caseless,chunked,combined", "90s"))
        return false;
    course_say(course, "The others:");
    show_cards(course, 1, name, true);
    course_say(course, "All four are good practice. What decides is not how good an idea is, but "
                       "how much of the time goes where it works. You can know that before you "
                       "write a line. (End of act 1: a good place for a break. Ctrl-C keeps all.)");
    return true;
}

/* --- act 2 --- */

static bool look_again(struct course *course)
{
    static const struct lesson_list engine = {2, {"jit"}};
    static const struct lesson_list again = {2, {"jit_caseless", "jit_chunked", "hyperscan_lines"}};
    course_title(course, "ACT 2: LOOK AGAIN");
    if (!course_has(course, "jit")) {
        course_say(course, "jit can't be measured here, and this act is about it: it is left out.");
        return true;
    }
    course_say(course, "combined is the fastest so far. Predict before you look.");
    if (!lesson_ask_bottleneck(course, "combined") || !show_bottleneck(course, "combined"))
        return false;
    course_say(course, "What next? This one follows combined:");
    if (!lesson_ask_ideas(course, &engine, false) ||
        !course_measure(course, "engine", "combined,jit", "60s"))
        return false;
    show_cards(course, 2, NULL, false);
    course_say(course, "The bottleneck was attacked. What is it now?");
    if (!lesson_ask_bottleneck(course, "jit") || !show_bottleneck(course, "jit"))
        return false;
    course_say(course, "An idea that failed in act 1 may be right now. jit_caseless and "
                       "hyperscan_lines follow jit, jit_chunked follows jit_caseless:");
    if (!lesson_ask_ideas(course, &again, true) ||
        !course_measure(course, "again", "combined,jit,jit_caseless,jit_chunked,hyperscan_lines",
                        "90s"))
        return false;
    show_cards(course, 2, "jit", true);
    course_say(course, "No idea is good or bad by itself: it depends on where the time is when you "
                       "try it. (End of act 2.)");
    return true;
}

/* --- act 3 --- */

static bool all_cores(struct course *course)
{
    static const struct lesson_list cores = {3, {"openmp", "openmp_simd"}};
    bool replays = course->origin.replay != NULL;
    int count = replays ? course->run.threads : machine_cores();
    course_title(course, "ACT 3: ALL CORES, AND TWO TRAPS");
    if (count == 1) {
        course_say(course, "This machine has one core, so there is nothing to share out.");
    } else {
        course_say(course,
                   "There are %d cores. openmp shares out the work of combined, which "
                   "searches slowly. openmp_simd shares out that of streams, which searches "
                   "so fast that it nearly reads the text at the speed of memory:",
                   count);
        if (!lesson_ask_ideas(course, &cores, false))
            return false;
    }
    if (!course_measure(course, "all", "all", "150s"))
        return false;
    show_cards(course, 3, NULL, false);
    course_say(course, "The whole ladder, in short:");
    course_tell(course, story_tell(&course->figures));
    return true;
}

/* The answers go into the run: into a copy of one that is replayed. Then its page. */
static void keep(struct course *course)
{
    char why[4400];
    bool replays = course->origin.replay != NULL;
    char *path =
        replays ? lesson_file_beside(&course->file, "replay") : copy_string(course->run_path);
    json_decref(course->run.lesson);
    course->run.lesson = lesson_encode(&course->lesson);
    if (!results_write(document_of_run(&course->run), path, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    course_say(course, "The run, with your answers in it: %s", path);
    char *page = page_path(path);
    json_t *profiles = profile_page_of(NULL);
    if (!page_can())
        course_say(course,
                   "There is no page with your cards: this build was made without Node.js.");
    else if (page_write(path, profiles, page, why, sizeof why))
        course_say(course, "A page with your cards: %s", page);
    else
        warnx("no page: %s", why);
    json_decref(profiles);
    free(page);
    free(path);
}

static void score(struct course *course)
{
    char *scores[LESSON_SCORES];
    struct lesson_figures found;
    lesson_figures_of(&course->figures, &course->lesson, &found);
    lesson_scores(&course->figures, &found, &course->lesson, scores);
    course_title(course, "HOW WELL DID YOU KNOW?");
    for (size_t i = 0; i < LESSON_SCORES; i++)
        course_tell(course, scores[i]);
    course_say(course, "%s Profile, find the bottleneck, fix that, look again.",
               found.scored == 0 ? "Nothing could be scored in this run."
               : found.error <= found.ledger_error
                   ? "You were as well calibrated as the ledger, which had measured first!"
                   : "The ledger is no wiser than you: it measured before it predicted.");
}

bool lesson_acts(struct course *course)
{
    size_t kept = lesson_file_answers(&course->file);
    if (kept == 0) {
        course_say(course,
                   "A lesson in three acts of about a quarter of an hour. You predict, "
                   "commit, measure, and look again. Write numbers and names; ? explains a "
                   "question. Ctrl-C leaves, and keeps your answers in %s.",
                   course->file.path);
        if (course->origin.replay)
            course_say(course, "The numbers are those of %s; nothing is measured.",
                       course->origin.replay);
    } else {
        ask_say(&course->ask, "Welcome back. Answers kept in %s: %zu. The lesson goes on.",
                course->file.path, kept);
    }
    if (!where_is_the_time(course) || !one_afternoon(course) || !look_again(course) ||
        !all_cores(course) || !lesson_trap_gpu(course) || !lesson_trap_layout(course))
        return false;
    score(course);
    keep(course);
    return true;
}
