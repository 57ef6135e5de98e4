"""The broker of a machine without one: messages as files in a folder, where nobody ever sees half a file.

kombu's own transport writes a message where its reader already looks, and a worker that reads too early stops at what
it takes for rubbish. Here a file is written beside the queue and then renamed into it.
"""

import json
import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem


class Channel(filesystem.Channel):
    """kombu's, with whole files only."""

    def _put(self, queue: str, payload: dict[str, Any], **_given: Any) -> None:  # type: ignore[override]  # kombu's own two differ
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}"
        folder = Path(self.data_folder_out)
        beside = folder / f"{name}.part"  # no queue's name ends so
        try:
            beside.write_text(json.dumps(payload), encoding="utf-8")
            beside.replace(folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"the message for {queue} could not be written") from error

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """Bind as kombu does, in a table that is never empty: kombu makes it first and fills it then."""
        table: Path = self._exchange_file(exchange)  # type: ignore[no-untyped-call]  # kombu has no types here
        if not table.exists():
            table.parent.mkdir(parents=True, exist_ok=True)
            beside = table.with_name(f"{uuid.uuid4()}.part")
            beside.write_text("[]", encoding="utf-8")
            try:
                os.link(beside, table)
            except FileExistsError:  # somebody was first
                pass
            finally:
                beside.unlink()
        super()._queue_bind(exchange, routing_key, pattern, queue)  # type: ignore[no-untyped-call]  # as above


class Transport(filesystem.Transport):
    """What `CELERY_BROKER_TRANSPORT` names."""

    Channel = Channel
