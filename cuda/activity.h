/* CUDA loads cuda/activity.c into a GPU variant. It writes this file for the engine "cupti" to
 * read: one JSON object a line. All times are in nanoseconds. The first line is
 *
 *   {"activity":1,"source":"CUPTI, API version 130000","pid":n,"cupti":t,"monotonic":t}
 *
 * with the current time by CUPTI's clock, which all later times use, and by CLOCK_MONOTONIC. Then,
 * in any order:
 *
 *   {"what":"kernel","name":s,"device":n,"context":n,"stream":n,"correlation":n,"start":t,"end":t}
 *   {"what":"copy",... as a kernel,"bytes":n}    name: "host to device, pageable"
 *   {"what":"set",... as a kernel,"bytes":n}     name: "set"
 *   {"what":"wait","name":s,"correlation":n,"start":t,"end":t}
 *                                                name: what was waited for, "stream"
 *   {"what":"runtime","name":s,"thread":n,"correlation":n,"start":t,"end":t}
 *   {"what":"driver",... as runtime}             calls of the two libraries of CUDA
 *
 * A call has the same correlation as what it started or waited for. Then come the names of the
 * threads that still run, {"what":"thread","thread":n,"name":s}, and the last line,
 *
 *   {"what":"end","dropped":n}                   records that were lost
 *
 * or in its place the reason why nothing was recorded, {"what":"failed","why":s}. */
#ifndef ACTIVITY_H
#define ACTIVITY_H

#define ACTIVITY_FILE "activity.jsonl"
#define ACTIVITY_FOLDER "ACTIVITY_FOLDER" /* environment variable: the folder for the file */
#define ACTIVITY_MOST 1000000             /* records; any more count as dropped */

/* A function of the library, for dlsym(): whether there are CUPTI and a GPU; if not, why. */
#define ACTIVITY_WORKS "activity_works"

#endif
