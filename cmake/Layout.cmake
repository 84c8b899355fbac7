# Where the linker puts a variant's code: see variants/layout.ld. LAYOUT_SCRIPT is the linker's own
# script with that one in it. It is empty if the linker doesn't print its script: then every variant
# has only the linker's layout.

include(CheckCSourceCompiles)

function(make_layout_script path)
    set(LAYOUT_SCRIPT "" PARENT_SCOPE)
    separate_arguments(flags UNIX_COMMAND "${CMAKE_C_FLAGS} ${CMAKE_EXE_LINKER_FLAGS}")
    execute_process(COMMAND ${CMAKE_C_COMPILER} ${flags} -Wl,--verbose OUTPUT_VARIABLE script ERROR_QUIET)
    file(READ ${CMAKE_SOURCE_DIR}/variants/layout.ld places)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/variants/layout.ld)
    string(REGEX REPLACE ".*\n====+\n(.*)\n====+\n.*" "\\1" script "${script}")
    string(REGEX REPLACE "\n( *)\\.text +:" "\n\\1.text : ALIGN(4096)" script "${script}")
    string(REGEX REPLACE "\n( *\\*\\(\\.text \\.stub )" "\n${places}\\1" script "${script}")
    file(CONFIGURE OUTPUT ${path} CONTENT "${script}" @ONLY)

    unset(LINKS_LAYOUTS CACHE) # of another linker, perhaps
    set(CMAKE_REQUIRED_LINK_OPTIONS "LINKER:-T,${path},--defsym=LAYOUT_RUNG=16")
    check_c_source_compiles("int main(void) { return 0; }" LINKS_LAYOUTS)
    if(LINKS_LAYOUTS AND script MATCHES "LAYOUT_RUNG")
        set(LAYOUT_SCRIPT ${path} PARENT_SCOPE)
    else()
        message(NOTICE "Layouts: one only, this linker's script can't be extended (GNU ld's can)")
    endif()
endfunction()
make_layout_script(${CMAKE_BINARY_DIR}/layout.ld)

# layout(NAME LIBRARY...): links it with the script and with all of those libraries, used or not, so
# that each of their functions is at the same place in every variant; and keeps the link command
# beside the program, in NAME.link.
function(layout name)
    if(NOT LAYOUT_SCRIPT)
        return()
    endif()
    set(archives "")
    foreach(library IN LISTS ARGN)
        string(APPEND archives ",$<TARGET_FILE:${library}>")
    endforeach()
    target_link_options(${name} PRIVATE
        "LINKER:-T,${LAYOUT_SCRIPT}" "LINKER:--whole-archive${archives},--no-whole-archive")
    get_target_property(folder ${name} RUNTIME_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES
        LINK_DEPENDS ${LAYOUT_SCRIPT}
        RULE_LAUNCH_LINK "\"${CMAKE_SOURCE_DIR}/cmake/keep-link\" \"${folder}/${name}.link\"")
endfunction()
