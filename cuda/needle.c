#include "needle.h"

#include <err.h>

/* Whether a match can stand at both ends of fewer bytes than two matches take. */
static bool can_overlap(const struct classes *classes)
{
    for (size_t shift = 1; shift < classes->length; shift++) {
        bool fits = true;
        for (size_t i = 0; i + shift < classes->length && fits; i++) {
            const struct byte_set *a = &classes->sets[i + shift], *b = &classes->sets[i];
            fits = (a->bits[0] & b->bits[0]) | (a->bits[1] & b->bits[1]) |
                   (a->bits[2] & b->bits[2]) | (a->bits[3] & b->bits[3]);
        }
        if (fits)
            return true;
    }
    return false;
}

const char *needle_unsupported(const struct workload *work)
{
    static char why[256];
    struct classes classes;
    return classes_parse(work->combined, work->caseless, &classes, why, sizeof why) ? NULL : why;
}

struct needle needle_of(const struct workload *work)
{
    char why[256];
    struct needle needle = {0};
    if (!classes_parse(work->combined, work->caseless, &needle.classes, why, sizeof why))
        errx(1, "%s", why);
    needle.overlaps = can_overlap(&needle.classes);
    needle_learn(&needle, NULL, 0);
    return needle;
}

/* The bits that all of a set's bytes share, and how often a byte agrees in them. */
static double shared_bits(const struct byte_set *set, const struct byte_frequency *frequency,
                          unsigned char *mask, unsigned char *value)
{
    unsigned char ones = 0xff, zeros = 0xff;
    uint64_t passing = 0, all = 0;
    for (unsigned byte = 0; byte < 256; byte++)
        if (byte_set_has(set, (unsigned char)byte)) {
            ones &= (unsigned char)byte;
            zeros &= (unsigned char)~byte;
        }
    *mask = ones | zeros;
    *value = ones;
    for (unsigned byte = 0; byte < 256; byte++) {
        all += frequency->count[byte];
        if ((byte & *mask) == *value)
            passing += frequency->count[byte];
    }
    return (double)passing / (double)all;
}

void needle_learn(struct needle *needle, const char *sample, size_t length)
{
    unsigned char mask[CLASSES_LONGEST], value[CLASSES_LONGEST];
    double share[CLASSES_LONGEST], least = 2;
    struct byte_frequency frequency;
    const struct classes *classes = &needle->classes;
    size_t width = classes->length < NEEDLE_WINDOW ? classes->length : NEEDLE_WINDOW;
    byte_frequency_of(&frequency, (const unsigned char *)sample, length);
    for (size_t i = 0; i < classes->length; i++)
        share[i] = shared_bits(&classes->sets[i], &frequency, &mask[i], &value[i]);
    for (size_t from = 0; from + width <= classes->length; from++) {
        double together = 1;
        for (size_t i = 0; i < width; i++)
            together *= share[from + i];
        if (together < least) {
            least = together;
            needle->window = (uint32_t)from;
        }
    }
    needle->mask = needle->value = 0;
    for (size_t i = 0; i < width; i++) {
        needle->mask |= (uint32_t)mask[needle->window + i] << 8 * i;
        needle->value |= (uint32_t)value[needle->window + i] << 8 * i;
    }
}
