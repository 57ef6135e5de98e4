"""Who the API lets in at all: staff who are logged in and chose their own password."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import Staff

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which imports the permissions it defaults to: this module


class OwnPassword(BasePermission):
    """Whoever still has a one-time password changes it first, on the screen: somebody else has seen it."""

    message = _("Ganti dulu kata sandi sekali pakai Anda, di layar Kata sandi.")
    code = "password_not_own"

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return isinstance(request.user, Staff) and not request.user.must_change_password
