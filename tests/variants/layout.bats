#!/usr/bin/env bats
# Where the linker puts a variant's code, and how a layout moves it. VARIANTS is the folder that the
# variants are in, NAMES are those in C.
bats_require_minimum_version 1.5.0

setup()
{
    cd "$BATS_TEST_TMPDIR" || return
    [ -e "$VARIANTS/baseline.link" ] || skip 'this linker has one layout'
}

# Every function that other files can see, and where it is in its page. What is the compiler's own is
# not placed, nor is main, which is among what runs once.
offsets() # PROGRAM
{
    nm "$1" | awk '$2 == "T" && $3 !~ /^(_.*|main)$/ { print $3, substr($1, 14) }'
}

link_with() # LAYOUT-ENGINE LAYOUT-STEPS LAYOUT-RUNG
{
    local words i
    mapfile -t words <"$VARIANTS/baseline.link"
    for i in "${!words[@]}"; do
        [[ ${words[i]} != -o ]] || words[i + 1]=$PWD/moved
    done
    (cd "${words[0]}" && "${words[1]}" "-Wl,--defsym=LAYOUT_ENGINE=$1" \
        "-Wl,--defsym=LAYOUT_STEPS=$2" "-Wl,--defsym=LAYOUT_RUNG=$3" "${words[@]:2}")
}

# By how much a function has moved, within its page.
moved() # FUNCTION
{
    local from to
    from=$(nm "$VARIANTS/baseline" | awk -v name="$1" '$3 == name { print $1 }')
    to=$(nm moved | awk -v name="$1" '$3 == name { print $1 }')
    echo $(((0x$to - 0x$from + 4096) % 4096))
}

@test "a function is at one place in its page in every variant" {
    local name
    for name in $NAMES; do
        offsets "$VARIANTS/$name"
    done | sort -u >all
    grep -q '^text_next ' all
    grep -q '^stage_name ' all
    [ -z "$(cut -d' ' -f1 all | uniq -d)" ] || { cut -d' ' -f1 all | uniq -d; false; }
}

# Whether a function has moved as far as was asked for; where compilers align code to more than 16
# bytes, so that it did not move by 16, to within 64.
has_moved() # FUNCTION ASKED BY-16
{
    local off=$((($(moved "$1") - $2 + 4096) % 4096))
    [ $off -eq 0 ] || { [ "$3" -ne 16 ] && ((off < 64 || off > 4096 - 64)); }
}

@test "engine, steps and rung move, each by itself" {
    local layout engine steps rung by_16
    link_with 16 16 16
    by_16=("$(moved pcre2_match_8)" "$(moved text_next)" "$(moved search)")
    for layout in '0 0 0' '32 0 0' '0 48 0' '0 0 4080' '2064 16 1024' '512 1024 256'; do
        read -r engine steps rung <<<"$layout"
        link_with "$engine" "$steps" "$rung"
        has_moved pcre2_match_8 "$engine" "${by_16[0]}"
        has_moved text_next "$steps" "${by_16[1]}"
        has_moved search "$rung" "${by_16[2]}"
    done
}

@test "a variant that has moved counts the same" {
    link_with 16 32 48
    printf '1bob 2ROB\n' >text
    [ "$(./moved text | head -c 9)" = '2 matches' ]
}

@test "the link command is kept as a folder, and a word a line" {
    local words
    mapfile -t words <"$VARIANTS/baseline.link"
    [ -d "${words[0]}" ]
    [ -x "${words[1]}" ]
    [ ! -e "$VARIANTS/baseline.link.new" ]
}
