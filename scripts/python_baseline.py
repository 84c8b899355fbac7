#!/usr/bin/env python3
"""Counts the matches in a text: line by line, lower-cased, two patterns."""
import re
import sys

PATTERNS = [rb"[0-9]{1}bob", rb"[0-9]{1}rob"]

count = 0
with open(sys.argv[1], "rb") as text:
    for line in text:
        lowered = line.lower()
        for pattern in PATTERNS:
            count += len(re.findall(pattern, lowered))
print(count)
