#!/usr/bin/env bats
# ./harness report from the command line; what its page shows is tested in a browser (tests/page).
# HARNESS is the program, SOURCE_DIR the root of the repository.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
    published=$SOURCE_DIR/results/published/2026-11-23-h100-16-cores.json
    cp "$published" run.json
}

report() # OPTION...
{
    run --separate-stderr "$HARNESS" report "$@"
}

with_page()
{
    [[ -e $(dirname "$HARNESS")/report.html ]] || skip "the build has no report page"
}

@test "a page beside the results file, whole, with the data in it" {
    with_page
    report run.json
    ends_with 0
    [ "$output" = run.html ]
    only text.txt variants run.json run.html
    [ "$(grep -c '^<script type="application/json" id="\(results\|profiles\|figures\)">' run.html)" -eq 3 ]
    [ "$(tail -n 1 run.html)" = '</html>' ]
    not grep -F '<!--data-->' run.html
    # Nothing is taken from elsewhere: no address in what a browser would fetch.
    not grep -E '<(link|img|script)[^>]* (src|href)=' run.html
}

@test "a folder that cannot be written: the way out is --output" {
    with_page
    unshare -rm true 2>/dev/null || skip 'no mount namespaces for this user'
    mkdir fixed
    cp run.json fixed
    # shellcheck disable=SC2016 # for that shell
    run --separate-stderr unshare -rm bash -c '
        mount --bind fixed fixed && mount -o remount,bind,ro fixed || exit 99
        exec "$HARNESS" report fixed/run.json'
    [ "$status" -ne 99 ] || skip 'may not mount'
    refuses 1 'cannot write fixed/run.html: Read-only file system: name a file with --output'
}

# A profile of nothing.
found='{"schema":1,"variant":"found","engine":"perf","unit":"ns","how":{"samples":0},"functions":[],
    "edges":[],"threads":[],"nodes":[],"lanes":[]}'

@test "profiles are taken from a folder, and a broken one is left out with a word" {
    with_page
    mkdir -p profiles/{good,broken,other}
    echo "${found/'"found"'/'"<b>"'}" >profiles/good/profile.json
    echo '{"schema":1,' >profiles/broken/profile.json
    echo '[1]' >profiles/other/profile.json
    report run.json --profiles profiles --output page.html
    ends_with 0
    warns 'a profile is left out: profiles/broken/profile.json: no JSON: line 2'
    warns 'a profile is left out: profiles/other/profile.json: "schema" is missing or wrong'
    grep -qF 'id="profiles">{"list":[{"schema":1,"variant":"\u003cb>",' page.html
}

@test "a folder of profiles may have any name" {
    with_page
    local name
    # shellcheck disable=SC1003 # a backslash at its end
    for name in 'a[1]' '*' '~' 'a?\'; do
        mkdir -p "$name/one"
        echo "$found" >"$name/one/profile.json"
        report run.json --profiles "$name" --output page.html
        ends_with 0
        grep -qF '"variant":"found"' page.html || wrong "$name"
        rm -r "$name" page.html
    done
}

@test "what is no results file is refused in a line, and leaves no page" {
    with_page
    echo '{"schema":1}' >broken.json
    report broken.json
    refuses 1 'broken.json: "started" is missing or wrong'
    report nowhere.json
    refuses 1 nowhere.json
    report run.json --profiles nowhere
    refuses 1 'there is no folder nowhere'
    report run.json --output nowhere/page.html
    refuses 1 '--output: cannot write nowhere/page.html: No such file or directory'
    only text.txt variants run.json broken.json
}

@test "a command line that makes no sense is refused" {
    report run.json other.json
    refuses 2 'give one results file'
    report run.json --charts . --output page.html
    refuses 2 '--charts makes no page'
    cp run.json page.html
    report page.html --output page.html
    refuses 2 'would overwrite the results file'
    cmp run.json page.html
    report --help
    ends_with 0
    prints 'Usage: harness report '
    no_wider_than 100
}

