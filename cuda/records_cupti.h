/* Activity records by CUPTI, NVIDIA's own interface for profilers, which is opened when it is used:
 * a program that finds none runs without. */
#ifndef RECORDS_CUPTI_H
#define RECORDS_CUPTI_H

#include "records.h"

#ifdef __cplusplus
extern "C" {
#endif

/* From start, kernels and copies to the host are recorded; stop, on an idle device, hands the
 * records over. False, with why, where that is not to be had. */
bool records_cupti_start(char *why, size_t why_size);
bool records_cupti_stop(struct records *records, char *why, size_t why_size);

#ifdef __cplusplus
}
#endif

#endif
