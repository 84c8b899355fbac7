#!/usr/bin/env python3
"""The combined form in a pool of processes: blocks of 1,000 lines go to whichever is free."""
import itertools
import multiprocessing
import os
import re
import sys

COMBINED = rb"[0-9][rb]ob"


def blocks(path):
    with open(path, "rb") as text:
        while block := list(itertools.islice(text, 1000)):
            yield block


def count(block):
    return sum(len(re.findall(COMBINED, line.lower())) for line in block)


if __name__ == "__main__":
    with multiprocessing.Pool(len(os.sched_getaffinity(0))) as pool:
        print(sum(pool.imap_unordered(count, blocks(sys.argv[1]))))
