#include "base/printable.h"

#include <stdbool.h>
#include <string.h>

/* How many bytes the next character has; 0 if it is not UTF-8 (RFC 3629). */
static size_t bytes_of(const unsigned char *at)
{
    size_t bytes = at[0] < 0x80                     ? 1
                   : at[0] >= 0xc2 && at[0] <= 0xdf ? 2
                   : at[0] >= 0xe0 && at[0] <= 0xef ? 3
                   : at[0] >= 0xf0 && at[0] <= 0xf4 ? 4
                                                    : 0;
    for (size_t i = 1; i < bytes; i++)
        if (at[i] < 0x80 || at[i] > 0xbf)
            return 0;
    bool longer_than_needed = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xf0 && at[1] < 0x90);
    bool beyond = (at[0] == 0xed && at[1] > 0x9f) || (at[0] == 0xf4 && at[1] > 0x8f);
    return longer_than_needed || beyond ? 0 : bytes;
}

static bool is_control(const unsigned char *at)
{
    return at[0] < ' ' || at[0] == 0x7f || (at[0] == 0xc2 && at[1] < 0xa0);
}

char *printable(char *text, char instead)
{
    char *to = text;
    for (const char *from = text; from && *from;) {
        const unsigned char *at = (const unsigned char *)from;
        size_t bytes = bytes_of(at);
        if (bytes == 0 || is_control(at))
            *to++ = instead;
        else
            to = (char *)memmove(to, from, bytes) + bytes;
        from += bytes ? bytes : 1;
    }
    if (to)
        *to = '\0';
    return text;
}

char *printable_ascii(char *text)
{
    for (char *at = text; at && *at; at++)
        if (*at < ' ' || *at > '~')
            *at = '?';
    return text;
}
