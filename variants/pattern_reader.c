#include "pattern_reader.h"
#include "classes.h"

#include <ctype.h>
#include <string.h>

#define DEEPEST 250 /* PCRE2's limit */

/* A pattern as it is read. */
struct reader {
    const char *at;
    bool extended; /* white space and comments are skipped */
    struct pattern_seen seen;
};

static void add(struct byte_set *set, unsigned byte)
{
    set->bits[byte >> 6] |= UINT64_C(1) << (byte & 63);
}

/* --- single bytes and sets of them --- */

static int is_word(int byte)
{
    return isalnum(byte) || byte == '_';
}

static int is_ascii(int byte)
{
    return byte < 0x80;
}

static int is_horizontal(int byte)
{
    return byte == '\t' || byte == ' ' || byte == 0xa0;
}

static int is_vertical(int byte)
{
    return (byte >= '\n' && byte <= '\r') || byte == 0x85;
}

static void add_all(struct byte_set *set, int (*is)(int), bool negated)
{
    for (int byte = 0; byte < 256; byte++)
        if (!is(byte) == negated)
            add(set, (unsigned)byte);
}

/* Adds what \d, \W, .. match; false for another letter. */
static bool add_named(struct byte_set *set, char name)
{
    static const struct {
        char name;
        int (*is)(int);
    } sets[] = {
        {'d', isdigit}, {'w', is_word}, {'s', isspace}, {'h', is_horizontal}, {'v', is_vertical}};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
        if (tolower((unsigned char)name) == sets[i].name) {
            add_all(set, sets[i].is, name != sets[i].name);
            return true;
        }
    return false;
}

/* Reads the number after \x, from after the x; -1 if it is no byte. */
static int read_hexadecimal(const char **at)
{
    const char *digits = *at + (**at == '{');
    size_t most = **at == '{' ? 8 : 2, count = 0;
    long value = 0;
    for (; count < most && isxdigit((unsigned char)digits[count]); count++) {
        int c = tolower((unsigned char)digits[count]);
        value = value * 16 + (isdigit(c) ? c - '0' : c - 'a' + 10);
    }
    if ((**at == '{' && digits[count] != '}') || value > 255)
        return -1;
    *at = digits + count + (**at == '{');
    return (int)value;
}

/* Reads an escape that stands for one byte, from after its backslash. Returns -1 and reads nothing
 * for any other escape. */
static int read_byte(const char **at)
{
    static const char names[] = "tfaernb", bytes[] = "\t\f\a\033\r\n\b";
    char c = **at;
    const char *named = c ? strchr(names, c) : NULL;
    if (c == 'x') {
        const char *digits = *at + 1;
        int byte = read_hexadecimal(&digits);
        *at = byte < 0 ? *at : digits;
        return byte;
    }
    if (c == 'c' && (*at)[1]) {
        *at += 2;
        return toupper((unsigned char)(*at)[-1]) ^ 0x40;
    }
    if (c == '0') { /* octal, two more digits at most */
        int value = 0;
        for (int i = 0; i < 3 && **at >= '0' && **at <= '7'; i++)
            value = value * 8 + *(*at)++ - '0';
        return value;
    }
    if (!named && (!c || isalnum((unsigned char)c)))
        return -1;
    ++*at;
    return named ? (unsigned char)bytes[named - names] : (unsigned char)c;
}

/* --- classes --- */

/* Reads [:alpha:] from its inner bracket; false if there is none. */
static bool read_posix(struct reader *reader, struct byte_set *set)
{
    static const struct {
        const char *name;
        int (*is)(int);
    } classes[] = {{"alnum", isalnum}, {"alpha", isalpha},  {"ascii", is_ascii}, {"blank", isblank},
                   {"cntrl", iscntrl}, {"digit", isdigit},  {"graph", isgraph},  {"lower", islower},
                   {"print", isprint}, {"punct", ispunct},  {"space", isspace},  {"upper", isupper},
                   {"word", is_word},  {"xdigit", isxdigit}};
    if (reader->at[1] != ':')
        return false;
    const bool negated = reader->at[2] == '^';
    const char *name = reader->at + 2 + negated;
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz");
    if (name[length] != ':' || name[length + 1] != ']')
        return false;
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (strlen(classes[i].name) == length && strncmp(classes[i].name, name, length) == 0)
            add_all(set, classes[i].is, negated);
    reader->seen.cases |=
        negated && strncmp(name, "upper", length) == 0; /* caseless, it has no letter */
    reader->at = name + length + 2;
    return true;
}

/* Reads the next member of a class, and returns its byte; -1 if it is a set, which it adds, or
 * unknown. */
