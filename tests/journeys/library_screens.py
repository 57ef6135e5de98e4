"""The screens of the library in an office, and the newer base of which one of them tells."""

from datetime import datetime

from library.entering import row_of
from library.queries import entry
from sop_library.definition import parse
from tests.journeys.screens import Screen, send
from tests.journeys.world import World

NEWER = "salatiga/layanan-konsultasi"
ENTRY = "/sop/pustaka/nunukan/intervensi-krisis/"


def publish_newer(*, at: datetime) -> None:
    """The library has a newer state of an SOP that Salatiga works by. The database must be entered as the owner."""
    found = entry(NEWER)
    assert found is not None
    first, *others = found.document["steps"]
    document = {**found.document, "steps": [{**first, "text": "Petugas menyapa dan mencatat keperluan tamu"}, *others]}
    number = found.number + 1
    row_of(parse(document), key=NEWER, number=number, province="", at=at, by=None).save(force_insert=True)


def library(_world: World) -> list[Screen]:
    """Looked through, found and not found, one sheet, two beside each other, adopted, and a base that is newer."""

    def of(key: str, route: str, path: str, **more: object) -> Screen:
        return Screen(key, route, path, by="admin", **more)  # type: ignore[arg-type]

    return [
        of("pustaka", "library", "/sop/pustaka/"),
        of("pustaka, dicari", "library", "/sop/pustaka/?q=krisis&tahap=consent"),
        of("pustaka, tidak ditemukan", "library", "/sop/pustaka/?q=zzz"),
        of("pustaka, satu lembar", "library_entry", ENTRY),
        of("bandingkan, belum dipilih", "library_compare", "/sop/pustaka/banding/"),
        of(
            "bandingkan", "library_compare",
            "/sop/pustaka/banding/?a=kantor/pengaduan-langsung&b=nunukan/intervensi-krisis",
        ),
        of("pakai dari pustaka", "library_adopt", f"{ENTRY}pakai/"),
        of("pakai dari pustaka, keliru", "library_adopt", f"{ENTRY}pakai/", act=send("form.rk-form-col", name="")),
        Screen("pakai dari pustaka, ditolak", "library_adopt", f"{ENTRY}pakai/", status=403),
        of("induk berubah", "sop_base", "/sop/layanan-konsultasi/induk/"),
        Screen("induk berubah, hanya membaca", "sop_base", "/sop/layanan-konsultasi/induk/"),
    ]  # fmt: skip
