"""Background work on cases."""

from celery import shared_task
from django.utils import timezone

from cases.models import UNDER_WAY, Move
from cases.operations import moving, moving_back


@shared_task(name="cases.carry_moves")
def carry_moves() -> int:
    """Carry on every move of cases to another SOP version that this office has begun, there or back; return how many
    came to an end.

    Sent where one is begun, and again every few minutes: it goes on where one that was killed stopped.
    """
    under_way = list(Move.objects.filter(state__in=UNDER_WAY))
    for move in under_way:
        moving.run(move=move, now=timezone.now)
        moving_back.run_back(move=move, now=timezone.now)
    return len(under_way)
