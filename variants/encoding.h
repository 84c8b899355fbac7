/* How tallies and stages are written in JSON, by variants to the harness and by the harness into
 * results files; and text. Every decode_ function returns false, and changes nothing, where the
 * value is not what its encode_ counterpart writes. */
#ifndef ENCODING_H
#define ENCODING_H

#include "stages.h"

#include <jansson.h>

/* A set of STAGE_BIT()s: an array of names. */
json_t *encode_stage_set(unsigned set);
bool decode_stage_set(const json_t *value, unsigned *set);

/* Nanoseconds by stage name, those without any left out. */
json_t *encode_stage_times(const struct stage_times *ns);
bool decode_stage_times(json_t *value, struct stage_times *ns);

#define EFFECT_SIZE 32 /* of its name, with its NUL */

/* What becomes of stages: {"lower": "gone", ..}. Decoded strings are copies; on false there are
 * none. */
json_t *encode_effects(const char *const effects[STAGE_COUNT]);
bool decode_effects(json_t *value, char *effects[STAGE_COUNT]);

/* 16 hexadecimal digits: JSON integers have no unsigned 64 bits. */
json_t *encode_digest(uint64_t digest);
bool decode_digest(const json_t *value, uint64_t *digest);

/* What a device said of a search; its times as encode_stage_times() writes them. */
json_t *encode_device_report(const struct device_report *report);
bool decode_device_report(const json_t *value, struct device_report *report);

/* What several processes said of a search: an object each, "stages" in it where they were timed. */
json_t *encode_ranks(const struct rank_report *ranks, size_t count, bool stages);
bool decode_rank(const json_t *value, struct rank_report *rank);

/* A count or a time: a whole number from 0 to 2^63 - 1. */
json_t *encode_natural(uint64_t value);
bool decode_natural(const json_t *value, uint64_t *natural);

/* Text, null for NULL. Paths, messages and names of functions may hold any bytes, JSON takes only
 * UTF-8: elsewhere a question mark for each byte beyond ASCII. */
json_t *encode_text(const char *text);

#endif
