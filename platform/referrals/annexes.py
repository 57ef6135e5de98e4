"""A case's file as pages: for an office outside the platform, whose copy of the file is an annex on paper or locked."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils import translation

from cases.calendars import local_moment
from cases.models import Role
from documents.letter import Part
from documents.letters import day_words, region_words
from sop_library.codes import UNKNOWN, ListName, labels
from sop_library.forms import from_document
from sop_library.queries import form_version

OF_PERSON: Mapping[str, str] = MappingProxyType(
    {
        "name": "Nama", "nik": "NIK", "birth_date": "Tanggal lahir", "address": "Alamat", "phone": "Telepon",
        "safe_contact": "Cara menghubungi yang aman",
    }
)  # fmt: skip
"""What a file says of a person within its scope -> how a letter calls it."""
CODED: Mapping[ListName, str] = MappingProxyType({"sex": "Jenis kelamin", "age_band": "Kelompok usia"})


def parts_of(file: Mapping[str, Any]) -> list[Part]:
    """The stretches of the annex: people, what happened, answers, steps done, notes, appointments; only what is there.

    `file` is that of `cases.carrying.file_of`, so nothing is in it that the consent does not let go.
    """
    with translation.override("id"):
        parts = [_person(one) for one in file["people"]]
        parts += [_told("Kronologi", (one["story"] for one in (*file["reports"], *file["incidents"])))]
        parts += [_answers(one) for one in file["answers"]]
        parts += [_told("Langkah yang sudah dilakukan", (_step(one) for one in file["steps"]), numbered=True)]
        parts += [_told("Catatan petugas", (f"{_day(one['at'])}: {one['body']}" for one in file["notes"]))]
        parts += [_told("Janji temu", (_appointment(one) for one in file["appointments"]), numbered=True)]
    return [part for part in parts if part.words or part.rows or part.lines]


def _person(person: Mapping[str, Any]) -> Part:
    rows = [(name, _value(key, person.get(key))) for key, name in OF_PERSON.items()]
    rows += [(name, _label(key, person.get(key, ""))) for key, name in CODED.items()]
    rows += [
        ("Alamat menurut KTP/KK", region_words(person.get("residence", ""))),
        ("Domisili", region_words(person.get("domicile", ""))),
        ("Berada sekarang", region_words(person.get("presence", ""))),
    ]
    kinds = dict.fromkeys(str(Role.Kind(role["kind"]).label) for role in person["roles"])
    return Part(heading=", ".join(kinds), rows=tuple((name, value) for name, value in rows if value))


def _value(key: str, value: Any) -> str:
    if key == "birth_date" and value:
        return f"{value:%d-%m-%Y}" if hasattr(value, "strftime") else str(value)
    return str(value or "")


def _label(name: ListName, code: str) -> str:
    return "" if code in ("", UNKNOWN) else labels(name).get(code, "")


def _told(heading: str, lines: Iterable[str], *, numbered: bool = False) -> Part:
    said = tuple(line for line in lines if line.strip())
    if numbered:
        return Part(heading=heading, lines=said) if said else Part()
    return Part("\n\n".join(said), heading=heading) if said else Part()


def _answers(filled: Mapping[str, Any]) -> Part:
    version = form_version(key=filled["form"])
    if version is None or not filled["answers"]:
        return Part()
    rows = []
    for field in from_document(version.definition).fields:
        value = filled["answers"].get(field.name)
        if value not in (None, "", []):
            several = value if isinstance(value, list) else [value]
            rows.append((field.label, ", ".join(_answer(field.choices, one) for one in several)))
    return Part(heading=filled["title"], rows=tuple(rows)) if rows else Part()


def _answer(choices: Mapping[str, str], value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values() if one)
    return choices.get(str(value), str(value))


def _step(step: Mapping[str, Any]) -> str:
    if not step["done_at"]:
        return ""
    how = ", ".join(one["label"] for one in step["outcomes"] if one["label"])
    return f"{step['text']} ({_day(step['done_at'])}){': ' + how if how else ''}"


def _appointment(one: Mapping[str, Any]) -> str:
    at = datetime.fromisoformat(one["at"])
    said = (f"{day_words(at)} pukul {local_moment(at):%H.%M}", one["what"], one["place"], one["with_whom"])
    return ", ".join(part for part in said if part)


def _day(at: str) -> str:
    return day_words(datetime.fromisoformat(at))
