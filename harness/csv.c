#include "csv.h"

#include <inttypes.h>
#include <math.h>

void csv_first(FILE *to, const char *text)
{
    fputc('"', to);
    for (; text && *text; text++) {
        if (*text == '"')
            fputc('"', to);
        fputc(*text, to);
    }
    fputc('"', to);
}

void csv_text(FILE *to, const char *text)
{
    fputc(',', to);
    csv_first(to, text);
}

void csv_number(FILE *to, double value)
{
    fputc(',', to);
    if (isfinite(value))
        fprintf(to, "%.15g", value); /* nanoseconds of hours, in full */
}

void csv_count(FILE *to, bool is_known, uint64_t count)
{
    fputc(',', to);
    if (is_known)
        fprintf(to, "%" PRIu64, count);
}
