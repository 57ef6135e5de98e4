"""What is asked before an SOP of the library becomes a draft: its name, who here holds each lane, its forms."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Lane
from frontend.formbuild import ManyChoices, SafeText, Section, SheetForm, SingleChoice
from library.adapting import OfficeLane, asked_lanes
from sop_library.definition import Definition
from sop_library.forms import library
from sop_library.models import Sop
from sop_library.parsing import slug
from sop_library.parts import FormUse, Step
from sop_library.sheet import plain_number

NEW = "baru"
LONGEST_KEY = 60


class AdoptForm(SheetForm):
    """The questions of an adoption. Lanes of the office keep their people; a new one is named here."""

    def __init__(
        self, *args: Any, definition: Definition, lanes: Sequence[Lane], sops: Sequence[Sop], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.definition, self.lanes = definition, {lane.key: lane for lane in lanes}
        self.sops = {sop.slug: sop for sop in sops}
        self.asked = asked_lanes(definition.document)
        self._ask_name(sops)
        for key in self.asked:
            self._ask_lane(key, lanes)
        self.shipped = {key: _form_words(use) for key, use in definition.forms.items() if use.form}
        if self.shipped:
            self.fields["forms"] = ManyChoices(
                label=_("Formulir yang diisi di Rangkul"),
                choices=list(self.shipped.items()),
                initial=list(self.shipped),
                required=False,
                help_text=_("Yang tidak dipilih tetap ada pada lembar dan diisi di kertas."),
            )

    def _ask_name(self, sops: Sequence[Sop]) -> None:
        same = next((sop for sop in sops if sop.service == self.definition.service), None)
        self.fields["as_sop"] = SingleChoice(
            label=_("Menjadi"),
            radios=False,
            choices=[(NEW, _("SOP baru di kantor ini"))]
            + [(sop.slug, _("Versi baru dari %(name)s") % {"name": sop.name}) for sop in sops],
            initial=same.slug if same is not None else NEW,
            help_text=_("Versi yang sekarang tetap berlaku sampai draf ini disahkan."),
        )
        self.fields["name"] = SafeText(
            label=_("Nama SOP"), longest=200, initial=self.definition.name, help_text=_("Nama pada layar kantor ini.")
        )

    def _ask_lane(self, key: str, lanes: Sequence[Lane]) -> None:
        sheet = self.definition.lanes[key]
        alike = next((lane for lane in lanes if _fold(lane.label) == _fold(sheet.label)), None)
        self.fields[f"lane-{key}"] = SingleChoice(
            label=_("Dikerjakan oleh"),
            radios=False,
            choices=[(NEW, _("Pelaksana baru"))] + [(f"lane:{lane.key}", _held_words(lane)) for lane in lanes],
            initial=f"lane:{alike.key}" if alike is not None else NEW,
        )
        self.fields[f"name-{key}"] = SafeText(
            label=_("Nama pelaksana baru"),
            longest=200,
            required=False,
            initial=sheet.label,
            help_text=_("Diisi hanya untuk pelaksana baru."),
        )

    def sections(self) -> list[Section]:
        found = [Section(_("Nama"), "", (self["as_sop"], self["name"])), *map(self._section, self.asked)]
        if self.shipped:
            found.append(Section(_("Formulir"), "", (self["forms"],)))
        return found

    def _section(self, key: str) -> Section:
        fields = (self[f"lane-{key}"], self[f"name-{key}"])
        turns, sees = self._turns_of(key), key in self.definition.at_work
        return Section(self.definition.lanes[key].label, _turns(turns) if turns else _without_turn(sees=sees), fields)

    def like(self) -> Sop | None:
        """The SOP of the office whose next version this would be, as the form first proposes."""
        return self.sops.get(self.fields["as_sop"].initial)

    def _turns_of(self, key: str) -> list[Step]:
        return [
            step for step in self.definition.steps
            if any(key in self.definition.acting_for.get(lane, ()) for lane in step.lanes)
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for key in self.asked:
            self._check_lane(key, given, seen)
        return given

    def _check_lane(self, key: str, given: Mapping[str, Any], seen: dict[str, str]) -> None:
        chosen, name = given.get(f"lane-{key}", ""), given.get(f"name-{key}", "")
        if chosen == NEW and not name:
            self.add_error(f"name-{key}", ValidationError(_("Beri nama pelaksana baru ini"), code="unnamed"))
        elif chosen == NEW and _fold(name) in {_fold(lane.label) for lane in self.lanes.values()}:
            words = _("Kantor sudah punya pelaksana bernama ini. Pilih dia di atas, atau beri nama lain")
            self.add_error(f"name-{key}", ValidationError(words, code="known"))
        same = f"{NEW}:{_fold(name)}" if chosen == NEW else chosen
        if same in seen:
            words = _(
                "%(this)s: pelaksana itu sudah dipilih untuk %(lane)s. Pilih “Pelaksana baru” di sini; orang yang sama "
                "boleh memegang keduanya"
            )
            if chosen == NEW:
                words = _("%(this)s: nama itu sudah dipakai untuk %(lane)s. Beri nama lain")
            lanes = self.definition.lanes
            said = words % {"this": lanes[key].label, "lane": lanes[seen[same]].label}
            field = f"name-{key}" if chosen == NEW else f"lane-{key}"
            self.add_error(field, ValidationError(said, code="twice"))
        seen.setdefault(same, key)

    def chosen_sop(self) -> Sop | None:
        """The SOP of the office that this becomes a version of; None for a new one."""
        return self.sops.get(self.cleaned_data["as_sop"])

    def chosen_slug(self) -> str:
        """The short name in addresses."""
        sop = self.chosen_sop()
        return sop.slug if sop is not None else slug(self.cleaned_data["name"])

    def chosen_lanes(self) -> dict[str, OfficeLane]:
        """Lane of the sheet -> lane of the office; a new one gets a key that none of the office's lanes has."""
        found: dict[str, OfficeLane] = {}
        taken = set(self.lanes) | {
            given.removeprefix("lane:") for key in self.asked if (given := self.cleaned_data[f"lane-{key}"]) != NEW
        }
        for key in self.asked:
            chosen = self.cleaned_data[f"lane-{key}"]
            if chosen != NEW:
                lane = self.lanes[chosen.removeprefix("lane:")]
                found[key] = OfficeLane(lane.key, lane.label, lane.short)
                continue
            label = self.cleaned_data[f"name-{key}"]
            free = _free(slug(label)[: LONGEST_KEY - 4].strip("-"), taken)
            taken.add(free)
            found[key] = OfficeLane(free, label)
        return found

    def left_on_paper(self) -> list[str]:
        """The forms that are not filled in here."""
        return [key for key in self.shipped if key not in self.cleaned_data.get("forms", ())]


