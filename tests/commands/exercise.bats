#!/usr/bin/env bats
# The exercises, and somebody's solutions of them. SOURCE_DIR is the repository. No test looks at how
# fast something was found to be.

# shellcheck disable=SC2030,SC2031,SC2154 # what fakes.bash and `run` set
load ../support/fakes

setup()
{
    fakes_setup
    solutions=$SOURCE_DIR/exercises/solutions
}

# Checks a program as the solution of an exercise; the answers are $2 and $3.
check() # EXERCISE DIAGNOSIS PREDICTION FILE [OPTION...]
{
    printf '%s\n' "$2" "$3" >answers
    run --separate-stderr "$HARNESS" exercise "$1" "$4" --answers answers --tries tries \
        --data "$text" --budget 1ms "${@:5}"
}

# A solution of exercise 1 that does something more before main().
also() # STATEMENT
{
    cat "$solutions/1-find-it.c" - >mine.c <<EOF
#include <fcntl.h>
#include <unistd.h>
__attribute__((constructor)) static void also(void)
{
    $1
}
EOF
}

# What is kept of the last try; a member a line.
tried() # EXERCISE KEY VALUE
{
    [ "$(sed -n "/\"$1\"/,/}/s/^ *\"$2\": \([^,]*\),*\$/\1/p" tries)" = "$3" ] ||
        wrong "not tried: $1 $2 $3, but $(cat tries)"
}

@test "the exercises are listed, and how far one is" {
    run --separate-stderr "$HARNESS" exercise --tries tries
    ends_with 0
    prints '1  find it          not tried yet'
    prints '5  the liar         not tried yet'
    prints '0 of 5 done.'
    [ ! -e tries ]

    echo '{"schema": 1, "tries": {"2-a-lock": {"tries": 3, "done": true, "diagnosed": true,
        "counts": true, "predicted": 4, "outcome": 5, "share": 0.973}}}' >tries
    run --separate-stderr "$HARNESS" exercise --tries tries
    ends_with 0
    [[ $output =~ 2\ +a\ lock\ +done\ +3\ +right\ +right\ +97\ % ]]
    prints '1 of 5 done.'
}

@test "a solution is counted, measured in turn and held against its prediction" {
    check 1 'strlen()' 4.5 "$solutions/1-find-it.c"
    [[ $status =~ ^(0|1|77)$ ]]
    prints 'Which function or stage is the bottleneck of start.c: strlen()'
    prints 'Count: right'
    prints 'Diagnosis: right'
    prints 'goes_on() calls strlen() for every byte'
    prints 'over 8 rounds: your program is'
    prints 'You said 4.5×'
    [[ $output != *left* ]]
    tried 1-find-it tries 1
    tried 1-find-it counts true
    tried 1-find-it predicted 4.5
}

@test "what is not the bottleneck is no diagnosis, and its reason is not given away" {
    check 4 download 90 "$SOURCE_DIR/exercises/4-the-wrong-clock/start.c"
    [[ $status =~ ^(1|77)$ ]] # by how the kernel's share comes out of so small a text
    prints 'Count: right'
    prints 'Diagnosis: not right'
    prints 'exercises/4-the-wrong-clock/README.md'
    [[ $output != *'only queued'* ]]
    prints 'By your stage clock the kernel takes'
    prints 'You said 90 %'
    prints 'Exercise 4 is not done yet.'
    tried 4-the-wrong-clock 'done' false
}

@test "what miscounts at the edges of blocks has no speed" {
    check the-liar edge 1 "$SOURCE_DIR/exercises/5-the-liar/start.c"
    ends_with 2
    check 5-the-liar edge 1 "$SOURCE_DIR/exercises/5-the-liar/start.c"
    ends_with 1
    prints 'Count: wrong'
    prints 'On matches across the edges of blocks: counted'
    [[ $output != *round* ]]
    tried 5-the-liar counts false
    check 5 edge 1 "$SOURCE_DIR/tests/exercises/wrong/5-the-liar.c"
    ends_with 1
    prints 'On matches across the edges of blocks: counted'
    tried 5-the-liar tries 2
}

