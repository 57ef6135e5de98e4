"""Why an opening failed: a code in the row, a sentence on the screen."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from onboarding.codes import UnknownPlace
from onboarding.library import NoSuchSop
from onboarding.operations import AlreadyOpen, SlugTaken
from sop_library.operations.adopting import NotRunHere, OtherSopOfThatName
from tenants.roles import RoleUnsafe
from tenants.template.building import TemplateFailed

OUR_FAULT = "interrupted"
CODES: tuple[tuple[type[Exception], str], ...] = (
    (AlreadyOpen, "already-open"),
    (SlugTaken, "slug-taken"),
    (UnknownPlace, "unknown-place"),
    (NoSuchSop, "no-such-sop"),
    (OtherSopOfThatName, "sops-collide"),
    (NotRunHere, "no-such-sop"),
    (ValidationError, "profile-refused"),
    (RoleUnsafe, "role-unsafe"),
    (TemplateFailed, "template-failed"),
)
SENTENCES = {
    "already-open": _("Kantor ini sudah dibuka. Tidak ada yang dibuat dua kali."),
    "slug-taken": _("Alamat kantor ini sudah dipakai kantor lain. Hubungi pengelola platform."),
    "unknown-place": _("Kode wilayahnya tidak ada dalam daftar Kemendagri."),
    "no-such-sop": _("Salah satu SOP yang dipilih tidak ada lagi di pustaka. Pilih lagi, lalu coba lagi."),
    "sops-collide": _("Dua SOP yang dipilih bernama sama. Pilih salah satu saja, lalu coba lagi."),
    "profile-refused": _("Profil atau nama pengguna admin belum sesuai bentuknya. Periksa, lalu coba lagi."),
    "role-unsafe": _("Basis data menolak: sisa kantor lama di server ini perlu dibersihkan pengelola platform."),
    "template-failed": _("Skema acuan kantor tidak dapat disiapkan. Hubungi pengelola platform."),
    OUR_FAULT: _("Pembukaan terhenti di tengah jalan karena gangguan pada kami. Coba lagi."),
}


def code_of(problem: Exception) -> str:
    """Return the code that the row keeps of what went wrong."""
    return next((code for kind, code in CODES if isinstance(problem, kind)), OUR_FAULT)
