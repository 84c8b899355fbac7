# Runs in each build: writes the git revision to OUTPUT if it has changed.
cmake_minimum_required(VERSION 3.21)
execute_process(COMMAND git describe --always --dirty --abbrev=12
    WORKING_DIRECTORY ${SOURCE_DIR} OUTPUT_VARIABLE revision ERROR_QUIET
    OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT revision)
    set(revision unknown)
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#define BUILD_REVISION \"@revision@\"\n" @ONLY)
