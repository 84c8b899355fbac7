/* CUPTI, NVIDIA's own interface for profilers, which is opened when it is used: a program that
 * finds none runs without. */
#ifndef CUPTI_OPEN_H
#define CUPTI_OPEN_H

#include <stddef.h>

/* The library of the CUDA that this was built with, or another that is installed, for dlsym().
 * NULL, with why. */
void *cupti_open(char *why, size_t why_size);

#endif
