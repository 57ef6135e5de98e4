"""Logging in, a new password, language and look."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Staff
from frontend.formbuild import SafeText, SheetForm, SingleChoice
from frontend.formbuild.speaking import Speaking
from frontend.formbuild.widgets import LineInput

LONGEST_PASSWORD = 200
TOO_MANY = "too_many_login_attempts"
LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


class PasswordText(Speaking, forms.CharField):
    """A password: kept as typed, blanks included, and never shown again."""

    def __init__(self, *, current: bool, **kwargs: Any) -> None:
        attrs = {"autocomplete": "current-password" if current else "new-password", "spellcheck": "false"}
        super().__init__(widget=Secret(attrs, input_type="password"), strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(value or "")
        if len(text) > LONGEST_PASSWORD:
            self.refuse("too_long", length=len(text), limit=LONGEST_PASSWORD)
        if "\x00" in text:
            self.refuse("characters")
        return text


class Secret(LineInput):
    """An input that never repeats what was typed."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class StaffLogin(SheetForm, LoginForm):
    """allauth's login with our words. Unknown, closed and wrong are one and the same answer."""

    password = PasswordText(current=True, label=gettext_lazy("Kata sandi"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = SafeText(
            label=gettext_lazy("Nama pengguna"),
            longest=60,
            widget=LineInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )

    def _clean_with_password(self, credentials: dict[str, str]) -> Any:
        try:
            cleaned = super()._clean_with_password(credentials)
        except ValidationError as fault:
            code = getattr(fault, "code", None)
            raise self._fault(TOO_MANY if code == TOO_MANY else "no_match") from None
        if not self.user.is_active:
            raise self._fault("no_match")
        return cleaned

    @staticmethod
    def _fault(code: str) -> ValidationError:
        words = {
            TOO_MANY: _("Terlalu banyak percobaan. Tunggu satu menit, lalu coba lagi; bila tetap ditolak, satu jam."),
            "no_match": _(
                "Nama pengguna dan kata sandi belum cocok. Periksa lagi, atau minta kata sandi baru dari admin kantor."
            ),
        }
        return ValidationError(words[code], code=code)


class NewPassword(SheetForm):
    """The old password once (a one-time one not again), the new one twice."""

    current = PasswordText(current=True, label=gettext_lazy("Kata sandi sekarang"))
    new = PasswordText(
        current=False,
        label=gettext_lazy("Kata sandi baru"),
        help_text=gettext_lazy(
            "Paling sedikit 10 karakter. Beberapa kata yang hanya Anda ingat lebih kuat daripada satu kata rumit."
        ),
    )
    again = PasswordText(current=False, label=gettext_lazy("Kata sandi baru, sekali lagi"))

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        if staff.must_change_password:  # the one-time password was typed a moment ago, at the login
            del self.fields["current"]

    def clean_current(self) -> str:
        typed: str = self.cleaned_data["current"]
        if not self.staff.check_password(typed):
            raise ValidationError(_("Kata sandi sekarang belum cocok"), code="no_match")
        return typed

    def clean_new(self) -> str:
        chosen: str = self.cleaned_data["new"]
        try:
            validate_password(chosen, self.staff)
        except ValidationError as fault:
            raise ValidationError([_weakness(one) for one in fault.error_list]) from None
        if self.staff.check_password(chosen):
            raise ValidationError(_("Pilih kata sandi yang berbeda dari yang sekarang"), code="same")
        return chosen

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if "new" in typed and "again" in typed and typed["new"] != typed["again"]:
            self.add_error("again", ValidationError(_("Ketik kata sandi baru yang sama dua kali"), code="differ"))
        return typed


def _weakness(fault: ValidationError) -> ValidationError:
    words = {
        "password_too_short": _("Kata sandi baru terlalu pendek. Pakai paling sedikit 10 karakter"),
        "password_too_common": _("Kata sandi ini terlalu umum dan mudah ditebak. Pilih yang lain"),
        "password_too_similar": _("Kata sandi ini terlalu mirip dengan nama Anda. Pilih yang lain"),
    }
    return ValidationError(words.get(fault.code or "", _("Pilih kata sandi yang lebih kuat")), code=fault.code)


class OwnSettings(SheetForm):
    """How the screens look for me."""

    language = SingleChoice(
        label=gettext_lazy("Bahasa layar"), choices=[(code, LANGUAGE_NAMES[code]) for code, _name in settings.LANGUAGES]
    )
    look = SingleChoice(
        label=gettext_lazy("Tampilan"),
        choices=[("light", gettext_lazy("Terang")), ("dark", gettext_lazy("Gelap"))],
        help_text=gettext_lazy("Gelap lebih nyaman di ruang redup dan menghemat baterai ponsel."),
    )
