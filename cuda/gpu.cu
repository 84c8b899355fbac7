#include "check.h"
#include "gpu.h"

#include <cuda_runtime.h>
#include <dlfcn.h>
#include <stdio.h>

#define SHARE "TEST_SHARE_GPU" /* environment variable: several --gpus may share one GPU */

int gpu_index(int i)
{
    int count;
    CHECK(cudaGetDeviceCount(&count));
    return i % count;
}

const char *gpu_missing(int wanted)
{
    static char why[256];
    int count = 0, driver = 0;
    cudaError_t error = cudaGetDeviceCount(&count);
    if (error == cudaErrorInsufficientDriver && cudaDriverGetVersion(&driver) == cudaSuccess &&
        driver == 0)
        snprintf(why, sizeof why, "no NVIDIA driver is installed (%s in cudaGetDeviceCount)",
                 cudaGetErrorName(error));
    else if (error != cudaSuccess)
        snprintf(why, sizeof why, "%s (%s in cudaGetDeviceCount)", cudaGetErrorString(error),
                 cudaGetErrorName(error));
    else if (count < wanted && !getenv(SHARE))
        snprintf(why, sizeof why, "--gpus %d, and cudaGetDeviceCount finds %d", wanted, count);
    else
        return NULL;
    return why;
}

const char *gpu_unsupported(const struct workload *work)
{
    const char *why = gpu_missing(work->gpus);
    return why ? why : needle_unsupported(work);
}

/* The functions used of NVML, which comes with the driver. */
struct nvml {
    void *device;
    int (*clock)(void *device, int type, unsigned *mhz);
    int (*driver)(char *version, unsigned length);
};

static const struct nvml *nvml_loaded(void)
{
    static struct nvml nvml;
    static bool tried;
    if (tried)
        return nvml.device ? &nvml : NULL;
    tried = true;
    void *library = dlopen("libnvidia-ml.so.1", RTLD_NOW);
    if (!library)
        return NULL;
    int (*init)(void) = (int (*)(void))dlsym(library, "nvmlInit_v2");
    int (*find)(const char *, void **) =
        (int (*)(const char *, void **))dlsym(library, "nvmlDeviceGetHandleByPciBusId_v2");
    nvml.clock = (int (*)(void *, int, unsigned *))dlsym(library, "nvmlDeviceGetClockInfo");
    nvml.driver = (int (*)(char *, unsigned))dlsym(library, "nvmlSystemGetDriverVersion");
    char bus[32];
    int gpu;
    CHECK(cudaGetDevice(&gpu));
    CHECK(cudaDeviceGetPCIBusId(bus, sizeof bus, gpu));
    if (!init || !find || !nvml.clock || !nvml.driver || init() != 0 ||
        find(bus, &nvml.device) != 0)
        nvml.device = NULL;
    return nvml.device ? &nvml : NULL;
}

unsigned gpu_clock_mhz(void)
{
    enum {
        PROCESSORS = 1
    }; /* NVML_CLOCK_SM */
    unsigned mhz;
    return nvml_loaded() && nvml_loaded()->clock(nvml_loaded()->device, PROCESSORS, &mhz) == 0 ? mhz
                                                                                               : 0;
}

struct device_report gpu_report(void)
{
    struct device_report report = {};
    struct cudaDeviceProp properties;
    int gpu;
    CHECK(cudaGetDevice(&gpu));
    CHECK(cudaGetDeviceProperties(&properties, gpu));
    snprintf(report.name, sizeof report.name, "%.90s", properties.name);
    if (!nvml_loaded() || nvml_loaded()->driver(report.driver, sizeof report.driver) != 0)
        snprintf(report.driver, sizeof report.driver, "unknown");
    report.clock_mhz[0] = gpu_clock_mhz();
    return report;
}

size_t gpu_cache_bytes(void)
{
    int gpu, bytes;
    CHECK(cudaGetDevice(&gpu));
    CHECK(cudaDeviceGetAttribute(&bytes, cudaDevAttrL2CacheSize, gpu));
    return (size_t)bytes;
}
