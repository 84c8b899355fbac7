#include "classes.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add(struct byte_set *set, unsigned from, unsigned to)
{
    for (unsigned byte = from; byte <= to; byte++)
        set->bits[byte >> 6] |= UINT64_C(1) << (byte & 63);
}

static void negate(struct byte_set *set)
{
    for (size_t i = 0; i < 4; i++)
        set->bits[i] = ~set->bits[i];
}

/* Before a negation, as PCRE2 does: [^a] without regard to case excludes both. */
static void fold(struct byte_set *set)
{
    for (unsigned upper = 'A'; upper <= 'Z'; upper++) {
        unsigned lower = upper | 0x20;
        if (byte_set_has(set, (unsigned char)upper) || byte_set_has(set, (unsigned char)lower)) {
            add(set, upper, upper);
            add(set, lower, lower);
        }
    }
}

/* What an escape stands for, *at behind its backslash; false for one that is no byte class. */
static bool read_escape(const char **at, struct byte_set *set)
{
    static const struct {
        char name, byte;
    } controls[] = {{'t', '\t'}, {'f', '\f'}, {'a', '\a'}, {'e', '\033'}, {'n', '\n'}};
    char name = *(*at)++;
    for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++)
        if (controls[i].name == name) {
            add(set, (unsigned char)controls[i].byte, (unsigned char)controls[i].byte);
            return true;
        }
    switch (name) {
    case 'w':
        add(set, 'A', 'Z');
        add(set, 'a', 'z');
        add(set, '_', '_');
        /* fall through */
    case 'd':
        add(set, '0', '9');
        return true;
    case 'h':
        add(set, '\t', '\t');
        add(set, ' ', ' ');
        add(set, 0xa0, 0xa0);
        return true;
    case 'N':
        add(set, '\n', '\n');
        negate(set);
        return true;
    default:
        if (!ispunct((unsigned char)name))
            return false;
        add(set, (unsigned char)name, (unsigned char)name);
        return true;
    }
}

/* A class, *at behind its '['. */
static bool read_class(const char **at, bool caseless, struct byte_set *set)
{
    const char *p = *at;
    bool negated = *p == '^';
    if (negated)
        p++;
    const char *first = p;
    while (*p && (*p != ']' || p == first)) {
        if (*p == '[')
            return false;
        if (*p == '\\') {
            p++;
            if (*p == 'N' || !read_escape(&p, set))
                return false;
            if (*p == '-' && p[1] && p[1] != ']')
                return false; /* a range from an escape */
            continue;
        }
        unsigned char from = (unsigned char)*p++, to = from;
        if (*p == '-' && p[1] && p[1] != ']') {
            to = (unsigned char)p[1];
            if (to == '\\' || to == '[' || to < from)
                return false;
            p += 2;
        }
        add(set, from, to);
    }
    if (*p != ']')
        return false;
    if (strchr(":.=", **at) && p > *at + 1 && p[-1] == **at)
        return false; /* [:alpha:] by itself, an error to PCRE2 */
    *at = p + 1;
    if (caseless)
        fold(set);
    if (negated)
        negate(set);
    return true;
}

/* One class, *at moved behind it. */
static bool read_atom(const char **at, bool caseless, struct byte_set *set)
{
    *set = (struct byte_set){{0}};
    char c = *(*at)++;
    if (c == '[')
        return read_class(at, caseless, set);
    if (c == '.') {
        add(set, '\n', '\n');
        negate(set);
        return true;
    }
    if (strchr("()|*+?{^$", c))
        return false;
    if (c == '\\') {
        if (!**at || !read_escape(at, set))
            return false;
    } else {
        add(set, (unsigned char)c, (unsigned char)c);
    }
    if (caseless)
        fold(set);
    return true;
}

/* {n}, where it is there; else 1. False for any other repetition. */
static bool read_count(const char **at, size_t *count)
{
    *count = 1;
    if (**at != '{')
        return !**at || !strchr("*+?", **at);
    char *end;
    if (!isdigit((unsigned char)(*at)[1]))
        return false;
    unsigned long value = strtoul(*at + 1, &end, 10);
    if (*end != '}' || value < 1 || value > CLASSES_LONGEST || (end[1] && strchr("*+?{", end[1])))
        return false;
    *count = value;
    *at = end + 1;
    return true;
}

