/* What every search for a sequence of byte classes must stand, compared with PCRE2's. */
#ifndef SEQUENCE_CHECKS_H
#define SEQUENCE_CHECKS_H

#include "variants/text.h"
#include "variants/variant.h"

/* Searches the span for work->combined, and fails the test where it finds anything else. */
typedef void sequence_compare(const struct workload *work, struct span span, struct tally expected);

/* Thousands of random sequences on random texts, with matches planted. */
void check_as_pcre2(sequence_compare *compare);

/* One match at each place of a text of so many bytes, short, as long as can be, and with what is
 * rare at either end; the text at so many alignments, 7 at most. */
void check_every_offset(sequence_compare *compare, size_t length, size_t alignments);

/* Texts of 0 to 200 bytes, all matches. */
void check_every_short_length(sequence_compare *compare);

#endif