@test "charts: light and dark, the same bytes again, whatever the names are" {
    with_page
    sed "s/\"jit_chunked\"/\"it's \`x\` \\\\\"@\\\\\" <b>\"/" "$published" >run.json
    mkdir charts
    echo kept >other
    ln -s ../other charts/ladder-dark.svg
    report run.json --charts charts
    ends_with 0
    [ "$output" = $'charts/ladder-light.svg\ncharts/ladder-dark.svg' ]
    for theme in light dark; do
        [[ $(tail -n 1 charts/ladder-$theme.svg) == *'</svg>' ]]
        grep -qF ">it's \`x\` &quot;@&quot; &lt;b&gt;<" charts/ladder-$theme.svg
        # As many rungs as variants that run from end to end; every colour is resolved.
        [ "$(grep -o 'class="rung' charts/ladder-$theme.svg | wc -l)" -eq 11 ]
        not grep -F 'var(' charts/ladder-$theme.svg
    done
    not cmp -s charts/ladder-light.svg charts/ladder-dark.svg
    [ ! -L charts/ladder-dark.svg ]
    [ "$(<other)" = kept ]
    cp -r charts again
    report run.json --charts again
    ends_with 0
    diff -r charts again
    only text.txt variants run.json charts again other
}

@test "a chart that its disk has no room for leaves the old one" {
    with_page
    # shellcheck disable=SC2016 # for that shell
    on_a_small_disk bash -c '
        "$HARNESS" report run.json --charts small >/dev/null && cp small/*.svg . || exit
        head -c 10000 /dev/zero >small/room # for a part of one
        cat /dev/zero >small/filling 2>/dev/null
        rm small/room
        "$HARNESS" report run.json --charts small
        code=$?
        cmp small/ladder-light.svg ladder-light.svg && ls small
        exit $code'
    ends_with 1
    warns 'cannot write small/ladder-light.svg: No space left on device'
    [ "$output" = $'filling\nladder-dark.svg\nladder-light.svg' ]
}

@test "charts: what they lack is said, and where they cannot be written" {
    mkdir shell
    ln -s "$(type -P sh)" shell
    run --separate-stderr env PATH="$PWD/shell" "$HARNESS" report run.json --charts .
    refuses 77 '--charts needs Node.js 18 or newer: install nodejs'
    report run.json --charts ''
    refuses 2 "--charts takes a folder, not ''"
    with_page
    report run.json --charts nowhere
    refuses 1 'cannot write nowhere/ladder-light.svg: No such file or directory'
    sed 's/"status": *"ok"/"status":"skipped"/' "$published" >run.json
    report run.json --charts .
    refuses 1 'nothing to draw: no variant was measured'
    only text.txt variants run.json shell
}

@test "the page's tests are skipped, with the reason, where the browser is none" {
    with_page
    [[ $(type -P node) ]] || skip "no Node.js"
    mkdir bin
    printf '#!/bin/sh\n%s\n' 'echo "needs the snap" >&2' 'exit 10' >bin/chromium
    chmod +x bin/chromium
    PATH=$PWD/bin:$PATH run "$SOURCE_DIR/tests/page/run" shows
    ends_with 77
    [ "$output" = "skipped: $PWD/bin/chromium does not run (on Ubuntu it only stands for a snap)" ]

    # shellcheck disable=SC2016 # for that shell
    printf '#!/bin/sh\n[ "$1" = --version ]\n' >bin/chromium
    PATH=$PWD/bin:$PATH run "$SOURCE_DIR/tests/page/run" shows
    ends_with 77
    prints "skipped: $PWD/bin/chromium shows no page from "
}

@test "of builds side by side one installs the page's libraries, and the others wait" {
    local i
    mkdir bin report
    cp "$SOURCE_DIR"/harness/page/{build,package-lock.json} report
    # What the real ones do to the libraries: one removes and installs them, the other reads them.
    # shellcheck disable=SC2016 # for those shells
    printf '%s\n' '#!/bin/sh' 'rm -rf node_modules' 'sleep 0.2' 'mkdir node_modules' 'echo installed >>npm.log' >bin/npm
    # shellcheck disable=SC2016
    printf '%s\n' '#!/bin/sh' 'sleep 0.1' '[ -e node_modules ] && echo page >"$2"' >bin/node
    chmod +x bin/*
    for i in 1 2 3; do
        PATH=$PWD/bin:$PATH report/build "$PWD/$i.html" &
    done
    wait
    [ -s 1.html ] && [ -s 2.html ] && [ -s 3.html ]
    [ "$(cat report/npm.log)" = installed ]
}
