# `make install`: one command, bottleneck. All that it needs lies beside it in libexec/bottleneck, as in
# a build: it finds that from where its own file is, which bin/bottleneck is a link to.
if(SANITIZE)
    return()
endif()
include(GNUInstallDirs)
set(home ${CMAKE_INSTALL_LIBEXECDIR}/bottleneck)

install(PROGRAMS $<TARGET_FILE:harness> DESTINATION ${home} RENAME bottleneck)
install(PROGRAMS $<TARGET_FILE:gen> DESTINATION ${home})
install(FILES ${CMAKE_BINARY_DIR}/ladder.json DESTINATION ${home})
install(FILES ${CMAKE_BINARY_DIR}/report.html ${CMAKE_BINARY_DIR}/charts.mjs DESTINATION ${home} OPTIONAL)
install(DIRECTORY ${CMAKE_BINARY_DIR}/variants/ DESTINATION ${home}/variants
    USE_SOURCE_PERMISSIONS PATTERN "*.link" EXCLUDE)
install(DIRECTORY ${CMAKE_BINARY_DIR}/cuda/ DESTINATION ${home}/cuda
    USE_SOURCE_PERMISSIONS OPTIONAL PATTERN sizes EXCLUDE)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/scripts/ DESTINATION ${home}/scripts # of --peers
    USE_SOURCE_PERMISSIONS FILES_MATCHING PATTERN "*.py")
file(RELATIVE_PATH to_home /${CMAKE_INSTALL_BINDIR} /${home})
install(CODE "
    set(bin \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
    message(STATUS \"Installing: \${bin}/bottleneck\")
    file(MAKE_DIRECTORY \"\${bin}\")
    file(CREATE_LINK \"${to_home}/bottleneck\" \"\${bin}/bottleneck\" SYMBOLIC)")

# The manual: what --help says of each command.
set(manual ${CMAKE_BINARY_DIR}/bottleneck.1)
add_custom_command(OUTPUT ${manual}
    COMMAND ${CMAKE_SOURCE_DIR}/cmake/manual $<TARGET_FILE:harness> ${PROJECT_VERSION} ${manual}
    DEPENDS harness ${CMAKE_SOURCE_DIR}/cmake/manual
    COMMENT "The manual page" VERBATIM)
add_custom_target(manual ALL DEPENDS ${manual})
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/bottleneck)
