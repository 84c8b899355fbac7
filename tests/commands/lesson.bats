#!/usr/bin/env bats
# ./harness lesson, most of it with the numbers of a published run. HARNESS is the program, GEN the
# generator, SOURCE_DIR the root of the repository.

# shellcheck disable=SC2030,SC2031,SC2154 # what fakes.bash and `run` set
load ../support/fakes

setup()
{
    fakes_setup
    export COLUMNS=80
    published=$SOURCE_DIR/results/published/2026-11-30-epyc-2-cores-debian-12.json
    act_1=('20 20 20 40' '1.5 2 3 1.2' chunked)
    act_2=(search 3 lower '1.5 1.2 2' jit_caseless)
    act_3=('2 2' 0.5)
}

# The answers, a line each, to a lesson that plays that run.
lesson() # ANSWER...
{
    printf '%s\n' "$@" >answers.txt
    run --separate-stderr "$HARNESS" lesson --file lesson.json --answers answers.txt \
        --replay "$published"
}

# The same without naming the run again.
go_on() # ANSWER...
{
    printf '%s\n' "$@" >answers.txt
    run --separate-stderr "$HARNESS" lesson --file lesson.json --answers answers.txt
}

# A line of a card. Without the blanks in front of it.
card() # NAME LINE
{
    sed -n "/^$1, after/,/^\$/p" <<<"$output" | grep -qE "^ +$2\$" || wrong "the card of $1 lacks: $2"
}

