#include "sequences.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sequence_pattern(struct dice *dice, char pattern[SEQUENCE_BYTES])
{
    static const char *const classes[] = {
        "a",      "b",     "Z",      "0",         "_",      " ",       "~",         "\x80",
        "\xff",   "\\t",   "\\.",    "\\\\",      "\\d",    "\\w",     "\\h",       ".",
        "[ab]",   "[0-9]", "[a-fx]", "[A-C_]",    "[^\\n]", "[^a\\n]", "[^\\n0-9]", "[]a]",
        "[\\d_]", "[\\]]", "[-a]",   "[a-]",      "[\\w-]", "]",       "}",         "[\x80-\xff]",
        "[.*+]",  "[:a=]", "[:]",    "[^B-Y\\n]",
    };
    const size_t kinds = sizeof classes / sizeof classes[0];
    *pattern = '\0';
    for (uint64_t count = 1 + roll(dice, 6); count > 0; count--) {
        char repeat[16];
        append(pattern, SEQUENCE_BYTES, classes[roll(dice, kinds)]);
        if (roll(dice, 4) == 0) {
            snprintf(repeat, sizeof repeat, "{%d}", 1 + (int)roll(dice, 5));
            append(pattern, SEQUENCE_BYTES, repeat);
        }
    }
}

char *sequence_text(struct dice *dice, const struct classes *classes, size_t length)
{
    static const char alphabet[] = "abAZ0_ ~\x80\xff\t.\\]-}x5BY\n";
    char *text = malloc(length + !length);
    if (!text)
        err(1, "text");
    for (size_t i = 0; i < length; i++)
        text[i] =
            (char)(roll(dice, 20) ? (uint64_t)(unsigned char)alphabet[roll(dice, sizeof alphabet)]
                                  : roll(dice, 256));
    for (int plants = 0; plants < 6 && length >= classes->length; plants++) {
        size_t at = roll(dice, length - classes->length + 1);
        for (size_t i = 0; i < classes->length; i++) {
            unsigned char byte = (unsigned char)roll(dice, 256);
            while (!byte_set_has(&classes->sets[i], byte))
                byte++;
            text[at + i] = (char)byte;
        }
    }
    return text;
}
