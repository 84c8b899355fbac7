#!/usr/bin/env python3
"""The baseline with one pattern instead of two: half of the searching."""
import re
import sys

COMBINED = rb"[0-9][rb]ob"

count = 0
with open(sys.argv[1], "rb") as text:
    for line in text:
        count += len(re.findall(COMBINED, line.lower()))
print(count)