@test "what does not compile or link gets the compiler's words, and nothing else" {
    echo 'int main(void) { return hidden_mistake; }' >mine.c
    check 1 strlen 4 mine.c
    ends_with 1
    [ -z "$output" ]
    warns hidden_mistake
    [[ $stderr != *harness:* ]]
    { cat "$solutions/1-find-it.c"; echo 'int hidden_mistake(void); int more(void); int more(void) { return hidden_mistake(); }'; } >mine.c
    check 1 strlen 4 mine.c
    ends_with 1
    [ -z "$output" ]
    warns 'undefined reference to'
    [[ $stderr != *harness:* && ! -e tries ]]
}

@test "what is no file is refused" {
    check 1 strlen 4 none.c
    refuses 1 'none.c: No such file'
    [[ ! -e $SOURCE_DIR/exercises/2-a-lock/mine.c ]] || return 0 # somebody is at it
    run --separate-stderr "$HARNESS" exercise 2 --tries tries
    refuses 1 'exercises/2-a-lock/mine.c: copy start.c to mine.c, and change that'
}

@test "what loops forever is ended in time" {
    also 'for (;;) pause();'
    check 1 strlen 4 mine.c --timeout 1s
    ends_with 1
    prints 'Count: none'
    prints 'On an empty text: no answer within 1 s (--timeout)'
}

@test "what allocates without end runs into a limit" {
    [[ -z ${SANITIZED-} ]] || skip 'a sanitizer reserves more memory than any limit allows'
    also 'static char *volatile more; for (;;) memset(more = malloc(1 << 24), 1, 1);'
    check 1 strlen 4 mine.c
    ends_with 1
    prints 'Count: none'
    [[ $output =~ On\ an\ empty\ text:\ killed\ by\ signal\ 11\ .*,\ with\ at\ most\ [0-9.]+\ GB\ of\ memory ]] ||
        wrong 'no limit'
}

@test "what crashes is said, with what it has left" {
    also 'if (fork() == 0) { setsid(); pause(); } if (open("left.txt", O_CREAT | O_WRONLY, 0600) < 0) _exit(5); _exit(6);'
    check 1 strlen 4 mine.c
    ends_with 1
    prints 'On an empty text: exit code 6'
    prints 'left this in the folder in which it ran: left.txt. It is removed.'
    prints 'left processes behind, 1 in all. They were ended.'
    [ ! -e left.txt ]
}

@test "where there is one core, a lock is not judged" {
    [[ -z ${SANITIZED-} ]] || skip 'a sanitizer adds nothing to it'
    printf '%s\n' report 3 >answers
    run --separate-stderr taskset -c "$(taskset -cp $$ | sed 's/.*[ ,-]//')" "$HARNESS" exercise 2 \
        "$solutions/2-a-lock.c" --answers answers --tries tries --data "$text" --budget 1ms
    ends_with 77
    prints 'Count: right'
    prints 'It has one core for this program, and the exercise takes 2. Nothing was measured.'
    tried 2-a-lock 'done' false
}

@test "answers that end too early leave nothing behind" {
    printf '%s\n' strlen >answers
    run --separate-stderr "$HARNESS" exercise 1 "$solutions/1-find-it.c" --answers answers \
        --tries tries --data "$text"
    ends_with 1
    warns 'there are no more answers: nothing was checked'
    [ ! -e tries ]
    check 1 strlen 4 "$solutions/1-find-it.c" --data missing.txt
    ends_with 1
    warns missing.txt
}

@test "tries that are damaged are left alone" {
    echo nothing >tries
    run --separate-stderr "$HARNESS" exercise --tries tries
    refuses 1 'remove it to begin anew'
    [ "$(cat tries)" = nothing ]
}

@test "wrong command lines" {
    run --separate-stderr "$HARNESS" exercise 6 --tries tries
    refuses 2 "there is no exercise '6'; ./harness exercise lists them"
    run --separate-stderr "$HARNESS" exercise 1 a.c b.c --tries tries
    refuses 2 'takes one exercise and one file'
    run --separate-stderr "$HARNESS" exercise --budget 3 --tries tries
    ends_with 2
}

@test "a build without its sources, or one that was moved, says so" {
    mkdir -p project/build
    cp "$HARNESS" project/build
    echo '[]' >project/build/ladder.json
    run --separate-stderr project/build/harness exercise --tries tries
    refuses 1 'the exercises need the project'
    cp -r "$SOURCE_DIR/exercises" project
    mkdir project/build/exercises
    cp "$(dirname "$HARNESS")/exercises/1-find-it-start" project/build/exercises
    run --separate-stderr project/build/harness exercise 1 "$solutions/1-find-it.c" --tries tries
    refuses 1 'the build was moved here: run make again'
}
