"""The broker in files: a message is there whole or not at all, and so is the table of who listens."""

from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection, Exchange, Queue

from config.whole_files import Transport

WORDS = {"body": "x" * 10_000}


@pytest.fixture
def broker(tmp_path: Path) -> Connection:
    (tmp_path / "queue").mkdir()
    folders = {"data_folder_in": "queue", "data_folder_out": "queue", "control_folder": "control"}
    options = {name: str(tmp_path / folder) for name, folder in folders.items()}
    return Connection("filesystem://", transport=Transport, transport_options=options)


def test_a_message_that_is_being_written_is_read_by_nobody(broker: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = broker.channel()
    write, looked = Path.write_text, []

    def in_two_goes(path: Path, words: str, **given: Any) -> None:
        write(path, words[:100], **given)
        with pytest.raises(Empty):
            channel._get("celery")
        looked.append(path)
        write(path, words, **given)

    monkeypatch.setattr(Path, "write_text", in_two_goes)
    channel._put("celery", WORDS)
    assert looked
    assert channel._size("celery") == 1
    assert channel._get("celery") == WORDS
    with pytest.raises(Empty):
        channel._get("celery")


def test_messages_come_to_their_queue_alone(broker: Connection) -> None:
    channel = broker.channel()
    for number in range(3):
        channel._put("celery", {"number": number})
    channel._put("provisioner", {"number": 9})
    assert sorted(channel._get("celery")["number"] for _ in range(3)) == [0, 1, 2]
    assert channel._get("provisioner") == {"number": 9}


def test_who_listens_is_never_read_from_an_empty_table(broker: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = broker.channel()
    seen: list[str] = []
    link = Path.write_text

    def written(path: Path, words: str, **given: Any) -> None:
        link(path, words, **given)
        seen.extend(one.read_text() for one in channel.control_folder.glob("*.exchange"))

    monkeypatch.setattr(Path, "write_text", written)
    for name in ("a", "b"):
        Queue(name, Exchange("told", type="fanout"))(channel).declare()
    assert [one.queue for one in channel.get_table("told")] == ["b", "a"]
    assert "" not in seen
    assert list(channel.control_folder.glob("*.part")) == []
    channel.basic_publish(channel.prepare_message("{}"), exchange="told", routing_key="")
    assert channel._size("a") == channel._size("b") == 1
