"""What a console fills in: who takes a handoff, and an office that is to be opened."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.formbuild import ManyChoices, SafeText, Section, SheetForm, SingleChoice, UsernameField
from frontend.office.forms import EmailText
from onboarding.library import Shelved, shelf
from onboarding.together import lacking

HOURS = ("4", "24", "48", "72")


class AssignForm(SheetForm):
    """Who takes it, and until when they answer."""

    def __init__(self, *args: Any, takers: list[tuple[str, str]], high: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = SingleChoice(
            label=_("Kantor yang menerima"),
            choices=takers,
            help_text=_("Kantor yang ditetapkan tidak dapat mengembalikan rujukan ini."),
        )
        self.fields["hours"] = SingleChoice(
            label=_("Tenggat jawaban baru"),
            choices=[(hours, _("%s jam dari sekarang") % hours) for hours in HOURS],
            initial=HOURS[0] if high else HOURS[1],
        )


class PlaceForm(SheetForm):
    """Which region's office is to be opened."""

    def __init__(self, *args: Any, places: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = SingleChoice(label=_("Wilayah"), choices=places, radios=False)


class OpeningProfileForm(SheetForm):
    """What is known of the office; its own admin changes all but the letters later."""

    name = SafeText(label=gettext_lazy("Nama kantor"), longest=200)
    short_name = SafeText(label=gettext_lazy("Nama pendek"), longest=60, width=20)
    register_prefix = SafeText(
        label=gettext_lazy("Awalan nomor register"),
        longest=6,
        width=5,
        help_text=gettext_lazy("Dua sampai enam huruf, misalnya SLT. Tidak berubah lagi."),
    )
    unit = SafeText(label=gettext_lazy("Unit layanan"), longest=120, required=False)
    address = SafeText(label=gettext_lazy("Alamat"), longest=300, required=False)
    phone = SafeText(label=gettext_lazy("Telepon"), longest=60, width=20, required=False)
    hotline = SafeText(label=gettext_lazy("Hotline"), longest=60, width=20, required=False)
    email = EmailText(label=gettext_lazy("Surel"), required=False)
    head_post = SafeText(label=gettext_lazy("Jabatan kepala"), longest=200, required=False)

    def clean_register_prefix(self) -> str:
        typed: str = self.cleaned_data["register_prefix"].upper()
        if not re.fullmatch(r"[A-Z]{2,6}", typed):
            raise ValidationError(_("Tulis dua sampai enam huruf, tanpa angka dan spasi"), code="prefix")
        return typed

    def sections(self) -> list[Section]:
        def rows(*names: str) -> tuple[Any, ...]:
            return tuple(self[name] for name in names)

        return [
            Section(_("Nama"), "", rows("name", "short_name", "register_prefix", "unit")),
            Section(_("Cara menghubungi"), "", rows("address", "phone", "hotline", "email", "head_post")),
        ]


class OpeningSopsForm(SheetForm):
    """Which SOPs of the library the office starts with."""

    def __init__(self, *args: Any, province: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shelf = shelf(province=province)
        self.fields["sops"] = ManyChoices(
            label=_("SOP dari pustaka"),
            choices=[(one.key, self._words(one)) for one in self.shelf],
            help_text=_("Kantor dapat mengubahnya menjadi versinya sendiri setelah dibuka."),
        )  # fmt: skip

    def clean_sops(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["sops"]
        slugs = [key.rsplit("/", 1)[-1] for key in chosen]
        if len(set(slugs)) < len(slugs):
            raise ValidationError(_("Dua SOP yang dipilih bernama sama. Pilih salah satu."), code="collide")
        names = {one.key: one.name for one in self.shelf}
        if missing := lacking(chosen, self.shelf):
            raise ValidationError([
                ValidationError(_("“%(name)s” memulai SOP lain. Pilih juga: %(others)s.") % {
                    "name": names[one.key], "others": _(" atau ").join(f"“{names[key]}”" for key in one.others),
                }, code="starts")
                for one in missing
            ])  # fmt: skip
        return chosen

    def _words(self, one: Shelved) -> str:
        said = {"name": one.name, "source": one.source, "steps": one.steps}
        if not one.starts:
            return _("%(name)s (dari %(source)s, %(steps)d langkah)") % said
        names = {other.key: other.name for other in self.shelf}
        said["starts"] = ", ".join(names.get(word) or word.replace("-", " ") for word in one.starts)
        return _("%(name)s (dari %(source)s, %(steps)d langkah, memulai %(starts)s)") % said


class OpeningAdminForm(SheetForm):
    """The first staff member, who makes all others."""

    admin_name = SafeText(label=gettext_lazy("Nama admin pertama"), longest=120)
    admin_username = UsernameField()
