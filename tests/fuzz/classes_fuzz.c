/* Any bytes as a pattern: taken or refused with a reason; and what is taken means what PCRE2 takes
 * it to mean, in the rest of the input as text. */
#include "fuzz.h"
#include "tests/support/sequences.h"
#include "variants/classes.h"
#include "variants/regex.h"

static unsigned char first_of(const struct byte_set *set)
{
    unsigned char byte = 0;
    while (byte < 255 && !byte_set_has(set, byte))
        byte++;
    return byte;
}

static void compare(const struct fuzz_search *search, const struct classes *classes, bool caseless)
{
    FUZZ_EXPECT(classes->length >= 1 && classes->length <= CLASSES_LONGEST, "%zu classes",
                classes->length);
    struct regex regex = regex_compile(search->pattern, caseless ? PCRE2_CASELESS : 0);
    regex.line_by_line = false; /* what a class says of a newline counts, too */
    struct tally ours = plain_count(classes, search->text);
    struct tally theirs = regex_count(&regex, search->text);
    FUZZ_EXPECT(ours.matches == theirs.matches && ours.digest == theirs.digest,
                "pattern %s: %zu matches, or others than PCRE2's %zu", search->pattern,
                (size_t)ours.matches, (size_t)theirs.matches);

    /* Whatever the text: each class by itself against every byte that there is. */
    char fitting[CLASSES_LONGEST];
    for (size_t i = 0; i < classes->length; i++)
        fitting[i] = (char)first_of(&classes->sets[i]);
    for (size_t i = 0; i < classes->length; i++) {
        if (i > 0 && memcmp(&classes->sets[i], &classes->sets[i - 1], sizeof classes->sets[i]) == 0)
            continue; /* the same, by {n} */
        char kept = fitting[i];
        for (int byte = 0; byte < 256; byte++) {
            fitting[i] = (char)byte;
            struct span span = {fitting, classes->length, 0};
            FUZZ_EXPECT(plain_count(classes, span).matches == regex_count(&regex, span).matches,
                        "pattern %s: PCRE2 differs on byte %d at %zu", search->pattern, byte, i);
        }
        fitting[i] = kept;
    }
    regex_free(&regex);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_search search;
    struct classes classes;
    if (!fuzz_search_of(data, size, &search))
        return 0;
    size_t why_size = 1 + (search.flags >> 1); /* however little room there is */
    char *why = malloc(why_size);
    if (!why)
        err(1, "reason");
    memset(why, 'x', why_size);
    bool caseless = search.flags & 1;
    if (classes_parse(search.pattern, caseless, &classes, why, why_size))
        compare(&search, &classes, caseless);
    else
        FUZZ_EXPECT(memchr(why, '\0', why_size) && (*why || why_size == 1), "refused, not why");
    free(why);
    free(search.pattern);
    return 0;
}
