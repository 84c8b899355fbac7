#!/usr/bin/env bats
# scripts/bootstrap on machines made of fakes: a folder that is its whole PATH. SOURCE_DIR is the
# root of the repository.

setup()
{
    bin=$BATS_TEST_TMPDIR/bin     # what the machine has
    store=$BATS_TEST_TMPDIR/store # what its apt-get can install
    log=$BATS_TEST_TMPDIR/log     # what was done as root
    apt='apt-get install -y --no-install-recommends'
    clang=$BATS_TEST_TMPDIR/llvm/lib/clang/14
    mkdir -p "$bin" "$store" "$clang/lib/linux"

    local tool
    for tool in bash env cat true; do
        ln -s "$(type -P $tool)" "$bin"
    done
    for tool in cc make bats clang-format clang-tidy cppcheck gcovr shellcheck rg ugrep \
        python3 npm chromium perf valgrind cmark-gfm; do
        fake $tool <<<'exit 0'
    done
    fake dot <<<'exit 0'
    fake cmake <<<'echo cmake version 3.25.1'
    fake node <<<'echo v18.20.4'
    fake pkg-config <<<"test -e $bin/\$2.pc"
    touch "$bin"/{libpcre2-8,jansson,libhs,yaml-0.1,cmocka}.pc
    fake clang <<END
case \$1 in
-print-resource-dir) echo $clang ;;
-dumpversion) echo 14.0.6 ;;
esac
END
    touch "$clang"/lib/linux/libclang_rt.{tsan,fuzzer}-x86_64.a "$clang/../../libarcher.so"

    fake id <<<'echo 1000'
    fake apt-get <<END
