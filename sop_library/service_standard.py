"""The public service standard of an SOP: the six components of service delivery (PermenPANRB 15/2014), as on SIPPN.

Where the document says nothing, what its own steps say stands instead and is marked so; else the component is empty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sop_library.definition import Definition
from sop_library.parts import Need, Step
from sop_library.sheet.measured import numbers_of

ORDER = ("requirements", "procedure", "time", "fee", "products", "complaints")
TITLES = {
    "requirements": "Persyaratan",
    "procedure": "Sistem, mekanisme, dan prosedur",
    "time": "Jangka waktu penyelesaian",
    "fee": "Biaya/tarif",
    "products": "Produk pelayanan",
    "complaints": "Penanganan pengaduan, saran, dan masukan",
}
CONTACTS = {
    "hotline": "Hotline",
    "phone": "Telepon",
    "fax": "Faksimile",
    "whatsapp": "WhatsApp",
    "email": "Surel",
    "website": "Situs web",
    "address": "Alamat",
    "postcode": "Kode pos",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a component; `number` as printed, empty where there is none; `contact`: its kind where it is one."""

    number: str
    text: str
    contact: str = ""

    @property
    def line(self) -> str:
        """The line as an Indonesian page has it."""
        return f"{CONTACTS.get(self.contact, self.contact)}: {self.text}" if self.contact else self.text


@dataclass(frozen=True, slots=True)
class Component:
    """One of the six. `from_steps`: not printed as such, read from the steps of the sheet."""

    key: str
    title: str
    entries: tuple[Entry, ...] = ()
    from_steps: bool = False


def service_standard(definition: Definition) -> tuple[Component, ...]:
    """The six components in their official order."""
    written = definition.document.get("standard") or {}
    found = {
        "requirements": _requirements(definition, written),
        "procedure": Component("procedure", TITLES["procedure"], _procedure(definition)),
        "time": _time(definition, written),
        "fee": _fee(definition, written),
        "products": _products(definition, written),
        "complaints": Component("complaints", TITLES["complaints"], _complaints(written)),
    }
    return tuple(found[key] for key in ORDER)


def _requirements(definition: Definition, written: Mapping[str, Any]) -> Component:
    printed = _boxed(written.get("requirements"))
    if printed:
        return Component("requirements", TITLES["requirements"], printed)
    needs = [need for step in definition.steps for need in step.needs if need.kind in ("document", "any_of")]
    words = dict.fromkeys(_need_words(need) for need in needs)
    return _read("requirements", list(words))


def _need_words(need: Need) -> str:
    return " atau ".join(option.label for option in need.options) if need.options else need.label


def _procedure(definition: Definition) -> tuple[Entry, ...]:
    numbers = numbers_of(definition)
    return tuple(Entry(numbers[step.key], step.text) for step in definition.steps)


def _time(definition: Definition, written: Mapping[str, Any]) -> Component:
    printed = (written.get("total_time") or {}).get("printed")
    if printed:
        return Component("time", TITLES["time"], (Entry("", printed),))
    numbers = numbers_of(definition)
    lengths = [(numbers[step.key], _length(step)) for step in definition.steps]
    said = "; ".join(f"langkah {number}: {length}" for number, length in lengths if length)
    return _read("time", [said[:1].upper() + said[1:]] if said else [])


def _length(step: Step) -> str:
    return step.time.printed or (str(step.time.amount) if step.time.amount else "")


def _fee(definition: Definition, written: Mapping[str, Any]) -> Component:
    fee = written.get("fee") or {}
    printed = fee.get("printed")
    if printed and printed.strip("-\N{EN DASH} "):
        return Component("fee", TITLES["fee"], (Entry("", printed),))
    if fee.get("amount_idr") == 0:
        return _read("fee", ["Tidak dipungut biaya"])
    return _read("fee", list(dict.fromkeys(step.fee for step in definition.steps if step.fee and step.fee.strip("- "))))


def _products(definition: Definition, written: Mapping[str, Any]) -> Component:
    printed = _boxed(written.get("products"))
    if printed:
        return Component("products", TITLES["products"], printed)
    return _read("products", list(dict.fromkeys(one.label for step in definition.steps for one in step.outputs)))


def _complaints(written: Mapping[str, Any]) -> tuple[Entry, ...]:
    said = written.get("complaints") or {}
    content = said.get("content")
    reach = [contact for contact in written.get("contacts") or () if contact["value"] not in (content or "")]
    said = (Entry("", content),) if content else ()
    return (*said, *(Entry("", contact["value"], contact["kind"]) for contact in reach))


def _boxed(box: object) -> tuple[Entry, ...]:
    if not isinstance(box, Sequence) or isinstance(box, str):
        return ()
    return tuple(Entry(str(one.get("number") or ""), one["text"]) for one in box)


def _read(key: str, words: list[str]) -> Component:
    return Component(key, TITLES[key], tuple(Entry("", one) for one in words), from_steps=bool(words))
