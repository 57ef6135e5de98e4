"""The people who work in an office. The same table in the shared schema holds province and ministry staff."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StaffManager(BaseUserManager["Staff"]):
    """Makes staff members; a password is hashed, never kept."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Staff":
        """Make a staff member. Raises ValueError without a user name."""
        if not username:
            raise ValueError("a staff member needs a user name")
        staff = self.model(username=username.lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser, PermissionsMixin):
    """A staff member of one office. Nobody is ever deleted: whoever leaves becomes inactive and stays in the record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("nama pengguna"), max_length=60, validators=[ASCIIUsernameValidator()])
    name = models.CharField(_("nama"), max_length=120)
    post = models.CharField(_("jabatan"), max_length=120, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_office_admin = models.BooleanField(_("admin kantor"), default=False)
    may_write_sops = models.BooleanField(_("boleh menulis SOP"), default=False)
    must_change_password = models.BooleanField(default=False)
    language = models.CharField(_("bahasa"), max_length=2, default="id", choices=[("id", "id"), ("en", "en")])
    dark = models.BooleanField(_("tampilan gelap"), default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StaffManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("username"), name="staff_username_once")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as shown on screen and paper."""
        return self.name

    @property
    def initials(self) -> str:
        """Two letters for the round badge."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:]) if word).upper()

    def lane_keys(self) -> frozenset[str]:
        """Keys of the lanes this person holds now; read once for each object."""
        if not hasattr(self, "_lane_keys"):
            self._lane_keys = frozenset(self.memberships.filter(ended_at=None).values_list("lane__key", flat=True))
        return self._lane_keys
