# What a rung may need: a target to link, and the words shown where it is missing.

# engine(NAME TARGET "what is missing and how to get it"): TARGET is empty where NAME is absent.
function(engine name target missing)
    set(ENGINE_${name}_TARGET "${target}" PARENT_SCOPE)
    set(ENGINE_${name}_MISSING "${missing}" PARENT_SCOPE)
    if(target)
        message(STATUS "Engine ${name}: found")
    else()
        message(NOTICE "Engine ${name}: absent, its rungs are skipped: ${missing}")
    endif()
endfunction()

# The static archive, where there is one: profiles then show PCRE2's own function names.
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

find_package(OpenMP COMPONENTS C)
set(target "")
if(OpenMP_C_FOUND)
    set(target OpenMP::OpenMP_C)
endif()
engine(OpenMP "${target}" "built without OpenMP; install gcc, or libomp-dev for clang, then make again")
