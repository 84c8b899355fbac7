/* What the simulated GPU must be told beyond CUDA's own calls. */
#ifndef RUNTIME_H
#define RUNTIME_H

#include <cuda_runtime_api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What was launched last on the stream was a kernel that looks at so many bytes. */
void simulated_kernel(cudaStream_t stream, size_t bytes);

#ifdef __cplusplus
}
#endif

#endif