@test "a whole lesson: every guess beside the truth" {
    lesson "${act_1[@]}" "${act_2[@]}" "${act_3[@]}"
    ends_with 0
    no_wider_than 80
    [[ $output != *$'\033'* && $output != *$'\r'* ]]
    # The question comes before the table that answers it.
    [[ $output == *'Shares of read, compile, lower and search in per cent: 20 20 20 40'*'search         40 %    95.5 %'* ]] ||
        wrong 'the shares'
    prints '1/(1-0.95495) = 22.20×'
    prints '1/(1-0.00'
    [[ $output == *'Your choice:'*'chunked, after baseline'*'The others:'*'compiled, after baseline'* ]] ||
        wrong 'the choice comes first'
    card combined 'your prediction +1.20×'
    card combined 'at most +24.98× \(timed without that work\)'
    card openmp_simd 'at most +1.37× \(as fast as this machine reads\)'
    card combined 'the ledger +1.87×'
    card combined 'measured +1.85×'
    card combined 'outcome +paid'
    card chunked 'outcome +cannot pay'
    card hyperscan_lines 'outcome +wasted'
    card openmp_simd 'measured +1.30×'
    prints 'You were right. The bottleneck of jit is lower.'
    prints 'Bottlenecks: you named 3 of 3.'
    prints 'over 10 predictions'
    prints '(median of |ln(measured /'
    prints 'What you were wrong about most: jit. You said 3.00×, it was 12.34×.'
    [[ ${output//$'\n'/ } == *'The first trap, a wrong clock, is left out: '*'has no times of a GPU. To see it: ./harness trap gpu --backend simulated'* ]] || wrong 'no advice'
    [[ $output != *'Which step'* && $output != *SIMULATED* ]] || wrong 'a replay measures'
    prints "Don't trust small gains: noise hides differences of 2 % in this run."
    prints 'You said up to 0.5 %. On an Intel Xeon'
    prints '12.5'
    whole lesson-replay.json
    grep -q '^ "lesson": {$' lesson-replay.json
    # The run itself has no lesson in it, and all else is the same.
    not grep -q '"lesson"' "$published"
    [ ! -e "$(dirname "$HARNESS")/report.html" ] || grep -q '"cards":\[{"act":1,"name":"compiled"' lesson-replay.html
}

@test "a replayed run with the times of a GPU shows the trap" {
    cp "$published" with-trap.json
    published=with-trap.json
    "$HARNESS" trap gpu --backend simulated --size 1000 --repeats 3 --add-to with-trap.json >/dev/null
    lesson "${act_1[@]}" "${act_2[@]}" '2 2' sum 0.5
    ends_with 0
    prints 'You said sum. That clock, no wait, says'
    [[ ${output//$'\n'/ } == *"by the host's clock: you said sum takes most"* ]] || wrong 'the score'
    [[ $output != *'left out'* ]]
}

@test "a spoiled run is said to be one" {
    sed 's/"spoils": false/"spoils": true/' "$published" >spoiled.json
    published=spoiled.json
    lesson "${act_1[@]}" "${act_2[@]}" "${act_3[@]}"
    ends_with 0
    [[ ${output#*HOW WELL DID YOU KNOW} == *"Don't trust this run: times drift"* ]] || wrong 'no doubt'
}

@test "a lesson in few columns" {
    local width
    for width in 40 60; do
        rm -f lesson*
        cp "$published" with-trap.json
        "$HARNESS" trap gpu --backend simulated --size 300 --repeats 3 --add-to with-trap.json >/dev/null
        printf '%s\n' "${act_1[@]}" "${act_2[@]}" '2 2' sum 0.5 >answers.txt
        COLUMNS=$width run --separate-stderr "$HARNESS" lesson --file lesson.json \
            --answers answers.txt --replay with-trap.json
        ends_with 0
        # What can't be broken: names of files, and answers, which the reader types.
        output=$(sed -E '/\//d; s/(: )[0-9a-z_. ]*$/\1/' <<<"$output")
        no_wider_than $width
    done
    [ "$(grep -c '^How many times as fast: ' <<<"$output")" -eq 4 ]
}

@test "what is no answer gets the question again" {
    lesson 'a quarter each' '?' '100 100 100 0' '25 25 25' '-5 5 50 50' '20, 20, 20, 40 %' \
        '1 2 3' '1 2 3 zero' '1 2 3 0' '2x 2x 3x 1.2x' everything 9 4
    ends_with 0
    [ "$(grep -c '^Shares of read' <<<"$output")" -eq 6 ]
    [ "$(grep -c '^How many times as fast: compiled' <<<"$output")" -eq 4 ]
    [ "$(grep -c '^There is time for one' <<<"$output")" -eq 3 ]
    prints 'That is not a number'
    prints 'Four numbers that add up to 100, such as 25 25 25 25.'
    prints 'These add up to 300 %.'
    prints 'Give 4 numbers'
    prints 'Give one of these names, or its number: 1 compiled, 2 caseless'
    prints 'Give a number from 0.01 to 100000'
    prints 'Your choice:'
    card combined 'your prediction +1.20×'
}

@test "a comma is between numbers, or in one" {
    lesson 20,20,20,40 '1,5 2 3' '1,5 2, 3 1,2' chunked search '3,5 2' '3,5 x' lower
    ends_with 0
    [ "$(grep -c 'Give 4 numbers, with blanks between' <<<"$output")" -eq 1 ]
    [ "$(grep -c 'Give one number' <<<"$output")" -eq 1 ]
    card compiled 'your prediction +1.50×'
    card caseless 'your prediction +2.00×'
    card combined 'your prediction +1.20×'
    card jit 'your prediction +3.50×'
}

@test "it is left and taken up again, and says the same as in one go" {
    lesson "${act_1[@]}" "${act_2[@]}" "${act_3[@]}"
    local whole_score=${output#*HOW WELL}
    rm lesson*
    lesson "${act_1[@]:0:2}"
    ends_with 0
    prints 'Your answers are kept. To go on from here: ./harness lesson --file lesson.json'
    go_on "${act_1[2]}" "${act_2[@]:0:1}"
    ends_with 0
    prints 'Welcome back. Answers kept in lesson.json: 2.'
    [[ $output != *'Shares of read'* ]] || wrong 'a question is asked twice'
    card chunked 'your prediction +3.00×'
    go_on "${act_2[@]:1}" "${act_3[@]}"
    ends_with 0
    prints 'Answers kept in lesson.json: 4.'
    [ "${output#*HOW WELL}" = "$whole_score" ]
    go_on # once more: its end is shown again
    [ "${output#*HOW WELL}" = "$whole_score" ]
}

@test "Ctrl-C at a question keeps what was answered" {
    mkfifo answers
    "$HARNESS" lesson --file lesson.json --answers answers --replay "$published" >out.txt 2>&1 &
    local lesson=$! code=0
    exec 7>answers
    echo '20 20 20 40' >&7
    for _ in {1..100}; do
        ! grep -q 'One afternoon' out.txt || break
        sleep 0.1
    done
    kill -INT $lesson
    wait $lesson || code=$?
    exec 7>&-
    [ $code -eq 130 ]
    grep -q 'Your answers are kept' out.txt
    go_on 1
    prints 'Welcome back. Answers kept in lesson.json: 1.'
}

@test "of two lessons at one file, the later one ends, and the other's answers stay" {
    mkfifo answers
    "$HARNESS" lesson --file lesson.json --answers answers --replay "$published" >out.txt 2>&1 &
    local lesson=$! code=0
    exec 7>answers
    for _ in {1..100}; do
        ! grep -q '^Shares of' out.txt || break
        sleep 0.1
    done
    lesson '10 10 10 70'
    ends_with 0
    cp lesson.json kept.json
    echo '20 20 20 40' >&7
    wait $lesson || code=$?
    exec 7>&-
    [ $code -eq 1 ]
    grep -q 'another ./harness lesson has written it meanwhile' out.txt
    cmp lesson.json kept.json
}

@test "an answer that was changed afterwards is refused" {
    lesson "${act_1[@]}"
    sed -i 's/"answer": "1.5 2 3 1.2"/"answer": "1 1 1 1.85"/' lesson.json
    go_on search
    refuses 1 'the answer to "act 1: gains of compiled" was changed after it was sealed'
    grep -q '1 1 1 1.85' lesson.json
}

@test "a lesson of another version, machine or run is refused with what to do" {
    lesson "${act_1[@]}"
    cp lesson.json kept.json
    sed -i 's/"version": ".*"/"version": "0.0.9"/' lesson.json
    go_on search
    refuses 1 'begun with version 0.0.9, and this is version'
    warns 'remove it or name another file with --file'

    edited() { sed -i "$1" lesson.json; }
    cp kept.json lesson.json
    edited '/^ "replay":/d'
    edited 's/"cores": .*,/"cores": 4096,/'
    go_on search
    refuses 1 'begun on another machine'
    warns 'with 4096 cores'

    cp kept.json lesson.json
    published=$SOURCE_DIR/results/published/2026-11-23-epyc-2-cores.json
    lesson search
    refuses 1 'leave --replay out'

    cp kept.json lesson.json
    edited 's/"lesson_schema": 1/"lesson_schema": 7/'
    go_on search
    refuses 1 'schema 7, and this program knows 1'
}

@test "what is no lesson's file, and what cannot be written" {
    local text
    for text in '{' '[]' '{}' '{"kind": "lesson"}' '{"kind": "lesson", "lesson_schema": 1, "answers": 7}' \
        '{"kind": "lesson", "lesson_schema": 1, "measured": {}}'; do
        echo "$text" >lesson.json
        go_on 1
        [ "$status" -eq 1 ] && [ "$(wc -l <<<"$stderr")" -eq 1 ] || wrong "$text"
        warns lesson.json
        [ "$(<lesson.json)" = "$text" ]
    done
    run --separate-stderr "$HARNESS" lesson --file nowhere/lesson.json
    refuses 1 'cannot write nowhere/lesson.json'
    run --separate-stderr "$HARNESS" lesson --file lesson.json --answers nowhere.txt
    refuses 1 'nowhere.txt: No such file'
    rm lesson.json
    run --separate-stderr "$HARNESS" lesson --file lesson.json --replay nowhere.json
    refuses 1 '--replay: nowhere.json: No such file'
    run --separate-stderr "$HARNESS" lesson --replay "$published" --rounds 2
    refuses 2 '--replay measures nothing'
    run --separate-stderr "$HARNESS" lesson --file answers.txt --answers answers.txt
    refuses 2 'would overwrite'
    published=$SOURCE_DIR/results/published/2026-11-23-h100-16-cores.json
    lesson 1
    refuses 1 'has no times or stages of baseline'
    sed '1s/{/{"patterns": {"list": ["pop"], "combined": "pop", "caseless": true},/' \
        "$SOURCE_DIR/results/published/2026-11-30-epyc-2-cores-debian-12.json" >other.json
    published=other.json
    lesson 1
    refuses 1 'counts other patterns than the lesson is about'
}

@test "act 1 measures this machine, and nothing twice" {
    "$GEN" --lines 500 --output random.txt >/dev/null
    printf '%s\n' "${act_1[@]}" >answers.txt
    run --separate-stderr "$HARNESS" lesson --file lesson.json --answers answers.txt \
        --data random.txt --rounds 1
    ends_with 0
    prints 'Measuring, for up to 30s: baseline.'
    prints 'Measuring, for up to 60s: baseline,chunked.'
    prints '(End of act 1'
    for name in look chosen ideas; do
        whole lesson-$name.json
    done
    printf 'search\n' >answers.txt # it knows its text
    run --separate-stderr "$HARNESS" lesson --file lesson.json --answers answers.txt --rounds 1
    ends_with 0
    [[ $output != *Measuring* ]] || wrong 'it was measured again'
    prints 'Answers kept in lesson.json: 3.'
    cp random.txt other.txt
    run --separate-stderr "$HARNESS" lesson --file lesson.json --answers answers.txt --data other.txt
    refuses 1 'leave --data out'
}

@test "Ctrl-C while it measures keeps what was answered" {
    "$GEN" --lines 500 --output random.txt >/dev/null
    echo '20 20 20 40' >answers.txt
    "$HARNESS" lesson --file lesson.json --answers answers.txt --data random.txt >out.txt 2>&1 &
    local lesson=$! code=0
    for _ in {1..100}; do
        ! grep -q '^Measuring' out.txt || break
        sleep 0.1
    done
    kill -INT $lesson
    wait $lesson || code=$?
    [ $code -eq 130 ]
    grep -q 'Your answers are kept' out.txt
    not grep -q "can't go on" out.txt
    run --separate-stderr "$HARNESS" lesson --file lesson.json --answers answers.txt --rounds 1
    prints 'Answers kept in lesson.json: 1.'
    prints 'Measuring, for up to 30s: baseline.'
    prints 'One afternoon, four ideas.'
}
