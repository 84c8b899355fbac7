#!/usr/bin/env bats
# Every command that README.md and docs/ show, in their order, in a copy of the build beside a small
# text. BUILD_DIR is the build, SOURCE_DIR the repository.

# Once for all documents, with a run and two results files that it left.
setup_file()
{
    local project=$BATS_FILE_TMPDIR/project
    mkdir -p "$project"/{build,data,results/local,results/published,scripts,tests/support}
    cp -r "$BUILD_DIR"/{harness,gen,ladder.json,variants,exercises} "$project/build"
    cp "$BUILD_DIR"/{report.html,charts.mjs} "$project/build" 2>/dev/null || true
    cp "$SOURCE_DIR"/scripts/*.py "$project/scripts"
    cp "$SOURCE_DIR"/tests/support/access_log "$project/tests/support"
    cp -r "$SOURCE_DIR"/{README.md,docs,exercises} "$project"
    cp -r "$SOURCE_DIR"/results/{README.md,charts} "$project/results"
    cp "$SOURCE_DIR"/results/published/*.json "$project/results/published"
    printf '%s\n' '20 20 20 40' '1 1 1 2' combined >"$project/act-1.txt"
    printf '%s\n' '20 20 20 40' '1 1 1 2' combined search 9 lower '3 1 1' jit_caseless '2 2' copy 5 \
        >"$project/answers.txt"
    "$BUILD_DIR/gen" --lines 2000 --output "$project/data/random.txt" >/dev/null
    cd "$project" || return
    build/harness --variant simd,mapped --data data/random.txt --rounds 2 >/dev/null 2>&1
    cp results/local/*.json before.json
    cp before.json after.json
}

setup()
{
    project=$BATS_FILE_TMPDIR/project
    cd "$project" || return
}

# The lines of all code blocks of a document, without comments; a cd stays in force.
commands_of() # DOCUMENT
{
    awk '/^```/ { inside = !inside; next } inside' "$1" | sed 's/ *#.*//; /^$/d'
}

# Whether this build reads case files.
has_yaml()
{
    [[ $(build/harness check /dev/null 2>&1) != *'reads no case files'* ]]
}

# What would take minutes, needs a GPU, or changes the machine; and what is output, not a command.
left_out()
{
    case $1 in
    ' '*) true ;; # the rest of a case file
    make* | cmake* | ctest* | scripts/gpu-check* | scripts/bootstrap*) true ;;
    ./harness\ trap\ gpu) true ;;
    *harness\ exercise\ [1-9]*) true ;; # mine.c is linked only where the build was made
    ./variants/cuda*) [ ! -e "$project/build/variants/cuda" ] ;;
    tests/support/access_log* | *python3*) ! command -v python3 >/dev/null ;;
    *harness\ report*) [ ! -e "$project/build/report.html" ] ;; # without Node.js there is no page
    cc\ * | *.yaml) ! { command -v cc && command -v python3 && has_yaml; } >/dev/null ;;
    *access.log*) [ ! -e "$project/access.log" ] ;;
    cd* | ./* | build/* | cp*) false ;;
    *) true ;;
    esac
}

# In place of the names that stand for the reader's own, and with less to do.
made_real()
{
    sed "s|/path/to/your/text|$project/data/random.txt|g; s|BEFORE.json|$project/before.json|
        s|AFTER.json|$project/after.json|; s|results/published/NAME|results/published/run|
        s|results/local/NAME|results/local/run|
        s|access_log 200|access_log 1|
        s|^\./harness --data.*|& --variant simd,mapped --rounds 2|
        s|^\./harness --variant.*|& --rounds 2 --data ../data/random.txt|
        s|^\./harness --rung.*|& --rounds 2 --data ../data/random.txt|
        s|^\./harness run .*|& --rounds 2|
        s|^build/harness --act.*|& --rounds 2 --data data/random.txt|
        s|^\./harness --peer-lines.*|& --variant simd --rounds 2 --data ../data/random.txt|
        s|^\./harness lesson --replay.*|& --answers $project/answers.txt|
        s|^\./harness lesson$|& --answers $project/act-1.txt --data ../data/random.txt --rounds 1|
        s|^\./harness profile.*|& --frequency 500 --data ../data/random.txt|
        s|^\./harness try.*|& --runs 1|
        s|^\./harness doctor|& --data ../data/random.txt|
        s|^\./harness trap layout|& --variant simd --rounds 2 --data ../data/random.txt|
        s|--backend simulated|& --size 300|; s|/quick.txt|/random.txt|
        /exercises.ladder/s|--quick|--lines 200|" <<<"$1"
}

run_all() # DOCUMENT
{
    local line count=0
    while IFS= read -r line; do
        ! left_out "$line" || continue
        line=$(made_real "$line")
        echo "\$ $line"
        eval "$line" >"$BATS_TEST_TMPDIR/output" 2>&1 || {
            local code=$?
            [[ $line == *doctor* && $code -eq 1 || $code -eq 77 ]] || # what it found, or nothing to run
                { cat "$BATS_TEST_TMPDIR/output"; echo "exit code $code"; return 1; }
        }
        [[ $line == cd* ]] || count=$((count + 1))
    done < <(commands_of "$1")
    [ "$count" -gt 0 ]
}

@test "README.md" {
    run_all README.md
}

@test "docs/PROFILES.md" {
    run_all docs/PROFILES.md
}

@test "exercises/README.md" {
    run_all exercises/README.md
}

@test "docs/GPU.md" {
    run_all docs/GPU.md
}

@test "docs/OWN-WORK.md" {
    run_all docs/OWN-WORK.md
}

@test "docs/CONTRIBUTING.md" {
    cp results/published/2026-11-30-epyc-2-cores-debian-12.json results/local/run.json
    run_all docs/CONTRIBUTING.md
}

@test "docs/TEACHING.md" {
    run_all docs/TEACHING.md
}

# The figures of its table and its exam, in what a lesson says of the same run.
@test "docs/TEACHING.md says what the published run says" {
    local published=results/published/2026-11-30-epyc-2-cores-debian-12.json figure
    COLUMNS=80 build/harness lesson --file lesson.json --answers answers.txt --replay $published >said.txt
    COLUMNS=80 build/harness lesson --file other.json --answers answers.txt \
        --replay ${published/12.json/13.json} >other.txt
    for figure in '95.5 %' '3.1 %' '0.2 %' 22.20× 24.98× 1.87× 1.85× 1.01× 1.03× 3.59× 3.40× 1.17× \
        1.88× 1.30× 1.37× 12.15× 12.34× '12.5 %'; do
        grep -qF "$figure" said.txt && grep -qF "$figure" docs/TEACHING.md || { echo "$figure"; return 1; }
    done
    grep -q ' lower 68 %' said.txt
    grep -qF '6.62×' other.txt
    grep -q ' search 85 %' other.txt
}
