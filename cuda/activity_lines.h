/* Turns CUPTI's records into the lines of activity.h. */
#ifndef ACTIVITY_LINES_H
#define ACTIVITY_LINES_H

#if __has_include(<cupti.h>)

#include <cupti.h>
#include <jansson.h>

/* A record as a JSON object; NULL if it is of no interest. `namer` gives the names of calls. */
json_t *activity_line(const CUpti_Activity *record, __typeof__(cuptiGetCallbackName) *namer);

#endif

#endif
