/* Every call of CUDA goes through CHECK: if it fails, the program ends with CUDA's message and the
 * name of the call. */
#ifndef CHECK_H
#define CHECK_H

#include <cuda_runtime_api.h>

#include <err.h>

#define CHECK(call) check_cuda(call, #call)

static inline void check_cuda(cudaError_t error, const char *call)
{
    if (error != cudaSuccess)
        errx(1, "%s (%s) in %s", cudaGetErrorString(error), cudaGetErrorName(error), call);
}

#endif
