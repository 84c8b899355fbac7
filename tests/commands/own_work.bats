#!/usr/bin/env bats
# docs/OWN-WORK.md shows the files in docs/examples/, and they work: a plain command in shell and in
# Python, and a C program that prints the variant's line. HARNESS and GEN are programs.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
    docs=$BATS_TEST_DIRNAME/../../docs
}

# The document's case, with this test's text and programs.
case_here()
{
    type cc python3 >/dev/null 2>&1 || skip 'needs cc and python3'
    cc -O0 -g -o count-O0 "$docs/examples/count.c"
    cc -O2 -g -o count-O2 "$docs/examples/count.c"
    "$GEN" --lines 2000 --seed 7 --output random.txt >/dev/null
    sed "s|\.\./data/|./|; s|\.\./docs|$docs|" "$docs/examples/case.yaml" >case.yaml
    run --separate-stderr "$HARNESS" check case.yaml
    [[ $stderr != *'reads no case files'* ]] || skip 'built without libyaml'
}

@test "the document shows the files as they are" {
    local name shown=0
    while read -r name; do
        diff "$docs/examples/$name" <(awk -v name="$name" '
            $0 == "[examples/" name "](examples/" name "):" { found = 1; next }
            found && /^```/ { if (inside) exit; inside = 1; next }
            inside' "$docs/OWN-WORK.md") || wrong "$name is not what the document shows"
        shown=$((shown + 1))
    done < <(ls "$docs/examples")
    [ "$shown" -eq 4 ]
}

@test "a case of shell, Python and C, from its file to the ledger" {
    case_here
    ends_with 0
    matches=$(sed -n 's/.*"matches": *\([0-9]*\).*/\1/p' random.txt.json)
    [ "$matches" -gt 0 ]
    [ "$(grep -cE "^[a-z]+ +([a-z]+ +)?[0-9.]+ +$matches ✓$" <<<"$output")" -eq 4 ]

    run --separate-stderr "$HARNESS" run case.yaml --rounds 2 --output "$RESULTS"
    ends_with 0
    python3 - "$RESULTS" "$matches" <<'PYTHON' || wrong 'not the facts and figures that it should have'
import json, sys
run = json.load(open(sys.argv[1]))
rows = {row["name"]: row for row in run["variants"] if not row["copy_of"]}
lines = {line["name"]: line for line in run["ladder"]}
assert list(rows) == ["python", "shell", "unoptimised", "optimised"], list(rows)
for row in rows.values():
    assert row["status"] == "ok" and row["matches"] == int(sys.argv[2]), row
assert [rows[name]["program"]["prints"] for name in rows] == ["number", "number", "json", "json"]
for sample in rows["shell"]["samples"]:
    assert sample["search_ns"] == [sample["wall_ns"]]
for sample in rows["optimised"]["samples"]:
    assert sample["search_ns"][0] < sample["wall_ns"]
assert rows["optimised"]["digest"] == run["data"]["digest"]
assert lines["shell"]["after"] == "python" and lines["shell"]["user_prediction"]["value"] == 2
program, line = rows["optimised"]["program"], lines["optimised"]
assert program["functions"] == line["functions"] == "search" and line["prediction"] is None
if "profile" in program: # where perf works
    share = program["profile"]["share"]
    assert 0.2 < share <= 1 and line["share"] == share, program
    assert line["ceiling"] is None or line["ceiling"]["by"] == "profile"
else:
    assert program["no_profile"] and line["ceiling"] is None
PYTHON
}
