"""The form that asks why an identity is opened. The reason and the name of whoever asks stand in the access log."""

from django.utils.translation import gettext_lazy as _

from cases.operations.identities import REASONS
from frontend.formbuild import SafeText, SheetForm, SingleChoice


class RevealForm(SheetForm):
    """Why identity and story are opened for ten minutes."""

    reason = SingleChoice(label=_("Untuk keperluan apa?"), choices=list(REASONS.items()), radios=True)
    words = SafeText(label=_("Keperluan lain, tulis di sini"), required=False, longest=200)

    prefix = "buka"
