"""Small PNGs, drawn byte by byte, and wrong ones."""

import struct
import zlib
from collections.abc import Sequence

SIGNATURE = b"\x89PNG\r\n\x1a\n"
Chunks = Sequence[tuple[bytes, bytes]]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width: int, height: int, *, depth: int = 8, colour: int = 2, interlaced: int = 0) -> bytes:
    return struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)


def file_of(chunks: Chunks) -> bytes:
    return SIGNATURE + b"".join(chunk(kind, body) for kind, body in chunks)


def picture(colour: tuple[int, int, int] = (30, 120, 80), *, width: int = 80, height: int = 96) -> bytes:
    """One colour all over, with a comment and a time that nobody needs."""
    rows = (b"\0" + bytes(colour) * width) * height
    return file_of([
        (b"IHDR", header(width, height)), (b"tEXt", b"Author\0Budi Santoso"), (b"tIME", b"\x07\xea\x0b\x16\0\0\0"),
        (b"IDAT", zlib.compress(rows)), (b"IEND", b""),
    ])  # fmt: skip
