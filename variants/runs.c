#include "runs.h"
#include "atoms.h"
#include "regex.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEPEST 50        /* groups within groups */
#define COMMON (1.0 / 64) /* a run at this share of places is in nearly every line */

enum group {
    GROUP,
    GROUP_ATOMIC,
    GROUP_AROUND
};

/* A group that is open, or the whole pattern. */
struct level {
    enum group group;
    uint32_t options; /* PCRE2's, after the group */
    bool is_first;    /* no alternative has ended yet */
    struct part alternatives, sequence;
};

struct parser {
    struct atoms atoms;
    bool quoted;   /* between \Q and \E */
    bool ungreedy; /* (?U) occurred: the order in which PCRE2 tries is unknown */
    size_t depth;
    struct level levels[DEEPEST + 1];
};

/* --- repetition --- */

/* Skips {n}, {n,} or {n,m}; false for anything else. Gives up on what only newer versions of PCRE2
 * take for a quantifier. */
static bool counted(struct parser *parser, size_t *least, size_t *most)
{
    const char *p = parser->atoms.at + 1;
    if (*p == ' ' || *p == '\t' || *p == ',') {
        atoms_give_up(&parser->atoms);
        return false;
    }
    if (!isdigit((unsigned char)*p))
        return false;
    char *end;
    *least = *most = strtoul(p, &end, 10);
    if (*end == ',') {
        *most = SIZE_MAX;
        if (isdigit((unsigned char)end[1]))
            *most = strtoul(end + 1, &end, 10);
        else
            end++;
    }
    if (*end != '}' || *most < *least) {
        atoms_give_up(&parser->atoms);
        return false;
    }
    parser->atoms.at = end + 1;
    return true;
}

static bool quantifier(struct parser *parser, size_t *least, size_t *most)
{
    char c = *parser->atoms.at;
    if (c == '{')
        return counted(parser, least, most);
    if (!c || !strchr("*+?", c))
        return false;
    *least = c == '+';
    *most = c == '?' ? 1 : SIZE_MAX;
    parser->atoms.at++;
    return true;
}

/* Skips white space and comments in extended mode. */
static void skip_spaces(struct parser *parser)
{
    while (parser->atoms.options & PCRE2_EXTENDED && *parser->atoms.at) {
        if (*parser->atoms.at == '#')
            while (*parser->atoms.at && *parser->atoms.at != '\n')
                parser->atoms.at++;
        else if (!strchr(" \t\n\v\f\r", *parser->atoms.at))
            break;
        else
            parser->atoms.at++;
    }
}

/* The part with the quantifiers that follow it. */
static struct part repeated(struct parser *parser, struct part part)
{
    size_t least, most;
    while (atoms_skip(&parser->atoms, "\\E"))
        ;
    skip_spaces(parser);
    while (!parser->atoms.unknown && quantifier(parser, &least, &most)) {
        bool lazy = atoms_skip(&parser->atoms, "?");
        bool possessive = !lazy && atoms_skip(&parser->atoms, "+");
        part = part_repeated(&parser->atoms.table, &part, least, most, lazy);
        part.complete &= !possessive;
        const char *behind = parser->atoms.at;
        skip_spaces(parser);
        if (parser->atoms.at > behind && *parser->atoms.at && strchr("*+?{", *parser->atoms.at))
            atoms_give_up(&parser->atoms);
    }
    return part;
}

/* --- groups --- */

static void append(struct parser *parser, const struct part *part)
{
    struct level *level = &parser->levels[parser->depth];
    level->sequence = part_then(&parser->atoms.table, &level->sequence, part);
}

static void open_level(struct level *level, enum group group, uint32_t options)
{
    level->group = group;
    level->options = options;
    level->is_first = true;
    level->sequence = part_empty(true);
}

/* `options` hold after the group. */
static void open_group(struct parser *parser, enum group group, uint32_t options)
{
    if (parser->depth == DEEPEST)
        atoms_give_up(&parser->atoms);
    else
        open_level(&parser->levels[++parser->depth], group, options);
}

