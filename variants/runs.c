#include "runs.h"
#include "parts.h"
#include "regex.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEPEST 50
#define COMMON (1.0 / 64) /* a run at so many places is in nearly every line */

struct parser {
    const char *at;
    uint32_t options; /* PCRE2's, that the pattern can change */
    bool quoted;      /* between \Q and \E */
    bool ungreedy;    /* (?U) was somewhere: what is tried first is not known */
    int depth;
    const char *unknown; /* where it can't go on */
    const struct byte_frequency *frequency;
    struct class_table table;
};

static struct part alternatives(struct parser *parser);

static struct part give_up(struct parser *parser)
{
    if (!parser->unknown)
        parser->unknown = parser->at;
    return part_unknown(0, SIZE_MAX);
}

/* --- classes --- */

static void set_byte(struct byte_set *set, unsigned byte)
{
    set->bits[byte >> 6] |= UINT64_C(1) << (byte & 63);
}

static struct part class_of(struct parser *parser, struct byte_set set)
{
    struct class_table *table = &parser->table;
    size_t i = 0;
    set.bits['\n' >> 6] &= ~(UINT64_C(1) << ('\n' & 63));
    while (i < table->count && memcmp(&table->sets[i], &set, sizeof set) != 0)
        i++;
    if (i == sizeof table->sets / sizeof table->sets[0])
        return give_up(parser);
    if (i == table->count) {
        uint64_t all = 0, in = 0;
        for (unsigned byte = 0; byte < 256; byte++) {
            all += parser->frequency->count[byte];
            if (byte_set_has(&set, (unsigned char)byte))
                in += parser->frequency->count[byte];
        }
        table->sets[i] = set;
        table->shares[i] = (double)in / (double)all;
        table->count++;
    }
    return part_class(i);
}

/* What PCRE2 finds in a text of every byte, in order. */
static void find_bytes(const pcre2_code *code, pcre2_match_data *match, struct byte_set *set)
{
    unsigned char bytes[256];
    const size_t *found = pcre2_get_ovector_pointer(match);
    for (unsigned byte = 0; byte < 256; byte++)
        bytes[byte] = (unsigned char)byte;
    for (size_t at = 0; pcre2_match(code, bytes, sizeof bytes, at, 0, match, NULL) > 0;
         at = found[1])
        for (size_t byte = found[0]; byte < found[1]; byte++)
            set_byte(set, (unsigned)byte);
}

/* What these `length` bytes of a pattern stand for, if that is one byte; false where they are no
 * pattern by themselves. */
static bool set_of(const struct parser *parser, const char *text, size_t length,
                   struct byte_set *set)
{
    int error;
    size_t where;
    char *repeated;
    *set = (struct byte_set){{0}};
    if (asprintf(&repeated, "%.*s+", (int)length, text) < 0)
        err(1, "byte class");
    pcre2_code *code =
        regex_code(repeated, parser->options & (PCRE2_CASELESS | PCRE2_DOTALL), &error, &where);
    pcre2_match_data *match = code ? pcre2_match_data_create_from_pattern(code, NULL) : NULL;
    bool known = match;
    if (known)
        find_bytes(code, match, set);
    pcre2_match_data_free(match);
    pcre2_code_free(code);
    free(repeated);
    return known;
}

static struct part escaped_class(struct parser *parser, size_t length)
{
    struct byte_set set;
    if (!set_of(parser, parser->at, length, &set))
        return give_up(parser);
    parser->at += length;
    return class_of(parser, set);
}

/* It ends with the first ']' that makes it whole to PCRE2. */
static struct part bracketed(struct parser *parser)
{
    struct byte_set set;
    for (const char *end = parser->at; (end = strchr(end, ']')); end++)
        if (set_of(parser, parser->at, (size_t)(end + 1 - parser->at), &set)) {
            parser->at = end + 1;
            return class_of(parser, set);
        }
    return give_up(parser);
}

static struct part literal(struct parser *parser)
{
    struct byte_set set = {{0}};
    unsigned char byte = (unsigned char)*parser->at++;
    set_byte(&set, byte);
    if (parser->options & PCRE2_CASELESS && isalpha(byte))
        set_byte(&set, byte ^ 0x20);
    return class_of(parser, set);
}

/* --- escapes --- */

/* Behind the first `close`; gives up without one. */
static void skip_to(struct parser *parser, char close)
{
    const char *end = strchr(parser->at, close);
    if (end)
        parser->at = end + 1;
    else
        give_up(parser);
}

/* The name or number of a group, in any of its forms. */
static struct part reference(struct parser *parser)
{
    static const char opens[] = "{<'", closes[] = "}>'";
    const char *open = *parser->at ? strchr(opens, *parser->at) : NULL;
    if (open) {
        parser->at++;
        skip_to(parser, closes[open - opens]);
    } else {
        if (*parser->at == '-' || *parser->at == '+')
            parser->at++;
        while (isdigit((unsigned char)*parser->at))
            parser->at++;
    }
    return part_unknown(0, SIZE_MAX);
}

