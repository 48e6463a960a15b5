# harmless_bytes.py: fails if standard input holds a byte or character that a terminal obeys or that misleads readers.
import sys
import unicodedata

for number, line in enumerate(sys.stdin.buffer.read().decode("utf-8").split("\n"), 1):
    for character in line:
        if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp"):
            sys.exit(f"line {number}: {character!r} in {line!r}")