bool classes_parse(const char *pattern, bool caseless, struct classes *classes, char *why,
                   size_t why_size)
{
    const char *at = pattern;
    classes->length = 0;
    while (*at) {
        const char *atom = at;
        struct byte_set set;
        size_t count;
        if (!read_atom(&at, caseless, &set) || !read_count(&at, &count)) {
            snprintf(why, why_size, "'%s' of the pattern is no byte class, or not of one length",
                     atom);
            return false;
        }
        if (classes->length + count > CLASSES_LONGEST) {
            snprintf(why, why_size, "the pattern is longer than %d bytes", CLASSES_LONGEST);
            return false;
        }
        while (count-- > 0)
            classes->sets[classes->length++] = set;
    }
    if (classes->length == 0)
        snprintf(why, why_size, "the pattern is empty");
    return classes->length > 0;
}

static bool disjoint(const struct byte_set *a, const struct byte_set *b)
{
    return !((a->bits[0] & b->bits[0]) | (a->bits[1] & b->bits[1]) | (a->bits[2] & b->bits[2]) |
             (a->bits[3] & b->bits[3]));
}

bool classes_overlap(const struct classes *classes)
{
    for (size_t shift = 1; shift < classes->length; shift++) {
        bool fits = true;
        for (size_t i = 0; i + shift < classes->length && fits; i++)
            fits = !disjoint(&classes->sets[i + shift], &classes->sets[i]);
        if (fits)
            return true;
    }
    return false;
}

static bool same(const struct byte_set *a, const struct byte_set *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Adds another, at the one position where it may differ; CLASSES_LONGEST while that is open. */
static bool join(struct classes *joined, const struct classes *more, size_t *where)
{
    size_t differ = CLASSES_LONGEST;
    for (size_t i = 0; i < joined->length; i++) {
        if (i == *where || same(&joined->sets[i], &more->sets[i]))
            continue;
        if (*where < CLASSES_LONGEST || differ < CLASSES_LONGEST)
            return false;
        differ = i;
    }
    if (*where == CLASSES_LONGEST)
        *where = differ;
    if (*where == CLASSES_LONGEST || !disjoint(&joined->sets[*where], &more->sets[*where]))
        return false;
    for (size_t i = 0; i < 4; i++)
        joined->sets[*where].bits[i] |= more->sets[*where].bits[i];
    return true;
}

bool classes_join(const struct classes *each, size_t count, struct classes *joined)
{
    size_t where = CLASSES_LONGEST;
    *joined = each[0];
    for (size_t i = 1; i < count; i++)
        if (each[i].length != joined->length || !join(joined, &each[i], &where))
            return false;
    return count == 1 || !classes_overlap(joined);
}

void byte_frequency_of(struct byte_frequency *frequency, const unsigned char *sample, size_t length)
{
    for (size_t byte = 0; byte < 256; byte++)
        frequency->count[byte] = 1;
    for (size_t i = 0; i < length; i++)
        frequency->count[sample[i]]++;
}

struct shared_bits byte_set_shared_bits(const struct byte_set *set)
{
    unsigned char ones = 0xff, zeros = 0xff;
    for (unsigned byte = 0; byte < 256; byte++)
        if (byte_set_has(set, (unsigned char)byte)) {
            ones &= (unsigned char)byte;
            zeros &= (unsigned char)~byte;
        }
    return (struct shared_bits){ones | zeros, ones};
}

double shared_bits_pass(struct shared_bits bits, const struct byte_frequency *frequency)
{
    uint64_t passing = 0, all = 0;
    for (unsigned byte = 0; byte < 256; byte++) {
        all += frequency->count[byte];
        if ((byte & bits.mask) == bits.value)
            passing += frequency->count[byte];
    }
    return (double)passing / (double)all;
}