/* \x41, \x{41}, \o{101}, \cA: `at` is at the backslash. */
static struct part coded(struct parser *parser)
{
    const char *from = parser->at + 2, *end = from;
    if (*from == '{')
        end = strchr(from, '}') ? strchr(from, '}') + 1 : from;
    else if (from[-1] == 'x')
        while (end < from + 2 && isxdigit((unsigned char)*end))
            end++;
    else if (from[-1] == 'c' && *from)
        end++;
    return escaped_class(parser, (size_t)(end - parser->at));
}

static struct part escape(struct parser *parser)
{
    char name = parser->at[1];
    if (!name)
        return give_up(parser);
    if (strchr("xoc", name))
        return coded(parser);
    if (name == 'N' && parser->at[2] == '{' && !isdigit((unsigned char)parser->at[3]))
        return give_up(parser);
    if (strchr("dDwWsShHvVNtnrfae", name))
        return escaped_class(parser, 2);
    if (strchr("bBAZz", name)) {
        parser->at += 2;
        return part_empty(false);
    }
    if (isdigit((unsigned char)name)) { /* of a group, or a byte's in octal */
        parser->at++;
        return reference(parser);
    }
    if (strchr("gkRXCpP", name)) {
        parser->at += 2;
        if (strchr("RXC", name))
            return part_unknown(1, SIZE_MAX);
        if (strchr("pP", name) && *parser->at != '{' && *parser->at) {
            parser->at++;
            return part_unknown(1, 1);
        }
        return reference(parser);
    }
    if (isalpha((unsigned char)name))
        return give_up(parser);
    parser->at++;
    return literal(parser);
}

/* --- groups --- */

