/* CUPTI, NVIDIA's interface for profilers, is opened only when it is used. A program that finds
 * none runs without it. */
#ifndef CUPTI_OPEN_H
#define CUPTI_OPEN_H

#include <stdbool.h>
#include <stddef.h>

#if __has_include(<cupti.h>)

#include <cupti.h>

/* The functions of the library that are used. */
struct cupti {
    __typeof__(cuptiGetVersion) *version;
    __typeof__(cuptiGetResultString) *result_string;
    __typeof__(cuptiGetTimestamp) *timestamp;
    __typeof__(cuptiGetCallbackName) *callback_name;
    __typeof__(cuptiSetThreadIdType) *thread_id_type;
    __typeof__(cuptiActivityRegisterCallbacks) *callbacks;
    __typeof__(cuptiActivityEnable) *enable;
    __typeof__(cuptiActivityDisable) *disable;
    __typeof__(cuptiActivityFlushAll) *flush;
    __typeof__(cuptiActivityGetNextRecord) *next;
    __typeof__(cuptiActivityGetNumDroppedRecords) *dropped;
};

/* Opens the library of the CUDA that this was built with, or another that is installed. False with
 * why. */
bool cupti_open(struct cupti *cupti, char *why, size_t why_size);

/* Whether a call of it succeeded; if not, why. */
bool cupti_good(const struct cupti *cupti, CUptiResult result, const char *call, char *why,
                size_t why_size);

#else

/* Returns false with why: there was no header to build with. */
bool cupti_absent(char *why, size_t why_size);

#endif

#endif
