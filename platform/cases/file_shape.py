"""What a minimum and a file from another office must look like to be read: every part that is used here, of its type.

Checked before the first row is written, so that a damaged file is refused in words and the handover stays open. What is
unknown beside that is left alone: an office of a later edition may tell more, as long as the format is the same.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from cases.carrying import FILE, MINIMUM
from cases.models import Consent, Role
from cases.models.codes import CODE, KEY, RISKS, SEXES
from sop_library.facts import FACTS, FactValueWrong, checked_value

MOST = 2000
"""No case has more people, notes or answers than that; a file that does is none."""
WORDS = 100_000
"""How long what people wrote may be: more than an office takes, for each office puts its name before a note."""
Schema = Mapping[str, Any]


class FileBroken(ValueError):
    """The file is not what its format says. `part` names where, never what stands there."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class FileFromLater(FileBroken):
    """The file is of a format that this edition does not know."""


def check_file(file: Any) -> None:
    """Check the whole file of another office. Raises FileFromLater, FileBroken."""
    _check(file, _validator(), is_now=FILE)
    for one in file["findings"]:
        if one["name"] in FACTS:
            try:
                checked_value(one["name"], one["value"])
            except FactValueWrong as error:
                raise FileBroken("findings") from error


def check_minimum(minimum: Any) -> None:
    """Check the minimum by which an office decides. Raises FileFromLater, FileBroken."""
    _check(minimum, _minimum_validator(), is_now=MINIMUM)


def _check(told: Any, validator: jsonschema_rs.Draft202012Validator, *, is_now: str) -> None:
    said = told.get("format") if isinstance(told, Mapping) else None
    if said != is_now:
        name = is_now.partition("/")[0]
        later = isinstance(said, str) and said.startswith(f"{name}/")
        raise FileFromLater("format") if later else FileBroken("format")
    for fault in validator.iter_errors(told):
        raise FileBroken("/".join(str(part) for part in fault.instance_path)[:120])


def _text(longest: int = 20_000, pattern: str = r"^[^\x00]*$") -> Schema:
    return {"type": "string", "maxLength": longest, "pattern": pattern}


def _code(longest: int = 24, pattern: str = CODE) -> Schema:
    return _text(longest, pattern)


def _known(values: Any) -> Schema:
    return {"enum": list(values)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(of: Schema) -> Schema:
    return {"type": "array", "maxItems": MOST, "items": of}


def _all(**parts: Schema) -> Schema:
    """An object that has at least these parts."""
    return {"type": "object", "required": list(parts), "properties": parts}


@cache
def _minimum_validator() -> jsonschema_rs.Draft202012Validator:
    yes_no: Schema = {"type": ["boolean", "null"]}
    shape = _all(
        initials=_text(20), age_band=_text(24), sex=_text(24), kinds=_list(_text(24)), domestic=yes_no,
        relation=_text(24), risk=_text(24), safe_tonight=yes_no, needs=_list(_text(60)), place=_text(60),
        domicile=_text(60), police_report=yes_no,
    )  # fmt: skip
    others = _list(_all(age_band=_text(24), sex=_text(24)))
    more = {"others": others, "stage": _text(24), "words": _text()}
    return jsonschema_rs.Draft202012Validator({**shape, "properties": {**shape["properties"], **more}})


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    moment: Schema = {"type": "string", "format": "date-time"}
    day: Schema = {"type": "string", "format": "date"}
    key: Schema = {"type": "string", "format": "uuid"}
    region = _code(5, r"^([0-9]{2}\.[0-9]{2})?$")
    person = _all(
        id=key, roles=_list(_all(kind=_known(Role.Kind.values), relation=_code())), birth_date=_or_null(day),
        disabilities=_list(_code()), sex=_known(SEXES), age_band=_code(6), education=_code(), occupation=_code(),
        marital=_code(), residence=region, domicile=region, presence=region,
        **dict.fromkeys(("name", "nik", "phone", "address", "safe_contact"), _text()),
    )  # fmt: skip
    incident = _all(
        id=key, kinds=_list(_code()), domestic={"type": ["boolean", "null"]}, place=region, place_kind=_code(),
        happened_on=_or_null(day), story=_text(WORDS),
    )  # fmt: skip
    consent = _all(
        id=key, person=_or_null(key), kind=_known(Consent.Kind.values), given={"type": "boolean"},
        way=_known(Consent.Way.values), at=_or_null(moment), note=_text(), withdrawn_at=_or_null(moment),
        scope=_list(_text()), receiver=_code(5, r"^([0-9]{2}(\.[0-9]{2})?)?$"), explained={"type": "boolean"},
    )  # fmt: skip
    note = _all(body=_text(WORDS), at=_or_null(moment), by=_text(), id=key)
    note["required"].remove("id")  # a file of an earlier edition does not have it
    report = _all(received_at=_or_null(moment), story=_text(WORDS), in_danger={"type": ["boolean", "null"]})
    report["required"].remove("in_danger")
    file = _all(
        case=_all(reported_at=_or_null(moment), risk=_known(RISKS)),
        people=_list(person), incidents=_list(incident), consents=_list(consent),
        reports=_list(report),
        answers=_list(_all(
            form=_code(80, r"^[-a-zA-Z0-9_]+$"), title=_text(), stage=_code(20, KEY), at=_or_null(moment),
            answers={"type": "object"}, asked=_or_null({"type": "object"}),
        )),
        steps=_list(_all(stages=_list(_text(20)), status=_text(20))),
        findings=_list(_all(name=_text(60), value={})),
        notes=_list(note),
        appointments=_list(_all(id=key, kind=_text(), what=_text(), at=moment, place=_text(), with_whom=_text())),
    )  # fmt: skip
    whose = {"office": _text(80), "office_code": _code(5, r"^([0-9]{2}(\.[0-9]{2})?)?$")}
    limit = _all(key=_code(200, r"^[-a-zA-Z0-9_]+$"), label=_text(), due_at=moment)
    parts = file["properties"]
    parts["limits"] = _list({**limit, "properties": {**limit["properties"], **whose}})
    parts["off"] = _list(key)
    for part in ("scope", "receiver", "explained"):
        consent["required"].remove(part)  # a file of an earlier edition does not have them
    parts["answers"]["items"]["required"].remove("asked")
    return jsonschema_rs.Draft202012Validator(dict(file), validate_formats=True)
