#!/usr/bin/env bats
# scripts/plan-scale: docs/SCALE.md is up to date, and planned times follow from the formulas, worked out
# here by hand. SOURCE_DIR is the repository.

setup()
{
    bats_require_minimum_version 1.5.0
    type -P python3 >/dev/null || skip 'no python3'
    cd "$BATS_TEST_TMPDIR" || return
    # 1 GB in 0.5 s by two ranks on one host; the whole process takes 0.75 s.
    cat >run.json <<'END'
{"started": "2026-01-02T03:04:05Z", "data": {"bytes": 1000000000}, "variants": [
 {"name": "mpi", "samples": [
   {"search_ns": [500000000], "wall_ns": 750000000, "ranks": [
     {"host": "one", "bytes": 500000000, "prepare_ns": 1, "search_ns": 400000000},
     {"host": "one", "bytes": 500000000, "prepare_ns": 1, "search_ns": 500000000}]}],
  "probes": []}]}
END
    inputs 'hosts_most,100' 'memory_rate,measured' 'disk_rate,1' 'network_rate,1' 'shared_rate,10' \
        'launch_base,measured' 'launch_per_host,0.25' 'hop,0.5'
}

inputs() # NAME,VALUE...
{
    { echo name,value,unit,what; printf '%s,s,words\n' "$@"; } >inputs.csv
}

plan() # OPTION...
{
    run "$SOURCE_DIR/scripts/plan-scale" --results run.json --inputs inputs.csv --output . "$@"
}

has() # LINE, a part of it
{
    grep -qF -- "$1" SCALE.md || { echo "no '$1' in:"; cat SCALE.md; return 1; }
}

@test "the page and its pictures are up to date" {
    read -ra command < <(sed -n 's/^scripts\/plan-scale /&/p' "$SOURCE_DIR/docs/SCALE.md")
    cd "$SOURCE_DIR"
    run "${command[@]}" --check
    [ "$status" -eq 0 ] || { echo "$output"; false; }
}

@test "planned times follow from the formulas" {
    plan
    [ "$status" -eq 0 ]
    has '| memory_rate | 2 (measured) |'
    has '| launch_base | 0.25 (measured) |'
    # 100 GB on 10 hosts: 0.25 + 9 · 0.25 to launch, 100 / 10 from the disks, 4 messages of 0.5 s.
    has '| 100 GB | 100 s: the disks | 14.5 s: the disks |'
    # On one: no message. 1 GB on 100: 25 s to launch, 0.01 s, 7 messages.
    has '| 1 GB | 1.25 s: the disks | 4.6 s: launching | 28.5 s: launching |'
    # A shared file system gives all it has to 10 hosts, and no more to 100.
    has '| 1 TB | 16.7 min: the links | 104 s: the file system | 2.14 min: the file system |'
    has 'and 10 of them use its full rate'
    has '| a rank'"'"'s own time, the median | 450 ms |'
    grep -q '<svg' scale-light.svg
    grep -q '<svg' scale-dark.svg
    plan --check
    [ "$status" -eq 0 ]
    echo >>SCALE.md
    plan --check
    [ "$status" -eq 1 ]
    [[ $output == *'SCALE.md is out of date'* ]]
}

@test "a wrong input is named" {
    echo '{"variants": []}' >run.json
    plan
    [ "$status" -eq 1 ]
    [[ $output == *'has no samples of mpi: make one with ./harness --act machines'* ]]
    setup
    inputs 'hosts,100'
    plan
    [[ $output == *"there is no input 'hosts'"* ]]
    inputs 'hosts_most,many'
    plan
    [[ $output == *"hosts_most is 'many', which is not a number"* ]]
    inputs 'hosts_most,0.5'
    plan
    [[ $output == *'hosts_most must be at least 1'* ]]
    inputs 'hosts_most,10'
    plan
    [ "$status" -eq 1 ]
    [[ $output == *'lacks memory_rate, disk_rate,'* ]]
    [ ! -e SCALE.md ]
}
