#include "needle.h"

#include <err.h>

/* Whether two matches can overlap. */
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

void needle_learn(struct needle *needle, const char *sample, size_t length)
{
    struct shared_bits bits[CLASSES_LONGEST];
    double share[CLASSES_LONGEST], least = 2;
    struct byte_frequency frequency;
    const struct classes *classes = &needle->classes;
    size_t width = classes->length < NEEDLE_WINDOW ? classes->length : NEEDLE_WINDOW;
    byte_frequency_of(&frequency, (const unsigned char *)sample, length);
    for (size_t i = 0; i < classes->length; i++) {
        bits[i] = byte_set_shared_bits(&classes->sets[i]);
        share[i] = shared_bits_pass(bits[i], &frequency);
    }
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
        needle->mask |= (uint32_t)bits[needle->window + i].mask << 8 * i;
        needle->value |= (uint32_t)bits[needle->window + i].value << 8 * i;
    }
}