def _form_words(use: FormUse) -> str:
    """What the sheet calls a form, and what it is called at Rangkul where that says more."""
    shipped = library().get(use.form or "")
    if shipped is None or _fold(shipped.title) == _fold(use.label):
        return use.label
    return f"{use.label}: {shipped.title}"


def _fold(words: str) -> str:
    return " ".join(words.split()).casefold()


def _free(key: str, taken: set[str]) -> str:
    key = key if key[0].isalpha() else f"p-{key}"
    return (
        key if key not in taken else next(f"{key}-{n}" for n in range(2, len(taken) + 3) if f"{key}-{n}" not in taken)
    )


def _held_words(lane: Lane) -> str:
    held = len(lane.held_by)
    if not held:
        return _("%(lane)s (belum ada petugasnya)") % {"lane": lane.label}
    words = ngettext("%(lane)s (%(count)d petugas)", "%(lane)s (%(count)d petugas)", held)
    return words % {"lane": lane.label, "count": held}


def _without_turn(*, sees: bool) -> str:
    if sees:
        return _(
            "Tidak mendapat giliran pada langkah mana pun, tetapi disebut di syarat atau waktunya, "
            "jadi petugasnya melihat kasusnya."
        )
    return _("Tidak mendapat giliran pada langkah mana pun, jadi petugasnya tidak melihat kasusnya.")


def _turns(steps: Sequence[Step]) -> str:
    numbers = ", ".join(plain_number(step) or f"“{step.name}”" for step in steps)
    return ngettext("Giliran di langkah %s", "Giliran di langkah %s", len(steps)) % numbers
