/* What cuda/activity.c, which CUDA loads into a GPU variant, writes and the engine "cupti" reads: a
 * file of lines, each one JSON object. All times are in nanoseconds. The first line is
 *
 *   {"activity":1,"source":"CUPTI, API version 130000","pid":n,"cupti":t,"monotonic":t}
 *
 * with the moment it was written at by CUPTI's clock, which all later times are of, and by
 * CLOCK_MONOTONIC. Then, in any order:
 *
 *   {"what":"kernel","name":s,"device":n,"context":n,"stream":n,"correlation":n,"start":t,"end":t}
 *   {"what":"copy",... as a kernel,"bytes":n}    name: "host to device, pageable"
 *   {"what":"set",... as a kernel,"bytes":n}     name: "set"
 *   {"what":"wait","name":s,"correlation":n,"start":t,"end":t}
 *                                                name: what was waited for, "stream"
 *   {"what":"runtime","name":s,"thread":n,"correlation":n,"start":t,"end":t}
 *   {"what":"driver",... as runtime}             calls of the two libraries of CUDA
 *
 * A call and what it started or waited for have one correlation. Then the names of the threads that
 * are left, {"what":"thread","thread":n,"name":s}, and as the last line
 *
 *   {"what":"end","dropped":n}                   records that were lost
 *
 * or, in its place, the reason why nothing was recorded, {"what":"failed","why":s}. */
#ifndef ACTIVITY_H
#define ACTIVITY_H

#define ACTIVITY_FILE "activity.jsonl"
#define ACTIVITY_FOLDER "ACTIVITY_FOLDER" /* the environment variable that says where it goes */
#define ACTIVITY_MOST 1000000             /* records; those beyond count as dropped */

/* Of the library, for dlsym(): whether CUPTI and a GPU are here; if not, why. */
#define ACTIVITY_WORKS "activity_works"

#endif