static void end_alternative(struct parser *parser)
{
    struct level *level = &parser->levels[parser->depth];
    level->alternatives =
        level->is_first ? level->sequence
                        : part_or(&parser->atoms.table, &level->alternatives, &level->sequence);
    level->is_first = false;
    level->sequence = part_empty(true);
}

static void close_group(struct parser *parser)
{
    const struct level *level = &parser->levels[parser->depth];
    if (parser->depth == 0) {
        atoms_give_up(&parser->atoms);
        return;
    }
    end_alternative(parser);
    struct part part = level->group == GROUP_AROUND ? part_empty(false) : level->alternatives;
    part.complete &= level->group == GROUP;
    parser->atoms.options = level->options;
    parser->depth--;
    part = repeated(parser, part);
    append(parser, &part);
}

static uint32_t option_named(char name)
{
    switch (name) {
    case 'i':
        return PCRE2_CASELESS;
    case 's':
        return PCRE2_DOTALL;
    case 'x':
        return PCRE2_EXTENDED;
    default:
        return 0;
    }
}

/* Reads (?i) or (?i:...) from after the question mark. */
static void set_options(struct parser *parser)
{
    struct atoms *atoms = &parser->atoms;
    uint32_t outer = atoms->options, options = outer;
    bool off = false;
    for (; *atoms->at && strchr("imsxnU-", *atoms->at); atoms->at++) {
        if (atoms->at[0] == 'x' && atoms->at[1] == 'x')
            break;
        parser->ungreedy |= *atoms->at == 'U';
        off |= *atoms->at == '-';
        uint32_t option = option_named(*atoms->at);
        options = off ? options & ~option : options | option;
    }
    atoms->options = options;
    if (atoms_skip(atoms, ")")) /* they hold up to the end of the outer group */
        return;
    if (atoms_skip(atoms, ":"))
        open_group(parser, GROUP, outer);
    else
        atoms_give_up(atoms);
}

/* If one of these strings is next, skips it. */
static bool skip_one(struct atoms *atoms, const char *const *strings)
{
    while (*strings && !atoms_skip(atoms, *strings))
        strings++;
    return *strings;
}

/* Reads what follows an opening parenthesis, up to the group's content. */
static void read_group(struct parser *parser)
{
    static const char *const around[] = {"=", "!", "<=", "<!", NULL};
    static const char *const plain[] = {":", "|", NULL};
    static const char *const calls[] = {"P=", "P>", "R", "&", NULL};
    static const char *const names[] = {"P<", "<", NULL};
    struct atoms *atoms = &parser->atoms;
    if (*atoms->at == '*') { /* a verb */
        atoms_give_up(atoms);
    } else if (!atoms_skip(atoms, "?") || skip_one(atoms, plain)) {
        open_group(parser, GROUP, atoms->options);
    } else if (skip_one(atoms, around)) {
        open_group(parser, GROUP_AROUND, atoms->options);
    } else if (atoms_skip(atoms, ">")) {
        open_group(parser, GROUP_ATOMIC, atoms->options);
    } else if (skip_one(atoms, calls)) {
        atoms_skip_to(atoms, ')');
        struct part part = repeated(parser, part_unknown(0, SIZE_MAX));
        append(parser, &part);
    } else if (skip_one(atoms, names)) {
        atoms_skip_to(atoms, '>');
        open_group(parser, GROUP, atoms->options);
    } else if (atoms_skip(atoms, "'")) {
        atoms_skip_to(atoms, '\'');
        open_group(parser, GROUP, atoms->options);
    } else {
        set_options(parser);
    }
}

/* --- the whole --- */

static struct part atom(struct parser *parser)
{
    struct atoms *atoms = &parser->atoms;
    if (parser->quoted)
        return atoms_literal(atoms);
    switch (*atoms->at) {
    case '[':
        return atoms_class(atoms);
    case '.':
        return atoms_dot(atoms);
    case '^':
    case '$':
        atoms->at++;
        return part_empty(false);
    case '\\':
        return atoms_escape(atoms);
    case '*':
    case '+':
    case '?':
        return atoms_give_up(atoms);
    case '{': /* else it is a literal */
        return counted(parser, &(size_t){0}, &(size_t){0}) ? atoms_give_up(atoms)
                                                           : atoms_literal(atoms);
    default:
        return atoms_literal(atoms);
    }
}

