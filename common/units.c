#include "common/units.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool units_parse_duration(const char *text, uint64_t *ns)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}};
    if (!isdigit((unsigned char)*text))
        return false;
    char *end;
    double value = strtod(text, &end);
    if (end != text + strspn(text, "0123456789.")) /* neither 0x10s nor 1e3s */
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        double seconds = value * units[i].seconds;
        if (strcmp(end, units[i].name) == 0 && seconds >= 1e-3 && seconds < 365.0 * 86400) {
            *ns = (uint64_t)(seconds * 1e9 + 0.5);
            return true;
        }
    }
    return false;
}

bool units_parse_percent(const char *text, double most, double *share)
{
    if (!isdigit((unsigned char)*text))
        return false;
    char *end;
    double percent = strtod(text, &end);
    bool plain = end == text + strspn(text, "0123456789."); /* neither 0x10 nor 1e3 */
    end += *end == ' ';
    end += *end == '%';
    *share = percent / 100;
    return plain && *end == '\0' && percent <= most;
}

bool units_parse_number(const char *text, uint64_t least, uint64_t most, uint64_t *value)
{
    if (!isdigit((unsigned char)*text))
        return false;
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 10);
    return errno == 0 && *end == '\0' && *value >= least && *value <= most;
}

char *units_significant(char to[UNITS_SIZE], double value, int digits)
{
    char rounded[UNITS_SIZE]; /* the exponent after rounding: 9.9996 is 10.00 */
    snprintf(rounded, sizeof rounded, "%.*e", digits - 1, value);
    const char *exponent = strchr(rounded, 'e'); /* NULL if it is not a number */
    int decimals = digits - 1 - (exponent ? atoi(exponent + 1) : 0);
    decimals = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
    snprintf(to, UNITS_SIZE, "%.*f", decimals, value);
    return to;
}

char *units_duration(char to[UNITS_SIZE], uint64_t ns)
{
    uint64_t seconds = ns / NS_PER_S + (ns % NS_PER_S >= NS_PER_S / 2);
    if (seconds < 100)
        snprintf(to, UNITS_SIZE, "%" PRIu64 " s", seconds);
    else
        snprintf(to, UNITS_SIZE, "%" PRIu64 " min %02" PRIu64 " s", seconds / 60, seconds % 60);
    return to;
}

char *units_grouped(char to[UNITS_SIZE], uint64_t value)
{
    char digits[UNITS_SIZE];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, value);
    char *end = to;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            *end++ = ',';
        *end++ = digits[i];
    }
    *end = '\0';
    return to;
}

const char *units_plural(uint64_t count, const char *one, const char *several)
{
    return count == 1 ? one : several;
}
