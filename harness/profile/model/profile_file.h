/* profile.json: a profile as a file, schema 1 (profile.h). */
#ifndef PROFILE_FILE_H
#define PROFILE_FILE_H

#include "profile/model/profile.h"

#include <stdio.h>

#define PROFILE_SCHEMA 1

/* Upper limits for reading; profiles that we make are far smaller. */
#define PROFILE_FUNCTIONS_MOST ((size_t)50000)
#define PROFILE_EDGES_MOST ((size_t)200000)
#define PROFILE_NODES_MOST ((size_t)1000000)
#define PROFILE_THREADS_MOST ((size_t)5000)
#define PROFILE_LANES_MOST ((size_t)1000)
#define PROFILE_SPANS_MOST ((size_t)1000000) /* of one lane */
#define PROFILE_DEPTH_MOST ((size_t)5000)    /* of a stack */
#define PROFILE_WEIGHT_MOST 1e18

/* The profile as in the file. */
json_t *profile_object(const struct profile *profile);

/* In names that are not UTF-8, question marks replace bytes. False if it could not be written. */
bool profile_dump(const struct profile *profile, FILE *to);

/* Reads what profile_dump() writes, from a file or from memory. NULL with why if it is damaged, too
 * large or of another schema. */
struct profile *profile_read(const char *path, char *why, size_t why_size);
struct profile *profile_parse(const char *text, size_t length, char *why, size_t why_size);

#endif
