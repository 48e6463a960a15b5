"""bombs.py GOOD FOLDER: archives that hold the blocks of GOOD, and before them one that stands for more than it should."""
import os
import struct
import sys

good, folder = sys.argv[1:]
with open(good, "rb") as file:
    whole = file.read()
header_bytes = struct.unpack_from("<I", whole, 12)[0]
SITES, CHUNK, SHAPES = 2, 3, 6
MOST = 256 << 20


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def block(kind, raw_bytes, stored, flags):
    fields = [b"FBLK", kind, flags, len(stored), raw_bytes, 1000, 0]
    fields[-1] = crc32c(struct.pack("<4sHHIIII", *fields) + stored)
    return struct.pack("<4sHHIIII", *fields) + stored


def zstd_of_one_byte(byte, count):
    """A frame of blocks that each repeat the byte 128 KiB times."""
    frame = struct.pack("<IBI", 0xFD2FB528, 0b10100000, count)
    size = 128 << 10
    for at in range(0, count, size):
        frame += struct.pack("<I", (at + size >= count) | 1 << 1 | min(size, count - at) << 3)[:3] + byte
    return frame


ZSTD = 1
bombs = {
    "zeros": block(SITES, MOST, zstd_of_one_byte(b"\0", MOST), ZSTD),
    "chunk": block(CHUNK, MOST, zstd_of_one_byte(b"\0", MOST), ZSTD),
    "lying": block(SHAPES, MOST, zstd_of_one_byte(b"\0", 1 << 20), ZSTD),
    "nested": block(SITES, MOST, zstd_of_one_byte(b"[", MOST), ZSTD),
}
for name, bomb in bombs.items():
    with open(os.path.join(folder, name), "wb") as file:
        file.write(whole[:header_bytes] + bomb + whole[header_bytes:])
