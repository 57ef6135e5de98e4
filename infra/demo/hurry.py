"""What takes hours in an office, at once in the demo: a deadline passes, the figures are published.

`python -m infra.demo.hurry overdue RUJUKAN` or `publish`, typed by whoever runs the demo, beside it. It refuses any
other settings than the demo's, and lifts no rule: the sender alone may set a deadline, and it is the sender's row that
changes here, under the sender's own role.
"""

import os
import sys
import uuid
from pathlib import Path


class NoSuchReferral(LookupError):
    """No office has sent it, or it was answered."""


def overdue(referral: uuid.UUID) -> None:
    """Let the deadline of an unanswered referral have passed: it becomes the moment it was sent at.

    Raises NoSuchReferral.
    """
    from django.db import transaction

    from custody import envelopes
    from custody.models import Envelope
    from custody.states import WAITING
    from referrals.models import Referral
    from tenants.current import in_office
    from tenants.models import Office

    for office in list(Office.objects.all()):
        with in_office(office), transaction.atomic():
            sent = Envelope.objects.filter(pk=referral, sender=office, state__in=sorted(WAITING)).first()
            if sent is None:
                continue
            row = envelopes.locked(sent.pk)
            Envelope.objects.filter(pk=row.pk).update(answer_by=row.sent_at, revision=row.revision + 1)
            Referral.objects.filter(pk=row.pk).update(answer_by=row.sent_at)
            return
    raise NoSuchReferral(f"{referral} menunggu jawaban di tak satu pun kantor")


def hurry(words: list[str]) -> None:
    """Do what the words ask for, where Django is set up. Raises NoSuchReferral, PermissionError, ValueError."""
    from django.conf import settings

    if not getattr(settings, "DEMO", False):
        raise PermissionError("Hanya untuk demo: DJANGO_SETTINGS_MODULE harus config.settings.demo.")
    match words:
        case ["overdue", referral]:
            overdue(uuid.UUID(referral))
        case ["publish"]:
            from reporting.tasks import publish

            publish()
        case _:
            raise ValueError("Ketik: overdue RUJUKAN, atau publish")


def main() -> int:
    """Run in a process of its own, as the web does; return the exit code."""
    import django

    from config.console import BASE_DIR, DEMO_SETTINGS, demo_environment

    folder = Path(os.environ.get("RANGKUL_STATE") or BASE_DIR / ".demo").resolve()
    if os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEMO_SETTINGS) == DEMO_SETTINGS:
        for name, value in demo_environment(folder).items():
            os.environ.setdefault(name, value)
    django.setup()
    try:
        hurry(sys.argv[1:])
    except (NoSuchReferral, PermissionError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
