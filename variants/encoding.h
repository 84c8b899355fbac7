/* Tallies, stages and text as JSON: variants write it to the harness, and the harness into results
 * files. If a value is not what its encode_ counterpart writes, a decode_ function changes nothing
 * and returns false. */
#ifndef ENCODING_H
#define ENCODING_H

#include "stages.h"

#include <jansson.h>

/* A set of STAGE_BIT()s: an array of names. */
json_t *encode_stage_set(unsigned set);
bool decode_stage_set(const json_t *value, unsigned *set);

/* Nanoseconds by stage name; stages without any are omitted. */
json_t *encode_stage_times(const struct stage_times *ns);
bool decode_stage_times(json_t *value, struct stage_times *ns);

#define EFFECT_SIZE 32 /* a name's length, with its NUL */

/* What becomes of stages: {"lower": "gone", ..}. Decoded strings are copies, unless it returns
 * false. */
json_t *encode_effects(const char *const effects[STAGE_COUNT]);
bool decode_effects(json_t *value, char *effects[STAGE_COUNT]);

/* 16 hexadecimal digits, because a JSON integer can't hold an unsigned 64-bit number. */
json_t *encode_digest(uint64_t digest);
bool decode_digest(const json_t *value, uint64_t *digest);

/* A device's report on a search. Its times are in the form of encode_stage_times(). */
json_t *encode_device_report(const struct device_report *report);
bool decode_device_report(const json_t *value, struct device_report *report);

/* The reports of several processes: an object for each, with "stages" if they were timed. */
json_t *encode_ranks(const struct rank_report *ranks, size_t count, bool stages);
bool decode_rank(const json_t *value, struct rank_report *rank);

/* A count or a time: a whole number from 0 to 2^63 - 1. */
json_t *encode_natural(uint64_t value);
bool decode_natural(const json_t *value, uint64_t *natural);

/* Text; null for NULL. Paths, messages and function names may contain any bytes, but JSON takes
 * only UTF-8: in text that isn't, each non-ASCII byte becomes a question mark. */
json_t *encode_text(const char *text);

#endif