static int read_member(struct reader *reader, struct byte_set *set)
{
    if (*reader->at != '\\' || reader->seen.quoting)
        return (unsigned char)*reader->at++;
    reader->at++;
    int byte = read_byte(&reader->at);
    if (byte >= 0)
        return byte;
    if (!*reader->at || !add_named(set, *reader->at))
        reader->seen.line_ends = reader->seen.cases = true;
    reader->at += *reader->at != '\0';
    return -1;
}

/* Skips \Q or \E. */
static bool read_quote(struct reader *reader)
{
    if (reader->at[0] != '\\' || reader->at[1] != (reader->seen.quoting ? 'E' : 'Q')) {
        if (reader->seen.quoting || reader->at[0] != '\\' || reader->at[1] != 'E')
            return false;
        reader->at += 2; /* a \E that ends nothing */
        return true;
    }
    reader->seen.quoting = !reader->seen.quoting;
    reader->at += 2;
    return true;
}

/* Notes what a class says of newlines and case. */
static void judge(struct reader *reader, const struct byte_set *set, bool negated)
{
    if (byte_set_has(set, '\n') != negated)
        reader->seen.line_ends = true;
    for (unsigned upper = 'A'; upper <= 'Z'; upper++)
        if (byte_set_has(set, (unsigned char)upper) &&
            !byte_set_has(set, (unsigned char)(upper | 0x20)))
            reader->seen.cases = true;
}

static void read_class(struct reader *reader)
{
    struct byte_set set = {{0}};
    bool negated = *++reader->at == '^', first = true;
    reader->at += negated;
    for (; *reader->at && (*reader->at != ']' || first || reader->seen.quoting); first = false) {
        if (read_quote(reader)) {
            reader->seen.line_ends = reader->seen.cases =
                true; /* [\E^..] is negated, [\E]..] has a bracket */
            continue;
        }
        if (*reader->at == '[' && !reader->seen.quoting && read_posix(reader, &set))
            continue;
        int from = read_member(reader, &set), to = from;
        if (from < 0)
            continue;
        if (reader->at[0] == '-' && reader->at[1] && reader->at[1] != ']' &&
            !reader->seen.quoting) {
            reader->at++;
            to = read_member(reader, &set);
            if (to < from) { /* [a-\d], or a range with \Q in it */
                reader->seen.line_ends = reader->seen.cases = true;
                add(&set, '-');
                to = from;
            }
        }
        for (; from <= to; from++)
            add(&set, (unsigned)from);
    }
    reader->at += *reader->at == ']';
    judge(reader, &set, negated);
}

/* --- groups --- */

/* Notes a byte that stands for itself. True if it is a newline, which a match then needs. */
static bool saw_byte(struct reader *reader, int byte)
{
    reader->seen.cases |= byte >= 'A' && byte <= 'Z';
    reader->seen.line_ends |= byte == '\n';
    return byte == '\n';
}

/* Reads an escape. True if a match needs a newline. */
static bool read_escape(struct reader *reader)
{
    struct byte_set set = {{0}};
    char c = *++reader->at;
    if (c && strchr("bBAZzGK123456789gk", c)) { /* looks around, or is a back-reference */
        reader->at++;
        reader->seen.line_ends = true;
        reader->seen.cases |=
            isdigit((unsigned char)c) && isdigit((unsigned char)*reader->at); /* \101 */
        return false;
    }
    int byte = read_byte(&reader->at);
    if (byte >= 0)
        return saw_byte(reader, byte);
    reader->at += c != '\0';
    if (c == 'N' && *reader->at != '{')
        return false;
    if (c && add_named(&set, c))
        judge(reader, &set, false);
    else
        reader->seen.line_ends = reader->seen.cases = true; /* \R, \p, .. */
    return false;
}

/* Reads (?i), (?x:, .. from after the question mark. Returns false and reads nothing if these are
 * not flags. */
static bool read_flags(struct reader *reader)
{
    size_t length = strspn(reader->at, "imsxnJUar^-DSWPT");
    char end = reader->at[length];
    bool set = true;
    if (end != ')' && end != ':')
        return false;
    for (size_t i = 0; i < length; i++) {
        char c = reader->at[i];
        set &= c != '-';
        reader->seen.line_ends |= c == 's' && set;
        reader->seen.cases |= (c == 'i' && !set) || c == '^';
        if (c == 'x' || c == '^')
            reader->extended = c == 'x' && set;
    }
    reader->at += length;
    return true;
}

/* Reads what opens a group, up to its content. False if the content may not be part of a match, as
 * in lookaround. */
