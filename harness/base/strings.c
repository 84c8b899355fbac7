#include "base/strings.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *copy_string(const char *text)
{
    char *copied = text ? strdup(text) : NULL;
    if (text && !copied)
        err(1, "text of %zu bytes", strlen(text));
    return copied;
}

__attribute__((format(printf, 1, 0))) static char *formatted(const char *format, va_list values)
{
    char *text;
    if (vasprintf(&text, format, values) < 0)
        err(1, "text");
    return text;
}

char *format_string(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    char *text = formatted(format, values);
    va_end(values);
    return text;
}

char *append_string(char *list, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    char *text = formatted(format, values);
    va_end(values);
    if (!list)
        return text;
    char *longer = format_string("%s, %s", list, text);
    free(list);
    free(text);
    return longer;
}

char *lasting_string(const char *format, ...)
{
    static struct lasting {
        struct lasting *before;
        char *text;
    } * last; /* all of them stay within reach */
    struct lasting *lasting = malloc(sizeof *lasting);
    if (!lasting)
        err(1, "text");
    va_list values;
    va_start(values, format);
    *lasting = (struct lasting){last, formatted(format, values)};
    va_end(values);
    last = lasting;
    return lasting->text;
}