/* Skips what matches nothing: quotes, comments, white space. False if there is none. */
static bool passed_over(struct parser *parser)
{
    if (parser->quoted) {
        parser->quoted = !atoms_skip(&parser->atoms, "\\E");
        return !parser->quoted;
    }
    if (atoms_skip(&parser->atoms, "\\E"))
        return true;
    if (atoms_skip(&parser->atoms, "\\Q")) {
        parser->quoted = true;
        return true;
    }
    if (atoms_skip(&parser->atoms, "(?#")) {
        atoms_skip_to(&parser->atoms, ')');
        return true;
    }
    const char *before = parser->atoms.at;
    skip_spaces(parser);
    return parser->atoms.at > before;
}

static void read_atom(struct parser *parser)
{
    struct part part = atom(parser);
    if (parser->quoted && atoms_skip(&parser->atoms, "\\E"))
        parser->quoted = false;
    if (!parser->quoted) /* else a quantifier is a literal */
        part = repeated(parser, part);
    append(parser, &part);
}

/* What is known of the whole pattern. Valid if `unknown` is still NULL. */
static struct part read_pattern(struct parser *parser)
{
    struct atoms *atoms = &parser->atoms;
    open_level(&parser->levels[0], GROUP, 0);
    while (*atoms->at && !atoms->unknown) {
        if (passed_over(parser))
            continue;
        if (parser->quoted || !strchr("(|)", *atoms->at))
            read_atom(parser);
        else if (atoms_skip(atoms, "("))
            read_group(parser);
        else if (atoms_skip(atoms, "|"))
            end_alternative(parser);
        else if (atoms_skip(atoms, ")"))
            close_group(parser);
    }
    if (parser->depth > 0)
        atoms_give_up(atoms);
    end_alternative(parser);
    return parser->levels[0].alternatives;
}

static bool has_empty(const struct sequences *sequences)
{
    for (size_t i = 0; i < sequences->count; i++)
        if (sequences->all[i].length == 0)
            return true;
    return false;
}

static void write_runs(const struct class_table *table, const struct sequences *sequences,
                       struct runs *runs)
{
    runs->count = sequences->count;
    for (size_t i = 0; i < sequences->count; i++) {
        runs->runs[i].length = sequences->all[i].length;
        for (size_t j = 0; j < sequences->all[i].length; j++)
            runs->runs[i].sets[j] = table->sets[sequences->all[i].classes[j]];
    }
}

/* Chooses the runs. False with why if there are none, or if they are too common. */
static bool choose_runs(const char *pattern, const struct class_table *table,
                        const struct part *part, bool in_order, struct runs *runs, char *why,
                        size_t why_size)
{
    runs->complete = part->exact && part->complete && in_order && !has_empty(&part->begin);
    runs->least_before = runs->complete ? 0 : part->least_before;
    runs->most_before = runs->complete ? 0 : part->most_before;
    const struct sequences *chosen = runs->complete ? &part->begin : &part->inside;
    if (has_empty(chosen)) {
        snprintf(why, why_size, "the matches of %s have nothing in common to look for", pattern);
        return false;
    }
    if (!runs->complete && sequences_share(table, chosen) > COMMON) {
        snprintf(why, why_size, "what every match of %s contains is in nearly every line", pattern);
        return false;
    }
    write_runs(table, chosen, runs);
    return true;
}

bool runs_of(const char *pattern, bool caseless, const struct byte_frequency *frequency,
             struct runs *runs, char *why, size_t why_size)
{
    struct parser *parser = calloc(1, sizeof *parser);
    if (!parser)
        err(1, "runs of byte classes");
    struct atoms *atoms = &parser->atoms;
    atoms->at = pattern;
    atoms->options = caseless ? PCRE2_CASELESS : 0;
    atoms->frequency = frequency;
    struct part part = read_pattern(parser);
    bool known = !atoms->unknown;
    if (!known)
        snprintf(why, why_size, "what every match of %s contains is unknown: see '%.20s'", pattern,
                 atoms->unknown);
    else
        known = choose_runs(pattern, &atoms->table, &part, !parser->ungreedy, runs, why, why_size);
    free(parser);
    return known;
}
