#!/usr/bin/env bats
# `make install`: the command by itself, in a folder that has nothing to do with the build, BUILD_DIR.

# shellcheck disable=SC2154,SC2030,SC2031 # what fakes.bash sets, and `run`
load ../support/fakes

setup_file()
{
    cmake --install "$BUILD_DIR" --prefix "$BATS_FILE_TMPDIR/prefix" >/dev/null
}

setup()
{
    fakes_setup
    prefix=$BATS_FILE_TMPDIR/prefix
    export PATH=$prefix/bin:$PATH XDG_CACHE_HOME=$PWD/cache
}

@test "it finds its variants, and keeps results where it runs" {
    run --separate-stderr bottleneck list
    ends_with 0
    prints 'baseline'
    run --separate-stderr bottleneck --data text.txt --variant baseline,combined --rounds 1
    ends_with 0
    grep -qE '^baseline .* 3 ✓' <<<"$output"
    warns 'Results: bottleneck-results/'
    only bottleneck-results text.txt variants
    whole bottleneck-results/*.json
    grep -q '"bottleneck",' bottleneck-results/*.json # as the command that was run
    run --separate-stderr bottleneck --data text.txt --variant simd --rounds 1 --output here.json
    ends_with 0
    [ -f here.json ]
}

@test "nothing of the build is asked for" {
    cp -r "$prefix" moved
    echo '[{"name": "simd", "program": "variants/simd"}]' >moved/libexec/bottleneck/ladder.json
    run --separate-stderr moved/bin/bottleneck list
    ends_with 0
    prints simd
    [[ $output != *baseline* ]] || wrong 'it lists those of another place'
    run ! grep -r "$BUILD_DIR" moved/libexec/bottleneck/ladder.json moved/bin
    run --separate-stderr moved/bin/bottleneck doctor
    prints "$PWD/cache/bottleneck"
}

@test "messages call it by its name" {
    run --separate-stderr bottleneck nonsense
    refuses 2 "there is no command 'nonsense'; see bottleneck --help"
    run --separate-stderr bottleneck --data text.txt --variant nonsense
    warns 'bottleneck list shows them all'
    run --separate-stderr bottleneck report
    warns 'bottleneck-results/ is empty: run bottleneck, or name a results file'
    run --separate-stderr bottleneck exercise
    refuses 1 "the exercises need the project's sources"
    [ ! -e bottleneck-results ]
    run --separate-stderr bottleneck lesson --data text.txt --answers /dev/null
    [ -d bottleneck-results/lesson ]
    run --separate-stderr bottleneck compare --help
    prints 'Usage: bottleneck compare'
}

@test "DESTDIR, and another time over the same" {
    for _ in 1 2; do DESTDIR=$PWD/root cmake --install "$BUILD_DIR" --prefix /usr >/dev/null; done
    run --separate-stderr root/usr/bin/bottleneck --version
    ends_with 0
    prints 'bottleneck-first '
    [ "$(readlink root/usr/bin/bottleneck)" = ../libexec/bottleneck/bottleneck ]
}

@test "the manual has every command and its options" {
    local manual=$prefix/share/man/man1/bottleneck.1 name
    for name in RUN LIST LIMITS PROFILE TRY TRAP REPORT COMPARE DOCTOR PUBLISH; do
        grep -q "^\.SH $name\$" "$manual" || wrong "no $name"
    done
    grep -q '^\.B \\-\\-attacks=FUNCTION' "$manual"
    run ! grep -w harness "$manual"
    if command -v groff >/dev/null; then
        [ -z "$(groff -man -Tutf8 -ww -K utf8 "$manual" 2>&1 >/dev/null)" ]
    fi
}
