"""Background work on cases."""

from celery import shared_task
from django.utils import timezone

from cases.models import Move
from cases.operations import moving


@shared_task(name="cases.carry_moves")
def carry_moves() -> int:
    """Carry on every move of cases to another SOP version that this office has begun; return how many came to an end.

    Sent where one is begun, and again every few minutes: it goes on where one that was killed stopped.
    """
    running = list(Move.objects.filter(state=Move.State.RUNNING))
    for move in running:
        moving.run(move=move, now=timezone.now)
    return len(running)
