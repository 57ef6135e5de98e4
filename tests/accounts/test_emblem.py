"""The emblem on letters: a PNG and nothing else, checked before anything of it is unpacked; changed by admins alone."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from accounts import operations, queries
from accounts.models import Emblem, OfficeEvent
from accounts.png import LARGEST, SIGNATURE, NotAPicture, clean
from accounts.refusals import NotAllowed, Refused
from tenants.current import in_office
from tests.accounts.pictures import chunk, file_of, header, picture
from tests.frontend.screens import employ

ROWS = zlib.compress((b"\0" + b"\x10\x20\x30" * 80) * 96)
IHDR, IDAT, IEND = (b"IHDR", header(80, 96)), (b"IDAT", ROWS), (b"IEND", b"")


def test_the_picture_stays_and_everything_else_goes() -> None:
    kept = clean(picture() + b"<script>alert(1)</script>")
    assert (kept.width, kept.height) == (80, 96)
    assert not any(word in kept.body for word in (b"Budi", b"tEXt", b"tIME", b"script"))
    assert Image.open(BytesIO(kept.body)).convert("RGB").getpixel((40, 40)) == (30, 120, 80)
    assert clean(kept.body) == kept


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
@pytest.mark.parametrize("size", [(64, 64), (65, 71), (1200, 66)])
def test_every_kind_of_png_is_read(mode: str, size: tuple[int, int]) -> None:
    out = BytesIO()
    Image.new(mode, size).save(out, "png")
    kept = clean(out.getvalue())
    assert (kept.width, kept.height) == size
    Image.open(BytesIO(kept.body)).load()


def test_an_interlaced_one_too() -> None:
    widths = [(10, 12), (10, 12), (20, 12), (20, 24), (40, 24), (40, 48), (80, 48)]
    rows = b"".join((b"\0" + b"\x01\x02\x03" * columns) * lines for columns, lines in widths)
    chunks = [(b"IHDR", header(80, 96, interlaced=1)), (b"IDAT", zlib.compress(rows)), IEND]
    assert Image.open(BytesIO(clean(file_of(chunks)).body)).convert("RGB").getpixel((79, 95)) == (1, 2, 3)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
WRONG = {
    "nothing": (b"", "not_png"),
    "svg": (SVG, "not_png"),
    "jpeg": (b"\xff\xd8\xff\xe0" + b"\0" * 200, "not_png"),
    "text after the magic bytes": (SIGNATURE + SVG, "broken"),
    "magic bytes alone": (SIGNATURE, "broken"),
    "too large a file": (picture() + b"\0" * LARGEST, "too_large"),
    "too wide": (file_of([(b"IHDR", header(1201, 96)), IDAT, IEND]), "too_many_pixels"),
    "as wide as can be said": (file_of([(b"IHDR", header(2**32 - 1, 2**32 - 1)), IDAT, IEND]), "too_many_pixels"),
    "a dot": (file_of([(b"IHDR", header(1, 1)), IDAT, IEND]), "too_small"),
    "no pixels": (file_of([(b"IHDR", header(0, 0)), IDAT, IEND]), "too_small"),
    "a colour type that is none": (file_of([(b"IHDR", header(80, 96, colour=5)), IDAT, IEND]), "broken"),
    "a depth that is none": (file_of([(b"IHDR", header(80, 96, depth=3)), IDAT, IEND]), "broken"),
    "a short header": (file_of([(b"IHDR", b"\0" * 12), IDAT, IEND]), "broken"),
    "two headers": (file_of([IHDR, IHDR, IDAT, IEND]), "broken"),
    "no header": (file_of([IDAT, IEND]), "broken"),
    "no end": (file_of([IHDR, IDAT]), "broken"),
    "no picture": (file_of([IHDR, IEND]), "broken"),
    "no palette": (file_of([(b"IHDR", header(80, 96, colour=3)), IDAT, IEND]), "broken"),
    "a palette cut off": (file_of([IHDR, (b"PLTE", b"\0\0"), IDAT, IEND]), "broken"),
    "a palette too long": (file_of([IHDR, (b"PLTE", b"\0" * 771), IDAT, IEND]), "broken"),
    "a transparency too long": (file_of([IHDR, (b"tRNS", b"\0" * 257), IDAT, IEND]), "broken"),
    "no zlib": (file_of([IHDR, (b"IDAT", b"\0" * 40), IEND]), "broken"),
    "zlib cut off": (file_of([IHDR, (b"IDAT", ROWS[:-4]), IEND]), "broken"),
    "a row less": (file_of([IHDR, (b"IDAT", zlib.compress(b"\0" * 241 * 95)), IEND]), "broken"),
    "a bomb": (file_of([IHDR, (b"IDAT", zlib.compress(b"\0" * 50_000_000)), IEND]), "broken"),
    "a length beyond the end": (SIGNATURE + struct.pack(">I", 2**31) + b"IHDR" + b"\0" * 30, "broken"),
    "a sum that is wrong": (file_of([IHDR]) + chunk(*IDAT)[:-1] + b"\0" + chunk(*IEND), "broken"),
}


@pytest.mark.parametrize(("data", "fault"), WRONG.values(), ids=WRONG)
def test_anything_else_is_refused_with_its_fault(data: bytes, fault: str) -> None:
    with pytest.raises(NotAPicture) as refused:
        clean(data)
    assert refused.value.fault == fault


@pytest.mark.parametrize("at", range(8, 60, 3))
def test_a_byte_that_was_changed_is_noticed(at: int) -> None:
    data = bytearray(file_of([IHDR, IDAT, IEND]))
    data[at] ^= 0xFF
    with pytest.raises(NotAPicture):
        clean(bytes(data))


@pytest.mark.django_db
def test_an_admin_sets_replaces_and_drops_it_and_the_trail_says_so(salatiga, banyuwangi) -> None:
    wulan = employ(salatiga, "wulan", admin=True)
    with in_office(salatiga):
        first = operations.set_emblem(file=picture(), by=wulan)
        operations.set_emblem(file=picture((200, 30, 30)), by=wulan)
        assert Emblem.objects.count() == 1
        assert queries.emblem() != bytes(first.body)
        with pytest.raises(Refused, match="not_png"):
            operations.set_emblem(file=SVG, by=wulan)
        assert Emblem.objects.count() == 1, "the one before stays"
        operations.drop_emblem(by=wulan)
        operations.drop_emblem(by=wulan)
        assert queries.emblem() is None
        kinds = OfficeEvent.objects.filter(kind__startswith="emblem").values_list("kind", flat=True)
        assert list(kinds) == ["emblem_changed", "emblem_changed", "emblem_dropped"]
        assert OfficeEvent.objects.get(number=OfficeEvent.objects.earliest("number").number).data["sha256"]
    with in_office(banyuwangi):
        assert queries.emblem() is None


@pytest.mark.django_db
def test_nobody_else_does(salatiga) -> None:
    ratna = employ(salatiga, "ratna")
    with in_office(salatiga):
        for act in (lambda: operations.set_emblem(file=picture(), by=ratna), lambda: operations.drop_emblem(by=ratna)):
            with pytest.raises(NotAllowed):
                act()
        assert not Emblem.objects.exists()
