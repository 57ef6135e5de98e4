"""Conditions picked with selects: rows of fact, operator and value; all or any of them, or their contrary.

A row may be turned round. In place of a row there may be a group of rows that go together in a way of their own: "this
and (that or that)". What a file brought that is nested deeper stands as a row of words and is kept until it is taken
out. Nobody ever types a condition as code.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.editor.condition_tests import (
    JURISDICTION,
    OPERATORS_OF,
    OUTCOME,
    is_group,
    joined,
    kind_of,
    leaf_of,
    picks_of,
    put_together,
    taken_apart,
    values_of,
)
from frontend.sops.editor.condition_words import told
from frontend.sops.editor.shapes import (
    MOST_ROWS,
    Drawn,
    Near,
    Option,
    Posted,
    Text,
    as_dict,
    as_list,
    as_text,
    chosen,
    digest,
)
from sop_library.facts import FACTS

MODES = {
    "all": gettext_lazy("semua ini benar"),
    "any": gettext_lazy("paling sedikit satu benar"),
    "none": gettext_lazy("tidak satu pun benar"),
    "not_all": gettext_lazy("tidak semuanya benar"),
}
WORDS = {
    "yes": gettext_lazy("ya"),
    "no": gettext_lazy("tidak"),
    "in": gettext_lazy("salah satu dari"),
    "is": gettext_lazy("sama dengan"),
    "at_least": gettext_lazy("paling sedikit"),
    "at_most": gettext_lazy("paling banyak"),
    "within": gettext_lazy("berada di"),
    "known": gettext_lazy("sudah diketahui"),
    "unknown": gettext_lazy("belum diketahui"),
    "met": gettext_lazy("ya, termasuk"),
    "chosen": gettext_lazy("dipilih"),
}
GROUP = "-group"
"""After the name of a condition: a group is to be added to it."""
VALUELESS = frozenset({"yes", "no", "known", "unknown", "met", "chosen"})
AREA_KINDS = {"regency": gettext_lazy("kabupaten/kota ini"), "province": gettext_lazy("provinsi ini"),
              "code": gettext_lazy("wilayah lain, tulis kodenya")}  # fmt: skip


@dataclass(frozen=True)
class When:
    """A condition. `outcomes`: it may name the outcomes of its own step."""

    name: str
    label: Text
    outcomes: bool = False
    hint: Text = ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """How its rows go together, then each row or group, then a new one where one was asked for."""
        if near.typed and f"{at}-n" in near.typed.data:
            mode, rows = near.typed.one(f"{at}-mode") or "all", self._typed(at, at, value, near)
        else:
            mode, parts = taken_apart(value)
            rows = [self._row(f"{at}-{place}", part, near) for place, part in enumerate(parts)]
        if len(rows) < MOST_ROWS:
            rows += self._new(at, mode, len(rows), near)
        numbers = iter(range(1, len(rows) + 1))
        rows = [self._numbered(row, next(numbers)) if row.kind == "tests" else row for row in rows]
        pick = self._mode(at, mode, _("Berlaku bila"))
        return Drawn("when", at, str(self.label), inner=(pick, *rows), hint=str(self.hint), wrong=near.wrong(at),
                     open=bool(rows))  # fmt: skip

    def _mode(self, at: str, mode: str, label: str) -> Drawn:
        modes = chosen([Option(code, str(words)) for code, words in MODES.items()], [mode])
        return Drawn("pick", f"{at}-mode", label, mode, modes)

    def _new(self, at: str, mode: str, count: int, near: Near) -> list[Drawn]:
        """The row or the group that was asked for: a group goes together otherwise than what it stands in."""
        if near.added == at:
            return [self._fields(f"{at}-{count}", "", near, new=True)]
        there = [f"{at}-{place}" for place in range(count, MOST_ROWS)]  # one that is all empty yet is not kept
        if near.added != f"{at}{GROUP}" and near.added not in there:
            return []
        new, other = f"{at}-{count}", "all" if mode in ("any", "none") else "any"
        fields = [self._fields(f"{new}-{place}", "", near, new=place == 0) for place in range(2)]
        return [self._group(new, other, fields)]

    def _group(self, at: str, mode: str, rows: list[Drawn]) -> Drawn:
        return Drawn("tests", at, inner=(self._mode(at, mode, _("Kelompok ini terpenuhi bila")), *rows))

    @staticmethod
    def _numbered(group: Drawn, number: int) -> Drawn:
        return replace(group, label=_("Kelompok syarat %(number)s") % {"number": number})

    def _labels(self, near: Near) -> dict[str, str]:
        rows = [as_dict(row) for row in as_list(near.part.get("outcomes"))]
        return {as_text(row.get("key")): as_text(row.get("label")) for row in rows}

    def _typed(self, at: str, to: str, value: Any, near: Near, *, inside: bool = False) -> list[Drawn]:
        """The rows that were sent under `at` as they were typed, drawn under `to`; without the one taken out."""
        rows: list[Drawn] = []
        if near.typed is None:
            return rows
        for place in range(near.typed.count(at)):
            row, now = f"{at}-{place}", f"{to}-{len(rows)}"
            if row == near.typed.dropped:
                continue
            part = self._kept(near.typed.one(f"{row}-kept"), value)
            if part is not None:
                rows.append(self._row(now, part, near, inside=inside))
            elif f"{row}-n" in near.typed.data and not inside:
                inner = self._typed(row, now, value, near, inside=True)
                if near.added == row:
                    inner.append(self._fields(f"{now}-{len(inner)}", "", near, new=True))
                rows.append(self._group(now, near.typed.one(f"{row}-mode") or "all", inner))
            else:
                rows.append(self._again(row, now, near.typed, near))
        return rows

    def _again(self, at: str, to: str, posted: Posted, near: Near) -> Drawn:
        """A row as it was typed."""
        return self._fields(
            to, posted.one(f"{at}-subject"), near, negated=f"{at}-not" in posted.data, op=posted.one(f"{at}-op"),
            values=posted.many(f"{at}-value"), area=posted.one(f"{at}-area"), wrong=near.wrong(at),
            exact=posted.one(f"{at}-exact"),
        )  # fmt: skip

    def _kept(self, name: str, value: Any) -> Any:
        _mode, parts = taken_apart(value)
        inner = [one for part in parts if is_group(part) for one in taken_apart(part)[1]]
        return next((part for part in (*parts, *inner) if name and digest(part) == name), None)

    def _row(self, at: str, part: Any, near: Near, *, inside: bool = False) -> Drawn:
        drawn = self._picked(at, part, near)
        if drawn is not None:
            return drawn
        if is_group(part) and not inside:
            mode, parts = taken_apart(part)
            rows = [self._row(f"{at}-{place}", one, near, inside=True) for place, one in enumerate(parts)]
            asked = near.added == at
            if (asked or len(rows) == 1) and len(rows) < MOST_ROWS:  # one alone is a group that is still being made
                rows.append(self._fields(f"{at}-{len(rows)}", "", near, new=asked))
            return self._group(at, mode, rows)
        words = told(part, self._labels(near))
        kept = Drawn("hidden", f"{at}-kept", value=digest(part))
        return Drawn("kept", at, words, inner=(kept,))

    def _picked(self, at: str, part: Any, near: Near) -> Drawn | None:
        """A row for a part that the selects can say exactly; None for any other."""
        inner = as_dict(part)
        negated = set(inner) == {"not"}
        leaf = as_dict(inner["not"]) if negated else inner
        said = picks_of(leaf)
        if said is None:
            return None
        subject, op, values, area, exact = said
        again = leaf_of(subject, op, values, area, exact, self._subjects(near), near)
        if again != leaf:
            return None
        return self._fields(at, subject, near, negated=negated, op=op, values=values, area=area, exact=exact)

    def _subjects(self, near: Near) -> list[Option]:
        facts = [Option(name, _(kind.label), _("Keterangan kasus")) for name, kind in FACTS.items()]
        found = [*facts]
        if self.name != JURISDICTION:  # the rule of who belongs here can't rest on itself
            found.append(Option(JURISDICTION, _("Termasuk wilayah layanan"), _("SOP ini")))
        if self.outcomes:
            found += [Option(OUTCOME + key, label or key, _("Hasil langkah ini"))
                      for key, label in self._labels(near).items()]  # fmt: skip
        return found

    def _fields(
        self, at: str, subject: str, near: Near, *, negated: bool = False, op: str = "",
        values: list[str] | None = None, area: str = "", exact: str = "", wrong: str = "", new: bool = False,
    ) -> Drawn:  # fmt: skip
        """The fields of a row: what is asked of its subject depends on its kind."""
        subjects = [Option("", _("pilih keterangan")), *self._subjects(near)]
        parts = [
            Drawn("hidden", f"{at}-of", value=subject),
            Drawn("pick", f"{at}-subject", _("Keterangan"), subject, chosen(subjects, [subject])),
        ]
        kind = kind_of(subject)
        operators = OPERATORS_OF.get(kind, ())
        op = op if op in operators else next(iter(operators), "")
        if len(operators) > 1:
            listed = chosen([Option(code, str(WORDS[code])) for code in operators], [op])
            parts.append(Drawn("pick", f"{at}-op", _("Bandingan"), op, listed))
        if op and op not in VALUELESS:
            parts += self._values(at, subject, kind, near, values or [], area, op)
        if exact:
            parts.append(Drawn("hidden", f"{at}-exact", value=exact))
        if kind:
            parts.append(Drawn("tick", f"{at}-not", _("Balikkan: berlaku bila tidak begitu"), "1" if negated else ""))
        return Drawn("test", at, inner=tuple(parts), wrong=wrong, new=new)

    def _values(
        self, at: str, subject: str, kind: str, near: Near, values: list[str], area: str, op: str
    ) -> list[Drawn]:
        if kind == "region":
            listed = chosen([Option(code, str(words)) for code, words in AREA_KINDS.items()], [area or "regency"])
            code = Drawn("words", f"{at}-value", _("Kode wilayah"), "".join(values[:1]), hint=_("Misalnya 33.73"))
            return [Drawn("pick", f"{at}-area", _("Wilayah"), area or "regency", listed), code]
        if kind == "number":
            return [Drawn("words", f"{at}-value", _("Jumlah"), "".join(values[:1]), number=True)]
        listed = chosen(values_of(subject, near), values)
        if op in ("at_least", "at_most"):
            first = values[0] if values else ""
            options = chosen([Option("", _("pilih nilai")), *values_of(subject, near)], [first])
            return [Drawn("pick", f"{at}-value", _("Nilai"), first, options)]
        return [Drawn("several", f"{at}-value", _("Nilai"), options=listed)]

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The condition that was picked, ABSENT for none. A row that is not finished is noted as wrong."""
        if f"{at}-n" not in posted.data:
            return was
        mode, before = taken_apart(was)
        parts, now = self._read_rows(at, posted, was, near), posted.one(f"{at}-mode")
        if (parts, now) == (before, mode):
            return was
        return put_together(now if now in MODES else "all", parts)

    def _read_rows(self, at: str, posted: Posted, was: Any, near: Near, *, inside: bool = False) -> list[Any]:
        parts: list[Any] = []
        for place in range(posted.count(at)):
            row = f"{at}-{place}"
            if row == posted.dropped:
                continue
            part = self._kept(posted.one(f"{row}-kept"), was)
            if part is None and f"{row}-n" in posted.data and not inside:
                mode, inner = posted.one(f"{row}-mode"), self._read_rows(row, posted, was, near, inside=True)
                part = joined(mode if mode in MODES else "all", inner) if inner else None
            elif part is None:
                part = self._read_row(row, posted, near)
            if part is not None:
                parts.append(part)
        return parts

    def _read_row(self, at: str, posted: Posted, near: Near) -> Any:
        subject = posted.one(f"{at}-subject")
        if not subject:
            return None
        kind = kind_of(subject)
        operators = OPERATORS_OF.get(kind, ())
        op = posted.one(f"{at}-op")
        op = op if op in operators else next(iter(operators), "")
        same = posted.one(f"{at}-of") == subject
        values = posted.many(f"{at}-value") if same else []
        area = posted.one(f"{at}-area") or next(iter(AREA_KINDS))  # as it is drawn before anybody chose one
        leaf = leaf_of(subject, op, values, area, posted.one(f"{at}-exact"), self._subjects(near), near)
        if leaf is None:
            unfinished = _("Syarat ini belum lengkap: pilih nilainya. Yang lama tetap berlaku sampai lengkap.")
            posted.wrong[at] = unfinished if same else ""  # before its values were shown nobody could choose one
            return None
        return {"not": leaf} if f"{at}-not" in posted.data else leaf
