"""A plain command: it prints the number of matches of [0-9]bob and [0-9]rob, and nothing else.

Usage: count.py TEXT
"""

import re
import sys

PATTERN = re.compile(rb"[0-9](b|r)ob", re.IGNORECASE)


def matches_in(line):
    return sum(1 for _ in PATTERN.finditer(line))


def main():
    with open(sys.argv[1], "rb") as text:
        print(sum(matches_in(line) for line in text))


main()
