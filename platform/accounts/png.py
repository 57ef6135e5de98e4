"""A picture that somebody uploads: a PNG, checked to its last byte and stripped to what makes the picture.

Texts, times, places and colour profiles that programs put into a file are left out, and so is whatever follows its end.
Nothing is trusted: sizes are read before anything is unpacked, and no more is unpacked than the sizes allow. Source:
PNG (ISO/IEC 15948) sections 5, 7, 8, 11.2.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Fault = Literal["not_png", "too_large", "too_small", "too_many_pixels", "broken"]
SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEST = 256 * 1024
"""The most bytes of a file."""
SIDE, SMALLEST_SIDE = 1200, 64
"""The most and the fewest pixels of a side."""
KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of an interlaced picture: where each pass begins (x, y) and its steps."""


class NotAPicture(Exception):
    """This is no PNG that is kept; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and its size in pixels."""

    body: bytes
    width: int
    height: int


def clean(data: bytes) -> Picture:
    """Return the same picture with nothing else in the file. Raises NotAPicture."""
    if not data.startswith(SIGNATURE):
        raise NotAPicture("not_png")
    if len(data) > LARGEST:
        raise NotAPicture("too_large")
    chunks = [(kind, body) for kind, body in _chunks(data) if kind in KEPT]
    kinds = [kind for kind, _body in chunks]
    if kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or kinds.count(b"IHDR") != 1 or len(chunks[0][1]) != 13:
        raise NotAPicture("broken")
    header: tuple[int, ...] = struct.unpack(">IIBBBBB", chunks[0][1])
    _check_header(*header)
    width, height, depth, colour, _compression, _filter, interlaced = header
    _check_palette(dict(chunks), depth=depth, colour=colour)
    _check_pixels(
        b"".join(body for kind, body in chunks if kind == b"IDAT"),
        expected=_unpacked(width, height, depth * CHANNELS[colour], interlaced=bool(interlaced)),
    )
    return Picture(SIGNATURE + b"".join(_chunk(kind, body) for kind, body in chunks), width, height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while True:
        length, kind = struct.unpack(">I4s", data[place : place + 8]) if len(data) >= place + 12 else (0, b"")
        end = place + 8 + length
        if not kind or len(data) < end + 4:
            raise NotAPicture("broken")
        if data[end : end + 4] != _crc(kind, data[place + 8 : end]):
            raise NotAPicture("broken")
        yield kind, data[place + 8 : end]
        if kind == b"IEND":
            return
        place = end + 4


def _crc(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(kind + body))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + _crc(kind, body)


def _check_header(
    width: int, height: int, depth: int, colour: int, compression: int, filtering: int, interlaced: int
) -> None:
    if depth not in DEPTHS.get(colour, ()) or compression or filtering or interlaced > 1:
        raise NotAPicture("broken")
    if max(width, height) > SIDE:
        raise NotAPicture("too_many_pixels")
    if min(width, height) < SMALLEST_SIDE:
        raise NotAPicture("too_small")


def _check_palette(chunks: dict[bytes, bytes], *, depth: int, colour: int) -> None:
    colours, rest = divmod(len(chunks.get(b"PLTE", b"")), 3)
    most = 2**depth if colour == 3 else 256
    if rest or colours > most or (colour == 3 and not colours) or len(chunks.get(b"tRNS", b"")) > 256:
        raise NotAPicture("broken")


def _check_pixels(packed: bytes, *, expected: int) -> None:
    unpacking = zlib.decompressobj()
    try:
        pixels = unpacking.decompress(packed, expected + 1)
    except zlib.error as error:
        raise NotAPicture("broken") from error
    if len(pixels) != expected or not unpacking.eof:
        raise NotAPicture("broken")


def _unpacked(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    """How many bytes the picture unpacks to: in each row one for its filter, then its pixels."""
    total = 0
    for x, y, across, down in PASSES if interlaced else ((0, 0, 1, 1),):
        columns, rows = -(-(width - x) // across), -(-(height - y) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + -(-columns * bits // 8))
    return total
