"""The source documents, their transcription and the catalogue, as the tests read them."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
TRUTH = ROOT / "tests" / "truth"
SEEDS = TRUTH / "seeds"
CATALOGUE = ROOT / "sop_library" / "catalogue"

SOP_OF = {
    "01_barito_utara_penjangkauan": "barito-utara/penjangkauan",
    "02_unnamed_intervensi_krisis": "barito-utara/krisis",
    "03_nunukan_intervensi_krisis": "nunukan/intervensi-krisis",
    "04_salatiga_pengaduan_langsung": "salatiga/pengaduan-langsung",
    "05_salatiga_pengaduan_tidak_langsung": "salatiga/pengaduan-tidak-langsung",
    "06_salatiga_layanan_informasi": "salatiga/layanan-informasi",
    "07_salatiga_layanan_konsultasi": "salatiga/layanan-konsultasi",
    "08_salatiga_layanan_penjangkauan": "salatiga/layanan-penjangkauan",
    "09_banyuwangi_p2tp2a": "banyuwangi/p2tp2a",
}
STEPS = dict(zip(SOP_OF, (15, 14, 19, 13, 7, 4, 4, 8, 8), strict=True))
TRANSCRIPTIONS = (*SOP_OF, "salatiga_00_document")

_TAG = re.compile(r"<[^>]+>")
_MAIL_LINK = re.compile(r"\[([^\]]+)\]\(mailto:[^)]+\)")
_EMPHASIS = re.compile(r"\*([^*\n]+)\*")
_STAR = "\0"


@cache
def transcription(name: str) -> dict[str, Any]:
    """One transcription by its file name without the ending."""
    return _yaml(TRUTH / "transcription" / f"{name}.yaml")


@cache
def catalogue_text(sop: str) -> str:
    """The catalogue file of an SOP (owner/name), as written."""
    return (CATALOGUE / f"{sop}.yaml").read_text(encoding="utf-8")


def catalogue(sop: str) -> dict[str, Any]:
    """A fresh copy of an SOP of the catalogue, which a test may change."""
    document: dict[str, Any] = yaml.load(catalogue_text(sop), Loader=yaml.CSafeLoader)
    return document


@cache
def remarks() -> dict[str, Any]:
    """The transcriber's English remarks in the words of the screen."""
    return _yaml(TRUTH / "remarks.yaml")


@cache
def source_text(name: str) -> str:
    """The source document a transcription was made from, as collected."""
    return (SEEDS / transcription(name)["source"]["file"]).read_text(encoding="utf-8")


@cache
def plain_source(name: str) -> str:
    """The source document of a transcription without markup and repeated blanks."""
    return plain(source_text(name))


def plain(text: str) -> str:
    """Text without tags, mail links and Markdown emphasis, each run of blanks one blank. Printed asterisks stay."""
    bare = _TAG.sub("", _MAIL_LINK.sub(r"\1", text)).replace("\\*", _STAR).replace("**", "")
    return " ".join(_EMPHASIS.sub(r"\1", bare).replace(_STAR, "*").split())


def leaves(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value below `node` with the way to it; an empty list or mapping is a value."""
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list) and node:
        for place, value in enumerate(node):
            yield from leaves(value, (*path, place))
    else:
        yield path, node


def _yaml(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return document
