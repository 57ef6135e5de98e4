"""The name somebody logs in with, as it is chosen once for a new account."""

from typing import Any

from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.formbuild.fields import SafeText


class UsernameField(SafeText):
    """Small letters, digits and a few marks; big letters that were typed become small ones."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Nama pengguna"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy("Huruf kecil, angka, titik, atau garis bawah, misalnya ratna.w. Tidak berubah lagi."),
        )
        super().__init__(longest=60, width=20, **kwargs)

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value).lower()
        try:
            ASCIIUsernameValidator()(typed)
        except ValidationError:
            raise ValidationError(
                _("Nama pengguna hanya boleh memuat huruf kecil, angka, titik, dan garis bawah"), code="username"
            ) from None
        return typed
