"""Sums of minutes in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def hours_words(minutes: int) -> str:
    """A sum of minutes as people say it: "1 jam 40 menit"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)d menit", "%(count)d menit", rest) % {"count": rest}
    said = ngettext("%(count)d jam", "%(count)d jam", hours) % {"count": hours}
    if not rest:
        return said
    left = ngettext("%(count)d menit", "%(count)d menit", rest) % {"count": rest}
    return _("%(hours)s %(minutes)s") % {"hours": said, "minutes": left}