static bool read_open(struct reader *reader)
{
    const char *at = ++reader->at;
    if (*at == '*') {
        if (isupper((unsigned char)at[1]) || at[1] == ':')
            reader->seen.verb = reader->seen.verb ? reader->seen.verb : at - 1;
        reader->seen.line_ends = true;
        return false;
    }
    if (*at != '?')
        return true;
    reader->at = ++at;
    if (*at == ':' || *at == '>' || *at == '|') {
        reader->at++;
        return true;
    }
    at += *at == 'P' && at[1] == '<';
    if ((*at == '<' || *at == '\'') && (isalpha((unsigned char)at[1]) || at[1] == '_')) {
        reader->at = at + 1 + strcspn(at + 1, ">'");
        reader->at += *reader->at != '\0';
        return true;
    }
    if (read_flags(reader))
        return true;
    reader->seen.line_ends = true;
    if (!strchr("=!<", *at))
        reader->seen.cases = true; /* a recursion, a condition, .. */
    return false;
}

/* An open group. */
struct group {
    bool extended;     /* outside of it */
    bool counts;       /* its content is part of a match */
    bool in_all, here; /* a match needs a newline: in all alternatives so far, in this one */
};

/* False for what opens no group: a comment, or flags for the rest of the outer group. */
static bool read_group(struct reader *reader, struct group *group)
{
    *group = (struct group){.extended = reader->extended, .in_all = true};
    if (strncmp(reader->at, "(?#", 3) == 0) {
        reader->at += strcspn(reader->at, ")");
        reader->at += *reader->at == ')';
        return false;
    }
    group->counts = read_open(reader);
    if (group->counts && reader->at[-1] != '(' && *reader->at == ')') {
        reader->at++;
        return false;
    }
    reader->at += *reader->at == ':' && group->counts;
    return true;
}

/* Skips white space or a comment in extended mode. */
static bool read_nothing(struct reader *reader)
{
    if (!reader->extended || reader->seen.quoting)
        return false;
    if (*reader->at == '#') {
        reader->at += strcspn(reader->at, "\n");
        reader->seen.in_comment = !*reader->at;
        return true;
    }
    if (!isspace((unsigned char)*reader->at))
        return false;
    reader->at++;
    return true;
}

/* Reads anything but a group. True if a match needs a newline. */
static bool read_item(struct reader *reader)
{
    char c = *reader->at;
    if (reader->seen.quoting) {
        reader->at++;
        return saw_byte(reader, (unsigned char)c);
    }
    if (c == '\\')
        return read_escape(reader);
    if (c == '[') {
        read_class(reader);
        return false;
    }
    reader->at++;
    reader->seen.line_ends |= c == '^' || c == '$';
    return saw_byte(reader, (unsigned char)c);
}

/* Whether the item before may be left out. Its quantifier is then read like literals. */
static bool is_optional(struct reader *reader)
{
    while (*reader->at && read_nothing(reader))
        ;
    const char *at = reader->at;
    return !reader->seen.quoting &&
           (*at == '*' || *at == '?' || (*at == '{' && (at[1] == '0' || at[1] == ',')));
}

/* Closes the innermost group. True if a match needs a newline. */
static bool close_group(struct reader *reader, const struct group *group)
{
    reader->at++;
    reader->extended = group->extended;
    return group->in_all && group->here && group->counts;
}

/* Reads the whole pattern. True if every match needs a newline. */
static bool read_groups(struct reader *reader)
{
    struct group groups[DEEPEST + 1] = {{.in_all = true}}, *group = groups;
    while (*reader->at) {
        bool newline = false;
        char c = *reader->at;
        if (read_quote(reader) || read_nothing(reader))
            continue;
        if (c == '|' && !reader->seen.quoting) {
            reader->at++;
            group->in_all &= group->here;
            group->here = false;
            continue;
        }
        if (c == '(' && !reader->seen.quoting) {
            if (group == &groups[DEEPEST]) {
                reader->seen.line_ends = reader->seen.cases = true;
                break;
            }
            group += read_group(reader, group + 1);
            continue;
        }
        if (c == ')' && !reader->seen.quoting && group > groups) {
            newline = close_group(reader, group);
            group--;
        } else {
            newline = read_item(reader);
        }
        group->here |= newline && !is_optional(reader);
    }
    return group == groups && group->in_all && group->here;
}

struct pattern_seen pattern_read(const char *pattern)
{
    struct reader reader = {.at = pattern};
    bool newline = read_groups(&reader);
    reader.seen.newline = newline;
    return reader.seen;
}
