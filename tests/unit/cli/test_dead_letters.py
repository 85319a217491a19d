"""`callboard dead-letters` with a broker in memory."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

from services.cli import dead_letters


class Broker:
    """As much of JetStream as the commands use; `fails` names a method that breaks off once."""

    def __init__(self):
        self.stored, self.published, self.fails = {}, [], ""

    def add(self, sequence, **headers):
        """Stores a dead letter."""
        named = {
            "Nats-Msg-Id": f"ev_{sequence}.metrics.{sequence}",
            "Callboard-Event-Id": f"ev_{sequence}",
            "Callboard-Dead-Subject": "roster.v1.PartyRegistered.cr_1",
            "Callboard-Dead-Consumer": "metrics",
            "Callboard-Dead-Cause": "ValueError: no",
            "Callboard-Dead-Attempts": "5",
            **headers,
        }
        self.stored[sequence] = RawStreamMsg(
            subject="dead.metrics",
            seq=sequence,
            data=b"payload",
            headers={name: value for name, value in named.items() if value},
            time=datetime(2026, 3, 1, tzinfo=UTC),
        )

    async def stream_info(self, _):
        if not self.stored:
            raise NotFoundError
        return SimpleNamespace(state=SimpleNamespace(last_seq=max(self.stored)))

    async def get_msg(self, _, seq, subject=None, next=False):  # noqa: A002
        found = [each for each in sorted(self.stored) if each == seq or (next and each > seq)]
        if not found:
            raise NotFoundError
        return self.stored[found[0]]

    async def publish(self, subject, payload, headers):
        self.published.append((subject, payload, headers))

    async def delete_msg(self, _, sequence):
        if self.fails == "delete_msg":
            self.fails = ""
            raise KeyboardInterrupt
        del self.stored[sequence]


@pytest.fixture
def broker(monkeypatch):
    """An empty broker that the commands connect to."""
    broker = Broker()

    @asynccontextmanager
    async def connected(url, ca_file):
        assert (url, ca_file) == ("nats://test", None)
        yield broker

    monkeypatch.setattr(dead_letters, "connected", connected)
    return broker


@pytest.fixture
def letters(gateway, shell):
    """Runs a command about dead letters."""
    return lambda *arguments: shell(
        gateway.context(CALLBOARD_NATS_URL="nats://test"), "dead-letters", *arguments
    )


def test_none(broker, letters):
    assert "no dead letters" in letters("list").out
    assert letters("list", "--json").document == {"items": []}


def test_they_are_listed_oldest_first(broker, letters):
    for sequence in (3, 8, 9):
        broker.add(sequence)
    outcome = letters("list", "--limit", "2", "--json")
    assert outcome.code == 0
    assert [item["sequence"] for item in outcome.document["items"]] == [3, 8]
    assert outcome.document["items"][0] == {
        "sequence": 3,
        "consumer": "metrics",
        "subject": "roster.v1.PartyRegistered.cr_1",
        "attempts": 5,
        "cause": "ValueError: no",
        "time": "2026-03-01T00:00:00Z",
    }
    assert "ValueError: no" in letters("list").out


def test_one_goes_back_to_its_subject_as_it_was(broker, letters):
    broker.add(3)
    broker.add(4)
    outcome = letters("redrive", "--id", "3", "--id", "3", "--json")
    assert outcome.code == 0
    assert [item["sequence"] for item in outcome.document["redriven"]] == [3]
    [(subject, payload, headers)] = broker.published
    assert (subject, payload) == ("roster.v1.PartyRegistered.cr_1", b"payload")
    assert headers == {"Nats-Msg-Id": "ev_3.metrics.3.redriven", "Callboard-Event-Id": "ev_3"}
    assert list(broker.stored) == [4]


def test_all(broker, letters):
    broker.add(3)
    broker.add(5)
    assert "2 sent again" in letters("redrive", "--all").out
    assert broker.stored == {}
    assert letters("redrive", "--all", "--json").document == {"redriven": [], "failed": []}


def test_killed_between_it_is_sent_twice_under_one_id_and_never_lost(broker, letters):
    broker.add(3)
    broker.fails = "delete_msg"
    assert letters("redrive", "--all").code != 0
    assert list(broker.stored) == [3]
    assert letters("redrive", "--all").code == 0
    assert broker.published[0] == broker.published[1]


def test_one_without_an_address_stays(broker, letters):
    broker.add(3, **{"Callboard-Dead-Subject": ""})
    broker.add(4)
    outcome = letters("redrive", "--all", "--json")
    assert outcome.code == 1
    assert len(outcome.document["redriven"]) == len(outcome.document["failed"]) == 1
    assert list(broker.stored) == [3]


def test_an_unknown_one(broker, letters):
    outcome = letters("redrive", "--id", "7")
    assert (outcome.code, outcome.err) == (1, "Error: There is no dead letter 7.\n")


@pytest.mark.parametrize("arguments", [(), ("--all", "--id", "1")])
def test_it_must_be_said_which(broker, letters, arguments):
    assert letters("redrive", *arguments).code == 2
