#include "base/csv.h"
#include "base/printable.h"
#include "base/strings.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

void csv_first(FILE *to, const char *text)
{
    char *shown = printable(copy_string(text), ' '); /* it may go to a terminal */
    fputc('"', to);
    for (const char *at = shown; at && *at; at++) {
        if (*at == '"')
            fputc('"', to);
        fputc(*at, to);
    }
    fputc('"', to);
    free(shown);
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
