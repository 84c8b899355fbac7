#!/usr/bin/env bats
# The Makefile, in a checkout with a scripts/bootstrap and a cmake that do nothing but say so.
# SOURCE_DIR is the root of the repository.

setup()
{
    unset MAKEFLAGS MAKELEVEL
    checkout=$BATS_TEST_TMPDIR/checkout
    mkdir -p "$checkout/scripts" "$checkout/build"
    cp "$SOURCE_DIR/Makefile" "$checkout"
    printf '#!/bin/sh\n' >"$checkout/scripts/bootstrap"
    # shellcheck disable=SC2016 # for that shell
    printf '#!/bin/sh\necho "cmake $*"\n' >"$checkout/cmake"
    chmod +x "$checkout/scripts/bootstrap" "$checkout/cmake"
    PATH=$checkout:$PATH
    touch "$checkout/build/old"
}

built_in() # FOLDER, as CMake writes it down
{
    echo "CMAKE_CACHEFILE_DIR:INTERNAL=$1" >"$checkout/build/CMakeCache.txt"
}

@test "a folder with a # in its path is refused in one line before anything is done" {
    mv "$checkout" "$BATS_TEST_TMPDIR/c#"
    run make --no-print-directory -C "$BATS_TEST_TMPDIR/c#"
    [ "$status" -eq 2 ]
    [ "${#lines[@]}" -eq 1 ]
    [[ $output == *"CMake cannot build in a folder with a # in its path: move $BATS_TEST_TMPDIR/c# to another place"* ]]
}

@test "a build folder that was moved or copied here is made anew" {
    local other
    mkdir "$BATS_TEST_TMPDIR/original"
    for other in "$BATS_TEST_TMPDIR/original" /nowhere/build; do
        mkdir -p "$checkout/build"
        touch "$checkout/build/old"
        built_in "$other"
        run make --no-print-directory -C "$checkout"
        [ "$status" -eq 0 ]
        [ "${lines[0]}" = "build/ was made as $other/: making it anew" ]
        [[ $output == *'cmake --build --preset release'* ]]
        [ ! -e "$checkout/build" ]
    done
}

@test "install hands the folder on, and a tilde is the home" {
    HOME=/home/me run make --no-print-directory -C "$checkout" install PREFIX='~/.local'
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = 'cmake --install build --prefix /home/me/.local' ]
    # shellcheck disable=SC2016 # for that shell
    printf '#!/bin/sh\nprintf "%%s|" "$@"\n' >"$checkout/cmake"
    run make --no-print-directory -C "$checkout" install PREFIX='/opt/my tools'
    [[ $output == *'--prefix|/opt/my tools|' ]]
}

@test "a build folder that belongs here stays, by whatever name it is reached" {
    ln -s checkout "$BATS_TEST_TMPDIR/link"
    local name
    for name in checkout link; do
        built_in "$BATS_TEST_TMPDIR/$name/build"
        run make --no-print-directory -C "$checkout"
        [ "$status" -eq 0 ]
        [[ $output != *anew* && $output == *'cmake --build --preset release'* ]]
        [ -e "$checkout/build/old" ]
    done
}
