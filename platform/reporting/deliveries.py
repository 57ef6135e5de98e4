"""What the outbox carries out for the count."""

from outbox.delivery import handler
from outbox.models import Message
from reporting import carrying


@handler(carrying.TOPIC)
def fact_kept(message: Message) -> None:
    """A fact changed: bring it as it is now."""
    carrying.carry(message.matter)
