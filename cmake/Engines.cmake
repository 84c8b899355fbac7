# What a rung may need: a target to link, and the message if it is missing.

# engine(NAME TARGET "what is missing and how to get it"): TARGET is empty if NAME is absent.
function(engine name target missing)
    set(ENGINE_${name}_TARGET "${target}" PARENT_SCOPE)
    set(ENGINE_${name}_MISSING "${missing}" PARENT_SCOPE)
    if(target)
        message(STATUS "Engine ${name}: found")
    else()
        message(NOTICE "Engine ${name}: absent, its rungs are skipped: ${missing}")
    endif()
endfunction()

# The static archive, if there is one: profiles then show PCRE2's own function names.
pkg_check_modules(PCRE2 IMPORTED_TARGET libpcre2-8)
set(target "")
if(PCRE2_FOUND)
    set(target PkgConfig::PCRE2)
    find_library(PCRE2_ARCHIVE libpcre2-8.a HINTS ${PCRE2_LIBRARY_DIRS})
    if(PCRE2_ARCHIVE)
        add_library(pcre2_static STATIC IMPORTED)
        set_target_properties(pcre2_static PROPERTIES
            IMPORTED_LOCATION ${PCRE2_ARCHIVE}
            INTERFACE_INCLUDE_DIRECTORIES "${PCRE2_INCLUDE_DIRS}"
            INTERFACE_COMPILE_DEFINITIONS PCRE2_STATIC)
        target_link_libraries(pcre2_static INTERFACE Threads::Threads)
        set(target pcre2_static)
    endif()
endif()
engine(PCRE2 "${target}" "built without PCRE2; install libpcre2-dev, then make again")

# It is a C++ library: its static archive needs the C++ runtime, too.
pkg_check_modules(HYPERSCAN IMPORTED_TARGET libhs)
set(target "")
if(HYPERSCAN_FOUND)
    set(target PkgConfig::HYPERSCAN)
    find_library(HYPERSCAN_ARCHIVE libhs.a HINTS ${HYPERSCAN_LIBRARY_DIRS})
    find_library(CXX_RUNTIME NAMES libstdc++.so.6 stdc++)
    if(HYPERSCAN_ARCHIVE AND CXX_RUNTIME)
        add_library(hyperscan_static STATIC IMPORTED)
        set_target_properties(hyperscan_static PROPERTIES
            IMPORTED_LOCATION ${HYPERSCAN_ARCHIVE}
            INTERFACE_INCLUDE_DIRECTORIES "${HYPERSCAN_INCLUDE_DIRS}")
        target_link_libraries(hyperscan_static INTERFACE ${CXX_RUNTIME} m)
        set(target hyperscan_static)
    endif()
endif()
engine(Hyperscan "${target}"
    "built without Hyperscan; install libhyperscan-dev (libvectorscan-dev on arm64), then make again")

find_package(OpenMP COMPONENTS C)
set(target "")
if(OpenMP_C_FOUND)
    set(target OpenMP::OpenMP_C)
endif()
engine(OpenMP "${target}" "built without OpenMP; install gcc, or libomp-dev for clang, then make again")

pkg_check_modules(LIBURING IMPORTED_TARGET liburing)
set(target "")
if(LIBURING_FOUND)
    set(target PkgConfig::LIBURING)
endif()
engine(liburing "${target}" "built without liburing; install liburing-dev, then make again")

# Open MPI's own memory and threads are nothing that a sanitizer should judge.
pkg_check_modules(MPI IMPORTED_TARGET ompi-c)
find_program(MPIRUN mpirun)
set(target "")
set(missing "built without Open MPI; install libopenmpi-dev and openmpi-bin, then make again")
if(SANITIZE)
    set(missing "Open MPI is left out of builds with sanitizers")
elseif(MPI_FOUND AND MPIRUN)
    set(target PkgConfig::MPI)
endif()
engine(MPI "${target}" "${missing}")

# CUDA, for the GPUs in this machine; if there are none, for all since Turing, or, under a
# sanitizer, which only compiles it, for one of them. Sanitizers know nothing of GPUs, and the
# thread sanitizer nothing of CUDA's own threads. Fuzz targets don't use it.
set(target "")
set(missing "built without CUDA; install the CUDA Toolkit 12 or 13 from NVIDIA, with nvcc in PATH, then make again")
set(nvcc "")
include(CheckLanguage)
if(SANITIZE MATCHES "thread|fuzzer")
    set(missing "CUDA is left out under the thread sanitizer, and where only fuzz targets are built")
else()
    check_language(CUDA)
    if(CMAKE_CUDA_COMPILER)
        execute_process(COMMAND ${CMAKE_CUDA_COMPILER} --version OUTPUT_VARIABLE nvcc)
        string(REGEX MATCH "release ([0-9.]+)" nvcc "${nvcc}")
        set(nvcc "${CMAKE_MATCH_1}")
    endif()
endif()
if(nvcc AND nvcc VERSION_LESS 12) # it would stop at architectures that it does not know
    set(missing "built without CUDA: nvcc ${nvcc} is too old, 12 or newer it must be")
elseif(nvcc)
    if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
        set(CMAKE_CUDA_ARCHITECTURES 75-real 80-real 90)
        if(SANITIZE)
            set(CMAKE_CUDA_ARCHITECTURES 75)
        endif()
        if(EXISTS /dev/nvidiactl AND NOT CMAKE_VERSION VERSION_LESS 3.24)
            set(CMAKE_CUDA_ARCHITECTURES native)
        endif()
    endif()
    enable_language(CUDA)
    set(target gpu)
endif()
engine(CUDA "${target}" "${missing}")