echo "apt-get \$DEBIAN_FRONTEND \$*" >>$log
case "\$*" in *install*) $(command -v mv) $store/* $bin ;; esac
END
}

fake() # NAME, the script on standard input
{
    { echo '#!/bin/sh'; cat; } >"$bin/$1"
    chmod +x "$bin/$1"
}

lacks() # NAME..., each a tool or library that apt-get could install
{
    local name
    for name; do
        mv "$bin/$name" "$store"
    done
}

bootstrap()
{
    run env -i PATH="$bin" "$BASH" "$SOURCE_DIR/scripts/bootstrap" "$@"
}

contains() # TEXT, in what was printed
{
    [[ $output == *"$1"* ]] || { echo "no '$1' in: $output"; return 1; }
}

logged() # PATTERN, a line of what was done as root
{
    grep -qxE -- "$1" "$log" || { echo "no '$1' in:"; cat "$log"; return 1; }
}

@test "where all is there, nothing is done or said" {
    for purpose in '' --tests --ci --peers; do
        bootstrap $purpose
        [ "$status" -eq 0 ]
        [ -z "$output" ]
    done
    [ ! -e "$log" ]
}

@test "a build does not ask for what only the tests need" {
    lacks cmocka.pc bats clang shellcheck
    bootstrap
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "peers are wished for where they are to be measured, and nowhere else" {
    lacks rg ugrep
    bootstrap --ci
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    bootstrap --peers
    [ "$status" -eq 0 ]
    contains 'skipping the peer ripgrep: not installed: ripgrep'
    contains "to install: su -c 'apt-get update && $apt ugrep'"
    fake id <<<'echo 0'
    bootstrap --peers
    [ "$status" -eq 0 ]
    logged "apt-get noninteractive .*${apt#apt-get } ripgrep"
}

@test "what the acts disk and machines need is wished for by who asks, and by nobody else" {
    for purpose in '' --tests --ci --peers; do
        bootstrap $purpose
        [ -z "$output" ]
    done
    bootstrap --disk --check
    [ "$status" -eq 0 ]
    contains 'skipping the rungs of the act disk: not installed: liburing-dev'
    [[ $output != *openmpi* ]]
    bootstrap --machines --check
    contains 'skipping the rungs of the act machines: not installed: libopenmpi-dev openmpi-bin'
    [[ $output != *liburing* ]]
    fake id <<<'echo 0'
    bootstrap --disk --machines
    logged "apt-get noninteractive .*${apt#apt-get } liburing-dev"
    logged "apt-get noninteractive .*${apt#apt-get } libopenmpi-dev openmpi-bin"
    touch "$bin"/{liburing,ompi-c}.pc
    fake mpirun <<<'exit 0'
    bootstrap --disk --machines
    [ -z "$output" ]
}

@test "a build installs the profilers where it can, and goes on without them" {
    lacks perf valgrind
    bootstrap
    [ "$status" -eq 0 ]
    contains 'skipping the profiles of times: not installed: linux-'
    contains 'skipping the counts of calls in profiles: not installed: valgrind'
    contains "to install: su -c 'apt-get update && $apt valgrind'"
    fake id <<<'echo 0'
    bootstrap
    [ "$status" -eq 0 ]
    logged "apt-get noninteractive .*${apt#apt-get } linux-(perf|tools-generic)"
    bootstrap
    [ -z "$output" ]
}

@test "a perf without the kernel's own tools is missing" {
    fake perf <<<'echo "WARNING: perf not found for kernel 6.8.0" >&2; exit 2'
    bootstrap
    [ "$status" -eq 0 ]
    contains 'skipping the profiles of times: not installed: linux-'
    [[ $output != *WARNING* ]]
}

@test "a Node.js that is too old is none, and nothing stops for it" {
    fake node <<<'echo v16.20.2'
    bootstrap
    [ "$status" -eq 0 ]
    contains 'skipping the report page: not installed: nodejs npm'
}

@test "without root, the command to type is printed once and nothing is installed" {
    lacks cc libpcre2-8.pc clang
    bootstrap --tests
    [ "$status" -eq 1 ]
    contains 'missing: C compiler, PCRE2'
    contains "to install: su -c 'apt-get update && $apt gcc libc6-dev libpcre2-dev'"
    [ "$(grep -c 'apt-get install' <<<"$output")" -eq 1 ]
    [ ! -e "$log" ]
}

@test "a sudo that asks for a password is left to the person" {
    lacks jansson.pc
    fake sudo <<<'exit 1'
    bootstrap
    [ "$status" -eq 1 ]
    contains "to install: sudo apt-get update && sudo $apt libjansson-dev"
    [ ! -e "$log" ]
}

@test "root installs what is missing, and only that" {
    lacks cc cmake cmocka.pc
    fake id <<<'echo 0'
    bootstrap --tests
    [ "$status" -eq 0 ]
    logged 'apt-get noninteractive .*update'
    logged "apt-get noninteractive .*${apt#apt-get } gcc libc6-dev cmake libcmocka-dev"
    [ "$(wc -l <"$log")" -eq 2 ]

    bootstrap --tests
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "a sudo that needs no password is used" {
    lacks cmake
    fake sudo <<END
echo "sudo \$*" >>$log
test "\$1" = -n && shift && exec "\$@"
END
    bootstrap
    [ "$status" -eq 0 ]
    logged "sudo -n env .*${apt#apt-get } cmake"
}

@test "package lists that cannot be fetched do not stop the installation" {
    lacks cc
    fake id <<<'echo 0'
    fake apt-get <<END
case "\$*" in *update*) exit 100 ;; esac
$(command -v mv) $store/* $bin
END
    bootstrap
    [ "$status" -eq 0 ]
}

@test "a failure of apt-get is shown and stops" {
    lacks cc
    fake id <<<'echo 0'
    fake apt-get <<<'echo E: no such package; exit 100'
    bootstrap
    [ "$status" -eq 1 ]
    contains 'E: no such package'
}

@test "a CMake that is too old stays missing when apt has no newer one" {
    fake cmake <<<'echo cmake version 3.18.4'
    fake id <<<'echo 0'
    touch "$store/nothing"
    bootstrap
    [ "$status" -eq 1 ]
    logged '.*install .* cmake'
    contains 'missing: CMake 3.21 or newer'

    fake cmake <<<'echo cmake version 4.0.1'
    bootstrap
    [ "$status" -eq 0 ]
}

@test "without apt-get, what is missing is named" {
    lacks cc jansson.pc
    rm "$bin/apt-get"
    bootstrap
    [ "$status" -eq 1 ]
    contains 'missing: C compiler, jansson'
    [[ $output != *apt* ]]
}

@test "an optional part that cannot be installed is named with what is skipped" {
    lacks clang
    fake id <<<'echo 0'
    fake apt-get <<<'echo E: no such package; exit 100'
    bootstrap --tests
    [ "$status" -eq 0 ]
    contains 'skipping the thread-sanitizer tests: not installed: clang libclang-rt-dev libomp-dev'
    contains 'skipping the fuzz tests: not installed: clang libclang-rt-dev'
    bootstrap --has-thread-sanitizer
    [ "$status" -eq 1 ]
    bootstrap --has-fuzzer
    [ "$status" -eq 1 ]
}

@test "clang's own packages follow the clang that is there, or that apt would install" {
    rm "$clang/../../libarcher.so"
    bootstrap --tests
    [ "$status" -eq 0 ]
    contains 'clang libclang-rt-14-dev libomp-14-dev'
    bootstrap --has-thread-sanitizer
    [ "$status" -eq 1 ]
    bootstrap --has-fuzzer
    [ "$status" -eq 0 ]

    rm "$bin/clang"
    fake apt-cache <<<'echo clang; echo "  Depends: clang-18"; echo "  Breaks: <clang-3.2>"'
    bootstrap --tests
    [ "$status" -eq 0 ]
    contains 'clang libclang-rt-18-dev libomp-18-dev'
}

@test "--check changes nothing, even as root" {
    lacks cc bats clang
    fake id <<<'echo 0'
    bootstrap --tests --check
    [ "$status" -eq 1 ]
    contains 'missing: C compiler, bats'
    contains "to install: apt-get update && $apt gcc libc6-dev bats"
    contains 'skipping the thread-sanitizer tests'
    [ ! -e "$log" ]
}

@test "--check says so where nothing is missing" {
    for purpose in '' --tests --ci --peers; do
        bootstrap $purpose --check
        [ "$status" -eq 0 ]
        [ "$output" = 'bootstrap: nothing is missing' ]
    done
}

@test "make help says what a bare make does, on 80 columns" {
    run make --no-print-directory -C "$SOURCE_DIR" help
    [ "$status" -eq 0 ]
    contains 'make [all] '
    contains 'make bench '
    [ "$(wc -L <<<"$output")" -le 80 ]
}

@test "an unknown argument is an error of usage" {
    bootstrap --test
    [ "$status" -eq 2 ]
    contains 'usage: scripts/bootstrap'
    bootstrap --help
    [ "$status" -eq 0 ]
    contains 'usage: scripts/bootstrap'
}
