"""canaries.py: says which of the values that a program worked with stand in files, in whatever form: `NAME in FILE as FORM`.

usage: canaries.py FILE… ; texts and numbers are named here, the program of privacy.cpp has the same. The recorder cuts text into
pieces of 7 bytes, so a text counts as found where any 6 bytes of it stand; they are chosen so that this is no chance.
"""
import base64
import os
import struct
import sys

TEXTS = {
    "control": "Hq7ZxKw3Vt",  # the name of a session, which is meant to be recorded
    "argument": "aZ9qXw81Lp", "result": "bY8rWv72Ko", "field": "cX7sVu63Jn", "message": "dW6tUt54Im",
    "alternative": "eV5uTs45Hl", "environment": "fU4vSr36Gk", "command-line": "gT3wRq27Fj", "file": "hS2xQp18Ei",
    "global": "iR1yPo09Dh", "thrown": "jQ0zOn90Cg", "container": "kP9aNm81Bf", "captured": "lO8bMl72Ae",
}
NUMBERS = {
    "integer": 0x5EC4E70A11CE4B1D, "small": 0x7ACE4D21, "enumeration": 0x6B1E5A37, "error-number": 0x4D2C7B19,
}
DOUBLES = {"double": 2.71801949e+41}
PIECE = 6


def forms_of_text(text):
    raw = text.encode()
    for form, encoded in [("text", raw), ("reversed", raw[::-1]), ("UTF-16", text.encode("utf-16-le")),
                          ("hexadecimal", raw.hex().encode()), ("HEXADECIMAL", raw.hex().upper().encode())]:
        piece = PIECE * len(encoded) // len(raw)
        step = len(encoded) // len(raw)
        yield from ((form, encoded[at:at + piece]) for at in range(0, len(encoded) - piece + 1, step))
    for shift in range(3):
        yield "base64", base64.b64encode(b"\0" * shift + raw)[shift and 4:][:8]


def forms_of_number(number, size):
    yield "little-endian", number.to_bytes(size, "little")
    yield "big-endian", number.to_bytes(size, "big")
    yield "seven bytes", number.to_bytes(size, "little")[:7] if size == 8 else number.to_bytes(size, "little")
    yield "decimal", str(number).encode()
    yield "hexadecimal", b"%x" % number
    yield "HEXADECIMAL", b"%X" % number
    varint, rest = b"", number
    while rest:
        varint += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
    yield "varint", varint


def forms():
    for name, text in TEXTS.items():
        yield from ((name, form, piece) for form, piece in forms_of_text(text))
    for name, number in NUMBERS.items():
        yield from ((name, form, piece) for form, piece in forms_of_number(number, 8 if number >> 32 else 4))
    for name, number in DOUBLES.items():
        yield name, "double", struct.pack("<d", number)
        yield name, "decimal", str(number).encode()[:8]


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        contents = file.read()
    found = {(name, form) for name, form, piece in forms() if piece in contents}
    print(f"{len(contents) > 0 and 'looked'} into {os.path.basename(path)}")
    for name, form in sorted(found):
        print(f"{name} in {os.path.basename(path)} as {form}")
