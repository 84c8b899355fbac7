#!/usr/bin/env bats
# Variants that run as several processes: on this machine, and on hosts made of namespaces. HARNESS is
# the harness, VARIANTS the build's variants, RANKS_CHECK a program that tests the rung mpi on texts
# whose matches are known, IDLE_RANK a rank that doesn't do its part, HOSTS makes the hosts.

# shellcheck disable=SC2154 # what fakes.bash sets, and run
load ../support/fakes

setup()
{
    fakes_setup
    export TMPDIR=/tmp # sockets have short names
    export OMPI_MCA_mpi_yield_when_idle=1 # more ranks than cores
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    here=$PWD
    "$GEN" --lines 500 --output lines.txt >/dev/null
}

teardown()
{
    [[ ! -d $here/hosts ]] || "$HOSTS" "$here/hosts" down
}

hosts_up()
{
    [[ $(id -u) -eq 0 ]] || skip 'hosts made of namespaces need root'
    type -P ip tc nsenter >/dev/null || skip 'hosts made of namespaces need iproute2 and util-linux'
    unshare -n -u -m true 2>/dev/null || skip 'no namespaces may be made here'
    "$HOSTS" "$here/hosts" up alpha beta gamma || skip 'no links may be made here'
    export OMPI_MCA_plm_rsh_agent=$here/hosts/agent PRTE_MCA_plm_ssh_agent=$here/hosts/agent
}

on() # HOST COMMAND...
{
    "$HOSTS" "$here/hosts" on "$@"
}

# Runs one round of the act.
act() # OPTION...
{
    run --separate-stderr "${at[@]}" "$HARNESS" --act machines --data "$here/lines.txt" --rounds 1 \
        --output "$RESULTS" --export-csv "$here/results.csv" "$@"
}

# The rung mpi, with another program as one of its ranks.
with_a_rank_that() # wait|die, RANK
{
    cat >variants/mpi <<END
#!/bin/sh
[ "\$OMPI_COMM_WORLD_RANK" != $2 ] || exec $IDLE_RANK $1 $here/lines.txt
exec $VARIANTS/mpi "\$@"
END
    chmod +x variants/mpi
    cat >ladder.json <<END
[{"name": "openmp_simd", "act": 3, "program": "$VARIANTS/openmp_simd"},
 {"name": "mpi", "act": 6, "program": "variants/mpi"}]
END
}

no_rank_is_left()
{
    for _ in {1..50}; do
        grep -lazE "^($VARIANTS/mpi|$IDLE_RANK|orted|prted)" /proc/[0-9]*/cmdline >left 2>/dev/null || return 0
        sleep 0.1
    done
    wrong "still runs: $(tr '\0' ' ' <"$(head -1 left)")"
}

@test "ranks of this machine count every text" {
    run mpirun --bind-to none --map-by :OVERSUBSCRIBE -n 2 "$RANKS_CHECK" "$here/text"
    [ "$status" -eq 0 ] || wrong 'they count wrong'
    [[ $output =~ ^[0-9]+\ texts$ ]]
}

@test "the harness starts ranks, and tells launching from searching" {
    act --ranks 3 --threads 1
    ends_with 0
    [[ $(field mpi status) == '"ok"' && $(field mpi ranks) == true && $(field openmp_simd ranks) == '' ]] ||
        wrong "mpi: $(field mpi reason)"
    prints 'The ranks, each by its own clock '
    [[ $output =~ mpi\ +2\ +$(uname -n) ]] || wrong 'no third rank'
    prints 'Starting and ending the 3 ranks of mpi takes '
    [ "$(samples | grep -c '"host": ')" -ge 3 ]
    samples | grep -q '"prepare_ns": '
    whole "$RESULTS"
    no_rank_is_left
}

@test "the harness can itself be a rank of another mpirun" {
    at=(mpirun --bind-to none --map-by :OVERSUBSCRIBE -n 1)
    act --ranks 2
    ends_with 0
    [[ $(field mpi status) == '"ok"' ]] || wrong "mpi: $(field mpi reason)"
}

@test "a rank that dies is a row with its host" {
    with_a_rank_that die 1
    act --ranks 2 --ladder "$here/ladder.json"
    ends_with 1
    failed mpi failed "exit code 137: mpi: rank 1 on $(uname -n) was killed by signal 9"
    no_rank_is_left
}

@test "a rank that hangs is a row with its host" {
    with_a_rank_that wait 1
    act --ranks 2 --ladder "$here/ladder.json" --timeout 15s
    ends_with 1
    failed mpi failed "exit code 1: mpi: rank 1 on $(uname -n) has not searched its share within 9 s"
    no_rank_is_left
}

