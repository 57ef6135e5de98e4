"""The public service standard of an SOP: the six components of service delivery (PermenPANRB 15/2014), as on SIPPN.

Where the document says nothing, what its own steps say stands instead and is marked so; else the component is empty.
Of what the steps say only that is read which is for the public: what whoever comes is asked for, what they get.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sop_library.conditions import fact_tests
from sop_library.definition import Definition
from sop_library.parts import Need, Step
from sop_library.sheet.measured import numbers_of
from sop_library.sheet.ruling import doors_of
from sop_library.sheet.ruling import said as spoken

ORDER = ("requirements", "procedure", "time", "fee", "products", "complaints")
TITLES = {
    "requirements": "Persyaratan",
    "procedure": "Sistem, mekanisme, dan prosedur",
    "time": "Jangka waktu penyelesaian",
    "fee": "Biaya/tarif",
    "products": "Produk pelayanan",
    "complaints": "Penanganan pengaduan, saran, dan masukan",
}
FOLLOWS = "dapat menyusul"
NOBODY_TURNED_AWAY = {
    "all": "Tidak seorang pun ditolak karena suratnya belum lengkap: yang belum ada dapat menyusul.",
    "some": "Yang dapat menyusul boleh dibawa kemudian: tidak seorang pun ditolak karena itu.",
    "named": "Dapat menyusul: %s. Tidak seorang pun ditolak karena itu.",
}
_JUDGED = ("risk", "crisis", "needs.", "victim.safe")
"""Facts that the office judges: none that somebody knows of themselves before they come."""
_OF_THE_OFFICE = re.compile(
    r"\b(form|formulir|sistem|aplikasi|simfoni|simponi|atk|agenda|register|disposisi|draf|draft|berita acara"
    r"|surat tugas|surat perintah|berkas kasus|dokumentasi"
    r"|laporan(?! (?:(?:dari|ke|kepada|pada) )?(?:polisi|kepolisian|polres|polsek))"
    r"|hasil (identifikasi|asesmen|assess?ment|wawancara|pendampingan|koordinasi))\b",
    re.IGNORECASE,
)
"""Words of papers and tools that the office itself makes or keeps; nobody who comes has them."""
_NUMBER = re.compile(r"\+?[0-9 ().-]{3,20}")
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
    """One line of a component; `number` as printed, empty where there is none; `contact`: its kind where it is one.

    `follows`: a requirement that may come later.
    """

    number: str
    text: str
    contact: str = ""
    follows: bool = False

    @property
    def dialled(self) -> str:
        """The digits to call, where the line is a telephone number and nothing else; empty otherwise."""
        found = _NUMBER.fullmatch(self.text.strip()) if self.contact in ("hotline", "phone") else None
        return re.sub(r"[^+0-9]", "", found[0]) if found else ""

    @property
    def line(self) -> str:
        """The line as an Indonesian page has it."""
        said = f"{self.text} ({FOLLOWS})" if self.follows else self.text
        return f"{CONTACTS.get(self.contact, self.contact)}: {said}" if self.contact else said


@dataclass(frozen=True, slots=True)
class Component:
    """One of the six. `from_steps`: not printed as such, read from the steps of the sheet.

    `may_follow`: of the requirements, whether "all" or "some" of what the steps ask whoever comes may follow later;
    "named" where the list is the office's own words, and only the `following` are promised.
    """

    key: str
    title: str
    entries: tuple[Entry, ...] = ()
    from_steps: bool = False
    may_follow: str = ""
    following: tuple[str, ...] = ()

    @property
    def promise(self) -> str:
        """The sentence that an Indonesian page has below its lines; empty where there is none."""
        said = NOBODY_TURNED_AWAY.get(self.may_follow, "")
        return said % ", ".join(self.following) if self.following else said


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
    """As printed, else what the steps ask whoever comes; that it may follow is said beside either."""
    asked = _asked(definition)
    following = tuple(dict.fromkeys(_papers(need) for need in asked.values() if need.may_follow))
    promise = ("all" if all(need.may_follow for need in asked.values()) else "some") if following else ""
    title, printed = TITLES["requirements"], _boxed(written.get("requirements"))
    if printed:
        return Component("requirements", title, printed, may_follow="named" if following else "", following=following)
    read = (*_at_the_doors(definition), *(
        Entry("", words, follows=need.may_follow) for words, need in asked.items()
    ))  # fmt: skip
    return Component("requirements", title, read, from_steps=bool(read), may_follow=promise)


def _at_the_doors(definition: Definition) -> tuple[Entry, ...]:
    gates = [door.requires.words for door in definition.doors.values() if door.requires and not door.called]
    return tuple(Entry("", words) for words in dict.fromkeys(gates) if words)


def _asked(definition: Definition) -> dict[str, Need]:
    """What whoever comes is asked for, by its words: identity anywhere, other papers only where they take part.

    Not what an earlier step has made, no form of the office and none of its tools.
    """
    made: set[str] = set()
    found: dict[str, Need] = {}
    for step in definition.steps:
        here = _is_met(definition, step)
        for need in step.needs:
            papers = _papers(need)
            if papers and (here or need.type == "identity") and _same(papers) not in made:
                found.setdefault(papers + _only_if(need, definition, step), need)
        made |= {_same(output.label) for output in step.outputs}
    return found


def _is_met(definition: Definition, step: Step) -> bool:
    """Whether whoever comes stands at this step: a door opens on it, they are received in it, or have a part in it."""
    opened = any(door.starts == step.key for door in definition.doors.values() if not door.called)
    outside = any(definition.lanes[lane].outside for lane in step.lanes if lane in definition.lanes)
    return opened or outside or "intake" in step.stages


def _only_if(need: Need, definition: Definition, step: Step) -> str:
    """When it is asked for, as whoever comes can tell: what only the office judges is not said in public."""
    if need.when is None:
        return ""
    if any(test.fact.startswith(_JUDGED) for test in fact_tests(need.when)):
        return " (bila diperlukan)"
    outcomes = {one.key: one.label for one in step.outcomes}
    return f" (bila {spoken(need.when, outcomes, doors_of(definition))})"


def _papers(need: Need) -> str:
    """What is asked for, options joined; empty where it is the office's own."""
    options = need.options or (need,)
    known = need.type in ("identity", "evidence")
    papers = [option.label for option in options if option.kind == "document"]
    brought = [label for label in papers if known or not _OF_THE_OFFICE.search(label)]
    if need.type == "consent" or not brought:
        return ""
    return " atau ".join(brought)


def _same(words: str) -> str:
    return " ".join(words.split()).casefold()


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
    served = [one for step in definition.steps if "service" in step.stages for one in step.outputs]
    given = [one.label for one in served if one.form is None and not _OF_THE_OFFICE.search(one.label)]
    return _read("products", list(dict.fromkeys(given)))


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
