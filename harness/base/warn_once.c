#include "base/warn_once.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void warn_once(const char *format, ...)
{
    static char **said;
    static size_t count;
    char *text;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        err(1, "no memory for a warning");
    va_end(arguments);
    for (size_t i = 0; i < count; i++)
        if (strcmp(said[i], text) == 0) {
            free(text);
            return;
        }
    warnx("%s", text);
    said = reallocarray(said, count + 1, sizeof *said);
    if (!said)
        err(1, "no memory for a warning");
    said[count++] = text;
}
