#include "texts.h"

#include <err.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct small {
    const char *bytes;
    size_t length;
    size_t match_count;
    uint16_t matches[16];
};

#define OFFSETS(...)                                                                               \
    (sizeof((uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t)),                                        \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define NONE                                                                                       \
    0,                                                                                             \
    {                                                                                              \
        0                                                                                          \
    }

/* Bytes are escaped as three octal digits, which take in nothing that follows. */
#define TEXT(literal) literal, sizeof(literal) - 1
static const struct small smalls[] = {
    {TEXT(""), NONE},
    {TEXT("\n"), NONE},
    {TEXT("1"), NONE},
    {TEXT("b"), NONE},
    {TEXT("\r"), NONE},
    {TEXT("\0"), NONE},
    {TEXT("\xff"), NONE},
    {TEXT("1bo"), NONE},
    {TEXT("bob"), NONE},
    {TEXT("1bob"), OFFSETS(0)},
    {TEXT("1bob\n"), OFFSETS(0)},
    {TEXT("xx\n9rob"), OFFSETS(3)},
    {TEXT("0bobxyz9rob"), OFFSETS(0, 7)},
    {TEXT("0bobxyz9rob\n"), OFFSETS(0, 7)},
    {TEXT("1bob2rob3bob"), OFFSETS(0, 4, 8)},

    /* What a search that skips too far, or not far enough, gets wrong. */
    {TEXT("1b1bob"), OFFSETS(2)},
    {TEXT("11bob"), OFFSETS(1)},
    {TEXT("111rob"), OFFSETS(2)},
    {TEXT("1bobrob"), OFFSETS(0)},
    {TEXT("1bobob"), OFFSETS(0)},
    {TEXT("1bo2rob"), OFFSETS(3)},
    {TEXT("1b2r3bob4"), OFFSETS(4)},
    {TEXT("rob1rob"), OFFSETS(3)},
    {TEXT("1bbob 1rbob 1borob 1orb 1boob bob1"), NONE},

    /* Every case of every letter, every digit, and what stands next to them in ASCII. */
    {TEXT("0bob1boB2bOb3bOB4Bob5BoB6BOb7BOB8rob9roB0rOb1rOB2Rob3RoB4ROb5ROB"),
     OFFSETS(0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60)},
    {TEXT("0bob 1bob 2bob 3bob 4bob 5bob 6bob 7bob 8bob 9bob"),
     OFFSETS(0, 5, 10, 15, 20, 25, 30, 35, 40, 45)},
    {TEXT("/bob :bob 1aob 1cob 1qob 1sob 1bnb 1bpb 1boa 1boc"), NONE},

    /* No match crosses a line's end. */
    {TEXT("1\nbob\n"), NONE},
    {TEXT("1\r\nbob\r\n"), NONE},
    {TEXT("1b\nob\n1bo\nb"), NONE},
    {TEXT("1\n1bob\nbob"), OFFSETS(2)},
    {TEXT("1bob\n2rob\n3bob\n"), OFFSETS(0, 5, 10)},
    {TEXT("1bob\r\n2rob\r\n"), OFFSETS(0, 6)},
    {TEXT("1bob\r\n2rob\r\n3bob"), OFFSETS(0, 6, 12)},
    {TEXT("\r\n\r\n"), NONE},
    {TEXT("\r1bob\r2rob\r"), OFFSETS(1, 6)},
    {TEXT("1\rbob 1b\rob"), NONE},
    {TEXT("\n\n1bob\n\n\n2rob\n\n"), OFFSETS(2, 9)},
    {TEXT("\n1bob"), OFFSETS(1)},
    {TEXT("\n\n\n\n\n\n\n"), NONE},

    /* A NUL ends no text, and no byte above 0x7f is a letter or a digit. */
    {TEXT("1\0bob 1b\0ob 1bo\0b"), NONE},
    {TEXT("\0001bob\0"), OFFSETS(1)},
    {TEXT("1bob\0002rob"), OFFSETS(0, 5)},
    {TEXT("\0\0\0\n\0\0001rob\0\n\0"), OFFSETS(6)},
    {TEXT("\0\0\0\0\0\0\0\0\0"), NONE},
    {TEXT("1b\200ob \200bob \261bob 1\342\357\342 1bo\377b"), NONE},
    {TEXT("\2001bob\377\3762rob\303"), OFFSETS(1, 7)},
    {TEXT("\303\2511bob\342\202\2542rob \357\274\221bob 1b\303\266b 3rob"), OFFSETS(2, 9, 27)},
    {TEXT("\377\n\3771bob\377\n\377"), OFFSETS(3)},
};

uint64_t known_digest(const uint64_t *matches, size_t count)
{
    uint64_t digest = 0;
    for (size_t i = 0; i < count; i++) {
        struct dice at_match = {matches[i]};
        digest += roll(&at_match, 0);
    }
    return digest;
}

static void *must(void *memory)
{
    if (!memory)
        err(1, "text");
    return memory;
}

static struct known_text named(bool by_hand, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static struct known_text named(bool by_hand, const char *format, ...)
{
    struct known_text text = {.by_hand = by_hand};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text.name, sizeof text.name, format, arguments);
    va_end(arguments);
    return text;
}

static void put(struct known_text *text, const char *bytes, size_t length)
{
    if (text->length + length >= text->capacity) {
        text->capacity = 2 * (text->length + length) + 1;
        text->bytes = must(realloc(text->bytes, text->capacity));
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

static void put_match(struct known_text *text, const char *match)
{
    text->matches =
        must(reallocarray(text->matches, text->match_count + 1, sizeof text->matches[0]));
    text->matches[text->match_count++] = text->length;
    put(text, match, strlen(match));
}

/* Bytes that look much like matches up to the offset `end`. However it is cut, and whatever of the
 * project's matches stand around it, there is no match in it. */
static void put_decoys(struct known_text *text, size_t end)
{
    static const char decoys[] = "9bo8ro7ob6xBOb5";
    const size_t all = sizeof decoys - 1;
    while (text->length < end)
        put(text, decoys, end - text->length < all ? end - text->length : all);
}

size_t small_text_count(void)
{
    return sizeof smalls / sizeof smalls[0];
}

struct known_text small_text(size_t index)
{
    const struct small *small = &smalls[index];
    char shown[64] = "";
    for (size_t i = 0, end = 0; i < small->length && i < 8; i++) {
        unsigned char byte = (unsigned char)small->bytes[i];
        const char *format = byte > ' ' && byte < 0x7f ? "%c" : "\\x%02x";
        end += (size_t)snprintf(shown + end, sizeof shown - end, format, byte);
    }
    struct known_text text = named(true, "small text %zu, '%s'", index, shown);
    put(&text, small->bytes, small->length);
    text.match_count = small->match_count;
    text.matches = must(calloc(small->match_count + 1, sizeof text.matches[0]));
    for (size_t i = 0; i < small->match_count; i++)
        text.matches[i] = small->matches[i];
    return text;
}

struct known_text every_byte_text(void)
{
    static const char *const fitting[] = {"0123456789", "bBrR", "oO", "bB"};
    struct known_text text = named(true, "every byte at every place of a match");
    for (size_t place = 0; place < 4; place++) {
        for (int byte = 0; byte < 256; byte++) {
            char would_be[] = "1bob";
            would_be[place] = (char)byte;
            if (byte && strchr(fitting[place], byte))
                put_match(&text, would_be);
            else
                put(&text, would_be, 4);
            put(&text, " ", 1);
        }
    }
    return text;
}

struct known_text lines_text(size_t lines, bool final_newline)
{
    struct known_text text =
        named(true, "%zu lines, %s final newline", lines, final_newline ? "a" : "no");
    for (size_t i = 0; i < lines; i++) {
        bool edge = i % 1000 == 0 || i % 1000 == 999 || i == lines - 1;
        if (edge)
            put_match(&text, "1bob");
        put_decoys(&text, text.length + i * 7 % 50);
        if (edge)
            put_match(&text, "2rOB");
        if (i < lines - 1 || final_newline)
            put(&text, i % 3 ? "\n" : "\r\n", i % 3 ? 1 : 2);
    }
    return text;
}

struct known_text empty_lines_text(size_t lines, bool match_behind)
{
    struct known_text text = named(true, "%zu empty lines%s", lines, match_behind ? ", 1bob" : "");
    for (size_t i = 0; i < lines; i++)
        put(&text, "\n", 1);
    if (match_behind)
        put_match(&text, "1bob");
    return text;
}

struct known_text huge_line_text(void)
{
    struct known_text text = named(true, "one line of 5 MiB");
    put_match(&text, "0bob");
    for (size_t power = 5; power <= 22; power++) {
        const size_t middle = (size_t)1 << power;
        put_decoys(&text, middle - 8);
        put_match(&text, "1bob");
        put_decoys(&text, middle - 1 - power % 3);
        put_match(&text, "2Rob");
        put_decoys(&text, middle + 8);
        put_match(&text, "3boB");
    }
    put_decoys(&text, (5 << 20) - 4);
    put_match(&text, "4rob");
    put(&text, "\n", 1);
    put_match(&text, "5bob");
    put(&text, "\n\n", 2);
    put_match(&text, "6rob");
    put_decoys(&text, text.length + (300 << 10));
    put_match(&text, "7bob");
    return text;
}

struct known_text straddling_text(size_t where)
{
    const size_t line = 61;
    struct known_text text = named(true, "a match before a newline, one after, at %zu", where);
    while (text.length + 2 * line < where) {
        put_decoys(&text, text.length + line - 1);
        put(&text, "\n", 1);
    }
    put_decoys(&text, where);
    put_match(&text, "1bob");
    put(&text, "\n", 1);
    put_match(&text, "2rob");
    for (int i = 0; i < 50; i++) {
        put_decoys(&text, text.length + line - 1);
        put(&text, "\n", 1);
    }
    put_match(&text, "3rob");
    return text;
}

struct known_text random_text(struct dice *dice, size_t length, size_t line)
{
    static const char alphabet[] = "0123456789bBoOrRbBoOrRbob\r";
    struct known_text text =
        named(false, "random text of %zu bytes, TEST_SEED=%" PRIu64, length, test_seed());
    while (text.length < length) {
        char piece[] = "1bob";
        size_t size = 1;
        uint64_t kind = roll(dice, 40);
        if (roll(dice, line) == 0) {
            piece[0] = '\n';
        } else if (kind < 2 && length - text.length >= 4) {
            size = 4;
            piece[0] = (char)('0' + roll(dice, 10));
            piece[1] = "bBrR"[roll(dice, 4)];
            piece[2] = "oO"[roll(dice, 2)];
            piece[3] = "bB"[roll(dice, 2)];
        } else if (kind == 2) {
            piece[0] = (char)(roll(dice, 4) ? 0x80 + roll(dice, 0x80) : 0);
        } else {
            piece[0] = alphabet[roll(dice, sizeof alphabet - 1)];
        }
        put(&text, piece, size);
    }
    return text;
}

struct known_text small_random_text(struct dice *dice, size_t length)
{
    return random_text(dice, length, 1 + roll(dice, 40));
}

void known_text_free(struct known_text *text)
{
    free(text->bytes);
    free(text->matches);
}
