#include "atoms.h"
#include "regex.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct part atoms_give_up(struct atoms *atoms)
{
    if (!atoms->unknown)
        atoms->unknown = atoms->at;
    return part_unknown(0, SIZE_MAX);
}

bool atoms_skip(struct atoms *atoms, const char *string)
{
    size_t length = strlen(string);
    if (strncmp(atoms->at, string, length) != 0)
        return false;
    atoms->at += length;
    return true;
}

void atoms_skip_to(struct atoms *atoms, char byte)
{
    const char *end = strchr(atoms->at, byte);
    if (end)
        atoms->at = end + 1;
    else
        atoms_give_up(atoms);
}

/* --- classes --- */

static void set_byte(struct byte_set *set, unsigned byte)
{
    set->bits[byte >> 6] |= UINT64_C(1) << (byte & 63);
}

static struct part class_of(struct atoms *atoms, struct byte_set set)
{
    struct class_table *table = &atoms->table;
    size_t i = 0;
    set.bits['\n' >> 6] &= ~(UINT64_C(1) << ('\n' & 63));
    while (i < table->count && memcmp(&table->sets[i], &set, sizeof set) != 0)
        i++;
    if (i == sizeof table->sets / sizeof table->sets[0])
        return atoms_give_up(atoms);
    if (i == table->count) {
        uint64_t all = 0, in = 0;
        for (unsigned byte = 0; byte < 256; byte++) {
            all += atoms->frequency->count[byte];
            if (byte_set_has(&set, (unsigned char)byte))
                in += atoms->frequency->count[byte];
        }
        table->sets[i] = set;
        table->shares[i] = (double)in / (double)all;
        table->count++;
    }
    return part_class(i);
}

/* Adds the bytes that PCRE2 finds in a text of all 256. */
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

/* The bytes that `length` bytes of a pattern match, if they are an atom for one byte. False if
 * PCRE2 refuses them by themselves. */
static bool set_of(const struct atoms *atoms, const char *text, size_t length, struct byte_set *set)
{
    int error;
    size_t where;
    char *repeated;
    *set = (struct byte_set){{0}};
    if (asprintf(&repeated, "%.*s+", (int)length, text) < 0)
        err(1, "byte class");
    pcre2_code *code =
        regex_code(repeated, atoms->options & (PCRE2_CASELESS | PCRE2_DOTALL), &error, &where);
    pcre2_match_data *match = code ? pcre2_match_data_create_from_pattern(code, NULL) : NULL;
    bool known = match;
    if (known)
        find_bytes(code, match, set);
    pcre2_match_data_free(match);
    pcre2_code_free(code);
    free(repeated);
    return known;
}

static struct part escaped_class(struct atoms *atoms, size_t length)
{
    struct byte_set set;
    if (!set_of(atoms, atoms->at, length, &set))
        return atoms_give_up(atoms);
    atoms->at += length;
    return class_of(atoms, set);
}

/* The class ends with the first ']' with which PCRE2 accepts it. */
struct part atoms_class(struct atoms *atoms)
{
    struct byte_set set;
    for (const char *end = atoms->at; (end = strchr(end, ']')); end++)
        if (set_of(atoms, atoms->at, (size_t)(end + 1 - atoms->at), &set)) {
            atoms->at = end + 1;
            return class_of(atoms, set);
        }
    return atoms_give_up(atoms);
}

struct part atoms_dot(struct atoms *atoms)
{
    return escaped_class(atoms, 1);
}

struct part atoms_literal(struct atoms *atoms)
{
    struct byte_set set = {{0}};
    unsigned char byte = (unsigned char)*atoms->at++;
    set_byte(&set, byte);
    if (atoms->options & PCRE2_CASELESS && isalpha(byte))
        set_byte(&set, byte ^ 0x20);
    return class_of(atoms, set);
}

/* --- escapes --- */

/* Skips the name or number of a group, in any of its forms. */
static struct part reference(struct atoms *atoms)
{
    static const char opens[] = "{<'", closes[] = "}>'";
    const char *open = *atoms->at ? strchr(opens, *atoms->at) : NULL;
    if (open) {
        atoms->at++;
        atoms_skip_to(atoms, closes[open - opens]);
    } else {
        if (*atoms->at == '-' || *atoms->at == '+')
            atoms->at++;
        while (isdigit((unsigned char)*atoms->at))
            atoms->at++;
    }
    return part_unknown(0, SIZE_MAX);
}

/* Reads \x41, \x{41}, \o{101} or \cA from its backslash. */
static struct part coded(struct atoms *atoms)
{
    const char *from = atoms->at + 2, *end = from;
    if (*from == '{')
        end = strchr(from, '}') ? strchr(from, '}') + 1 : from;
    else if (from[-1] == 'x')
        while (end < from + 2 && isxdigit((unsigned char)*end))
            end++;
    else if (from[-1] == 'c' && *from)
        end++;
    return escaped_class(atoms, (size_t)(end - atoms->at));
}

struct part atoms_escape(struct atoms *atoms)
{
    char name = atoms->at[1];
    if (!name)
        return atoms_give_up(atoms);
    if (strchr("xoc", name))
        return coded(atoms);
    if (name == 'N' && atoms->at[2] == '{' && !isdigit((unsigned char)atoms->at[3]))
        return atoms_give_up(atoms);
    if (strchr("dDwWsShHvVNtnrfae", name))
        return escaped_class(atoms, 2);
    if (strchr("bBAZz", name)) {
        atoms->at += 2;
        return part_empty(false);
    }
    if (isdigit((unsigned char)name)) { /* a group's number, or octal */
        atoms->at++;
        return reference(atoms);
    }
    if (strchr("gkRXCpP", name)) {
        atoms->at += 2;
        if (strchr("RXC", name))
            return part_unknown(1, SIZE_MAX);
        if (strchr("pP", name) && *atoms->at != '{' && *atoms->at) {
            atoms->at++;
            return part_unknown(1, 1);
        }
        return reference(atoms);
    }
    if (isalpha((unsigned char)name))
        return atoms_give_up(atoms);
    atoms->at++;
    return atoms_literal(atoms);
}
