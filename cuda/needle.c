#include "needle.h"
#include "variants/patterns.h"

#include <err.h>

const char *needle_unsupported(const struct workload *work)
{
    static char why[256];
    struct classes classes;
    if (!classes_parse(work->combined, work->caseless, &classes, why, sizeof why))
        return why;
    return patterns_need_lines(work);
}

struct needle needle_of(const struct workload *work)
{
    char why[256];
    struct needle needle = {0};
    if (!classes_parse(work->combined, work->caseless, &needle.classes, why, sizeof why))
        errx(1, "%s", why);
    needle.overlaps = classes_overlap(&needle.classes);
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