static struct part group_until_close(struct parser *parser)
{
    uint32_t options = parser->options;
    if (parser->depth == DEEPEST)
        return give_up(parser);
    parser->depth++;
    struct part part = alternatives(parser);
    parser->depth--;
    parser->options = options;
    if (*parser->at != ')')
        return give_up(parser);
    parser->at++;
    return part;
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

/* (?i) or (?i:...), `at` behind the question mark. */
static struct part option_group(struct parser *parser)
{
    uint32_t outer = parser->options, options = outer;
    bool off = false;
    for (; *parser->at && strchr("imsxnU-", *parser->at); parser->at++) {
        if (*parser->at == 'x' && parser->at[1] == 'x')
            return give_up(parser);
        parser->ungreedy |= *parser->at == 'U';
        off |= *parser->at == '-';
        uint32_t option = option_named(*parser->at);
        options = off ? options & ~option : options | option;
    }
    parser->options = options;
    if (*parser->at == ')') { /* to the end of the group that it is in */
        parser->at++;
        return part_empty(true);
    }
    if (*parser->at != ':')
        return give_up(parser);
    parser->at++;
    struct part part = group_until_close(parser);
    parser->options = outer;
    return part;
}

static bool starts(struct parser *parser, const char *with)
{
    size_t length = strlen(with);
    if (strncmp(parser->at, with, length) != 0)
        return false;
    parser->at += length;
    return true;
}

/* `at` behind the parenthesis. */
static struct part group(struct parser *parser)
{
    if (*parser->at == '*')
        return give_up(parser); /* a verb */
    if (!starts(parser, "?"))
        return group_until_close(parser);
    if (starts(parser, "=") || starts(parser, "!") || starts(parser, "<=") ||
        starts(parser, "<!")) { /* looks around, and takes nothing */
        group_until_close(parser);
        return part_empty(false);
    }
    if (starts(parser, ">")) {
        struct part part = group_until_close(parser);
        part.complete = false;
        return part;
    }
    if (starts(parser, ":") || starts(parser, "|"))
        return group_until_close(parser);
    if (starts(parser, "P=") || starts(parser, "P>") || starts(parser, "R") ||
        starts(parser, "&")) {
        skip_to(parser, ')');
        return part_unknown(0, SIZE_MAX);
    }
    if (starts(parser, "P<") || starts(parser, "<")) {
        skip_to(parser, '>');
        return group_until_close(parser);
    }
    if (starts(parser, "'")) {
        skip_to(parser, '\'');
        return group_until_close(parser);
    }
    return option_group(parser);
}

/* --- repetition --- */

/* {n}, {n,} or {n,m}, `at` behind it; false for what is none. What newer versions of PCRE2 alone
 * take for one is not known. */
static bool counted(struct parser *parser, size_t *least, size_t *most)
{
    const char *p = parser->at + 1;
    if (*p == ' ' || *p == '\t' || *p == ',') {
        give_up(parser);
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
        give_up(parser);
        return false;
    }
    parser->at = end + 1;
    return true;
}

static bool quantifier(struct parser *parser, size_t *least, size_t *most)
{
    char c = *parser->at;
    if (c == '{')
        return counted(parser, least, most);
    if (!c || !strchr("*+?", c))
        return false;
    *least = c == '+';
    *most = c == '?' ? 1 : SIZE_MAX;
    parser->at++;
    return true;
}

/* Where the pattern has spaces and comments for people: behind them. */
static void skip_spaces(struct parser *parser)
{
    while (parser->options & PCRE2_EXTENDED && *parser->at) {
        if (*parser->at == '#')
            while (*parser->at && *parser->at != '\n')
                parser->at++;
        else if (!strchr(" \t\n\v\f\r", *parser->at))
            break;
        else
            parser->at++;
    }
}

static struct part repeated(struct parser *parser, struct part part)
{
    size_t least, most;
    while (starts(parser, "\\E"))
        ;
    skip_spaces(parser);
    while (!parser->unknown && quantifier(parser, &least, &most)) {
        bool lazy = starts(parser, "?");
        bool possessive = !lazy && starts(parser, "+");
        part = part_repeated(&parser->table, &part, least, most, lazy);
        part.complete &= !possessive;
        const char *behind = parser->at;
        skip_spaces(parser);
        if (parser->at > behind && *parser->at && strchr("*+?{", *parser->at))
            give_up(parser);
    }
    return part;
}

/* --- the whole --- */

static struct part item(struct parser *parser)
{
    if (parser->quoted)
        return literal(parser);
    switch (*parser->at) {
    case '(':
        parser->at++;
        return group(parser);
    case '[':
        return bracketed(parser);
    case '.':
        return escaped_class(parser, 1);
    case '^':
    case '$':
        parser->at++;
        return part_empty(false);
    case '\\':
        return escape(parser);
    case '*':
    case '+':
    case '?':
        return give_up(parser);
    case '{': /* else it is a letter */
        return counted(parser, &(size_t){0}, &(size_t){0}) ? give_up(parser) : literal(parser);
    default:
        return literal(parser);
    }
}

/* Whether what stands here is no item, but was passed over. */
static bool passed_over(struct parser *parser)
{
    if (parser->quoted) {
        parser->quoted = !starts(parser, "\\E");
        return !parser->quoted;
    }
    if (starts(parser, "\\E"))
        return true;
    if (starts(parser, "\\Q")) {
        parser->quoted = true;
        return true;
    }
    if (starts(parser, "(?#")) {
        skip_to(parser, ')');
        return true;
    }
    const char *before = parser->at;
    skip_spaces(parser);
    return parser->at > before;
}

static struct part sequence(struct parser *parser)
{
    struct part all = part_empty(true);
    while (*parser->at && !parser->unknown) {
        if (passed_over(parser))
            continue;
        if (!parser->quoted && (*parser->at == '|' || *parser->at == ')'))
            break;
        struct part next = item(parser);
        if (parser->quoted && starts(parser, "\\E"))
            parser->quoted = false;
        if (!parser->quoted) /* else a quantifier is a letter */
            next = repeated(parser, next);
        all = part_then(&parser->table, &all, &next);
    }
    return all;
}

static struct part alternatives(struct parser *parser)
{
    struct part all = sequence(parser);
    while (!parser->unknown && *parser->at == '|') {
        parser->at++;
        struct part next = sequence(parser);
        all = part_or(&parser->table, &all, &next);
    }
    return all;
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

bool runs_of(const char *pattern, bool caseless, const struct byte_frequency *frequency,
             struct runs *runs, char *why, size_t why_size)
{
    struct parser parser = {
        .at = pattern, .options = caseless ? PCRE2_CASELESS : 0, .frequency = frequency};
    struct part part = alternatives(&parser);
    if (!parser.unknown && *parser.at)
        give_up(&parser);
    if (parser.unknown) {
        snprintf(why, why_size, "what must occur in a match of %s is not known: see '%.20s'",
                 pattern, parser.unknown);
        return false;
    }
    runs->complete = part.exact && part.complete && !parser.ungreedy && !has_empty(&part.begin);
    runs->least_before = runs->complete ? 0 : part.least_before;
    runs->most_before = runs->complete ? 0 : part.most_before;
    const struct sequences *chosen = runs->complete ? &part.begin : &part.inside;
    if (has_empty(chosen)) {
        snprintf(why, why_size, "nothing that could be looked for occurs in every match of %s",
                 pattern);
        return false;
    }
    if (!runs->complete && sequences_share(&parser.table, chosen) > COMMON) {
        snprintf(why, why_size, "what must occur in a match of %s is in nearly every line",
                 pattern);
        return false;
    }
    write_runs(&parser.table, chosen, runs);
    return true;
}
