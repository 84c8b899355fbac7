/* CUPTI's records as the lines of activity.h. */
#ifndef ACTIVITY_LINES_H
#define ACTIVITY_LINES_H

#if __has_include(<cupti.h>)

#include <cupti.h>
#include <jansson.h>

/* The record as an object; NULL for one of no interest. Calls get their names by `namer`. */
json_t *activity_line(const CUpti_Activity *record, __typeof__(cuptiGetCallbackName) *namer);

#endif

#endif
