"""The outbox belongs to the transaction of the work it tells of."""

import uuid

import pytest
from django.db import connection, transaction
from django.utils import timezone

from outbox.models import Message
from outbox.operations import post
from tenants.current import in_office


def test_a_message_outside_a_transaction_is_refused(committed_db, salatiga):
    with in_office(salatiga):
        assert not connection.in_atomic_block
        with pytest.raises(RuntimeError, match="transaction"):
            post(topic="case.opened", matter=uuid.uuid4(), payload={}, at=timezone.now())


def test_a_message_goes_with_the_work_that_is_rolled_back(committed_db, salatiga):
    with in_office(salatiga):
        with transaction.atomic():
            post(topic="case.opened", matter=uuid.uuid4(), payload={}, at=timezone.now())
            transaction.set_rollback(True)
        assert not Message.objects.exists()
