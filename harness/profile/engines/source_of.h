/* Whose a function is that stands in the variant's own program file. PCRE2 and Hyperscan are linked
 * into it from their archives, so the file does not tell; the source does, which debug info names:
 * it is the program's own where it lies in this project's folder. Debian's archives come without
 * debug info, and one that was built with it names other folders. Of a program that has no such
 * source at all, all functions are taken for its own. */
#ifndef SOURCE_OF_H
#define SOURCE_OF_H

#include "profile/model/profile.h"

/* PROFILE_OWN or PROFILE_LIBRARY. The source file may be NULL: unknown. */
enum profile_category category_of_source(const char *source);

/* A path without its folders. */
const char *file_of_path(const char *path);

#endif