# On a busy machine mpirun may not get done in its seconds of grace: one look in three has to be clean.
@test "a launch that is stopped leaves no files" {
    local look
    with_a_rank_that wait 0 # nobody gives up
    for look in 1 2 3; do
        TMPDIR=$(mktemp -d /tmp/ranks.XXXXXX)
        act --ranks 2 --ladder "$here/ladder.json" --timeout 5s
        failed mpi timeout 'no answer within 5 s*'
        no_rank_is_left
        find "$TMPDIR" -path '*pid.*' >left
        rm -r "$TMPDIR"
        [ -s left ] || return 0
    done
    wrong "left, $look times: $(head -1 left)"
}

@test "without mpirun its variants are skipped; one that fails without a word says what to do" {
    mkdir bin
    at=(env "PATH=$here/bin")
    act --ranks 2
    failed mpi skipped 'mpirun is not in PATH; install openmpi-bin'
    printf '#!/bin/sh\nexit 1\n' >bin/mpirun
    chmod +x bin/mpirun
    at=(env "PATH=$here/bin:$PATH")
    act --ranks 2
    failed mpi failed 'exit code 1: mpirun, told to be quiet, gives no reason; run it yourself to see one'
}

# As Open MPI 5 does: it has no -q, and goes on printing after a rank has ended.
@test "a rank's message is kept, whatever mpirun prints after it" {
    mkdir bin
    cat >bin/mpirun <<'END'
#!/bin/sh
case " $* " in *' -q '*) echo 'An unrecognized option was included' >&2; exit 213 ;; esac
echo 'mpirun: a warning' >&2
echo 'mpi, rank 1 on alpha: cannot read it' >&2
printf '%s\n' ------ 'prterun has exited due to process rank 1' '' ------ '' >&2
printf '\0' >&2
exit 1
END
    chmod +x bin/mpirun
    PATH=$PWD/bin:$PATH act --ranks 2
    ends_with 1
    failed mpi failed 'exit code 1: mpi, rank 1 on alpha: cannot read it'
    sed -i /alpha/d bin/mpirun # a rule is no last word
    PATH=$PWD/bin:$PATH act --ranks 2
    failed mpi failed 'exit code 1: prterun has exited due to process rank 1'
}

@test "a host file that can't be read, or names no host, is refused" {
    act --hosts "$here/missing"
    refuses 2 'cannot read the hosts in '
    refuses 2 'No such file or directory'
    printf '# none yet\n\n' >hosts.txt
    act --hosts "$here/hosts.txt"
    refuses 2 "names no host: write a line 'NAME slots=N' for each"
    act --hosts "$here"
    refuses 2 'Is a directory'
    printf 'alpha\n --version slots=2\n' >hosts.txt
    act --hosts "$here/hosts.txt"
    refuses 2 "hosts.txt: no host's name starts with '-'"
}

@test "three hosts count every text; one that sees another text, or is gone, is named" {
    hosts_up
    at=(on alpha)
    run on alpha mpirun --bind-to none --map-by :OVERSUBSCRIBE \
        --hostfile "$here/hosts/hostfile" "$RANKS_CHECK" "$here/text"
    [ "$status" -eq 0 ] || wrong 'they count wrong'
    [[ $output =~ [0-9]+\ texts$ ]]

    act --hosts "$here/hosts/hostfile"
    ends_with 0
    for host in alpha beta gamma; do
        [ "$(grep -cE "^mpi +[0-5] +$host " <<<"$output")" -eq 2 ] || wrong "not two ranks on $host"
    done

    "$HOSTS" "$here/hosts" limit beta 1mbit
    act --hosts "$here/hosts/hostfile"
    ends_with 0

    tr a b <lines.txt >other.txt # as long
    head -c 500000 lines.txt >shorter.txt
    "$HOSTS" "$here/hosts" show gamma "$here/lines.txt" "$here/shorter.txt"
    act --hosts "$here/hosts/hostfile"
    failed mpi failed '*mpi: rank 4 on gamma sees another text than the first rank: 500000 bytes, not 500500'
    "$HOSTS" "$here/hosts" show beta "$here/lines.txt" "$here/other.txt"
    act --hosts "$here/hosts/hostfile"
    ends_with 1
    failed mpi failed '*mpi: rank 2 on beta sees another text than the first rank: at the ends of its share'
    no_rank_is_left
}

@test "a host that vanishes is named, and no process is left" {
    hosts_up
    at=(on alpha)
    with_a_rank_that wait 3
    (until [[ -e lines.txt.ready ]]; do sleep 0.1; done; "$HOSTS" "$here/hosts" cut beta) 3>&- &
    act --hosts "$here/hosts/hostfile" --ladder "$here/ladder.json" --timeout 15s
    ends_with 1
    failed mpi timeout '*mpi: rank [23] on beta has not searched its share within 9 s'
    "$HOSTS" "$here/hosts" down
    no_rank_is_left
}
