"""Backup, destroy, restore: every document and every event is back, and every event arrives once."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nats
import pymongo
import pytest
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument

from deploy.backup.local import data_plane
from deploy.backup.settings import Settings
from deploy.secret_files import SecretFiles
from deploy.topology import STREAMS
from services.shared.broker import connection
from tests.e2e.api import Actor, Operator, close, delegate, send_offer
from tests.e2e.embedded import free_port, local, operator_of
from tests.e2e.test_import import rows, upload
from tests.e2e.test_journey import rate_card
from tests.e2e.waiting import eventually
from tests.guards.source import ROOT

RAW = CodecOptions(document_class=RawBSONDocument)
NOTHING = dict.fromkeys(
    (
        "campaigns-creators",
        "metrics-accounts",
        "metrics-profiles",
        "notifications-campaigns",
        "notifications-metrics",
        "notifications-roster",
        "roster-activity",
        "roster-open-offers",
        "roster-stats",
    ),
    0,
)
"""Messages that consumers have still to get, where all have got everything."""


@dataclass
class Site:
    """A home for one Callboard."""

    home: Path
    port: int

    def local(self, *arguments: str) -> str:
        """Runs a command of the embedded default, which must succeed."""
        done = local(self.home, self.port, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a module of the project for this home."""
        environment = {**os.environ, "CALLBOARD_HOME": str(self.home)}
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180, check=False
        )

    def worker(self, action: str, service: str) -> None:
        """Starts or stops one worker, as the runbook says."""
        socket = f"unix://{self.home}/run/supervisor.sock"
        done = self.run("supervisor.supervisorctl", "-s", socket, action, f"services:{service}-worker")
        assert done.returncode == 0, done.stdout + done.stderr

    def operator(self) -> Operator:
        """The operator as credentials.json names it."""
        return operator_of(self.home)

    def state(self) -> State:
        """All that its servers hold, read without the code under test; starts them where they do not run."""
        before = os.environ.get("CALLBOARD_HOME")
        os.environ["CALLBOARD_HOME"] = str(self.home)
        try:
            with data_plane(stopped=False) as settings:
                return State.read(settings)
        finally:
            os.environ.pop("CALLBOARD_HOME")
            if before is not None:
                os.environ["CALLBOARD_HOME"] = before


@dataclass
class State:
    """Documents as bytes by collection, indexes, messages by stream, and what consumers acknowledged."""

    documents: dict[str, list[bytes]]
    indexes: dict[str, list[dict[str, Any]]]
    messages: dict[str, list[dict[str, Any]]]
    acknowledged: dict[str, Any]

    @classmethod
    def read(cls, settings: Settings) -> State:
        """From running servers."""
        documents, indexes = {}, {}
        for uri in settings.mongo_uris.values():
            with pymongo.MongoClient[dict[str, Any]](uri) as client:
                database = client.get_default_database()
                for name in database.list_collection_names():
                    collection: Any = database.get_collection(name, codec_options=RAW)
                    found = collection.find(sort=[("_id", 1)])
                    documents[f"{database.name}.{name}"] = [each.raw for each in found]
                    plain = database[name].list_indexes()
                    indexes[f"{database.name}.{name}"] = sorted(
                        map(dict, plain), key=lambda each: each["name"]
                    )
        messages, acknowledged = asyncio.run(_streams(settings.nats_url))
        return cls(documents, indexes, messages, acknowledged)

    def event_ids(self) -> list[str]:
        """The ids of the events in all outboxes."""
        decoded = (RawBSONDocument(raw) for found in self.documents.values() for raw in found)
        return [event["id"] for document in decoded for event in document.get("outbox") or ()]


async def _streams(url: str) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]:
    messages: dict[str, list[dict[str, Any]]] = {name: [] for name in STREAMS}
    acknowledged: dict[str, Any] = {}
    async with await nats.connect(**connection(url)) as broker:

        async def ask(subject: str, body: Any) -> Any:
            return json.loads((await broker.request(f"$JS.API.{subject}", json.dumps(body).encode())).data)

        for name in STREAMS:
            state = (await ask(f"STREAM.INFO.{name}", {}))["state"]
            for sequence in range(state["first_seq"], state["last_seq"] + 1):
                messages[name].append((await ask(f"STREAM.MSG.GET.{name}", {"seq": sequence}))["message"])
            listed = await ask(f"CONSUMER.LIST.{name}", {"offset": 0})
            acknowledged |= {
                each["name"]: (each["ack_floor"]["stream_seq"], each["num_pending"])
                for each in listed["consumers"] or ()
            }
    return messages, acknowledged


@dataclass
class Parties:
    """Those whose events wait somewhere, and a creator without any."""

    agency: Actor
    brand: Actor
    creator: Actor
    newcomer: Actor


@pytest.fixture
def sites() -> Iterator[tuple[Site, Site]]:
    """Two homes on one port; of which one is destroyed."""
    with tempfile.TemporaryDirectory(prefix="callboard-backup-") as scratch:
        port = free_port()
        both = Site(Path(scratch) / "first", port), Site(Path(scratch) / "second", port)
        try:
            yield both
        finally:
            for site in both:
                local(site.home, port, "down")
            close(f"http://127.0.0.1:{port}")


@pytest.mark.long
def test_everything_is_back_and_arrives_once(sites: tuple[Site, Site], tmp_path: Path) -> None:
    first, second = sites
    first.local("up")
    parties = filled(first)
    before = first.state()
    waiting = Counter(before.event_ids())
    assert set(waiting.values()) == {1}
    assert len(waiting) >= 3
    folder = str(tmp_path / "backup")
    created = first.run("deploy.backup", "create", folder)
    assert created.returncode == 0, created.stderr
    assert f"{len(waiting)} unpublished events" in created.stdout
    assert first.state() == before
    first.local("clean")
    assert not first.home.exists()

    restored = second.run("deploy.backup", "restore", folder)
    assert restored.returncode == 0, restored.stderr
    after = second.state()
    for part in ("documents", "indexes", "messages"):
        assert getattr(after, part) == getattr(before, part), part
    # Not the floor, which a new consumer begins without, but what is still to come.
    assert pending(after) == pending(before)
    refused = second.run("deploy.backup", "restore", folder)
    assert refused.returncode == 1
    assert "not empty" in refused.stderr

    second.local("up")
    assert_arrived(second, parties)
    assert_published_once(second, before, waiting)


def filled(site: Site) -> Parties:
    """The main flow; then with workers stopped, so that events wait in streams and in outboxes."""
    operator = site.operator()
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    agency.put(f"/v1/creators/{creator.id}/rate-card", rate_card(300_000), etag='"0"')
    send_offer(brand, creator)
    upload(operator, rows(creator.id, 3).encode())
    eventually(lambda: line(agency) == (1, 200))
    asyncio.run(_bury(site))

    site.worker("stop", "roster")
    send_offer(brand, creator)
    upload(operator, rows(creator.id, 5).encode())
    eventually(lambda: pending(site.state()) == {**NOTHING, "roster-open-offers": 1, "roster-stats": 1})
    site.worker("stop", "campaigns")
    send_offer(brand, creator)
    agency.put(f"/v1/creators/{creator.id}/rate-card", rate_card(400_000), etag='"1"')
    return Parties(agency, brand, creator, operator.creator())


def line(agency: Actor) -> tuple[int, float | None]:
    """Open offers and average views, as the roster has heard of them."""
    (item,) = agency.get("/v1/roster")["items"]
    return item["open_offers"], item["creator"]["stats"]["average_views"]


async def _bury(site: Site) -> None:
    """A dead letter, as a consumer would have put it aside."""
    url = SecretFiles(site.home / "secrets").nats_url("roster").read_text()
    async with await nats.connect(**connection(url)) as broker:
        headers = {"Nats-Msg-Id": "dead-1", "Callboard-Dead-Subject": "roster.v1.X.cr_1"}
        await broker.jetstream().publish("dead.roster-activity", b"\xff", headers=headers)


def pending(state: State) -> dict[str, int]:
    """How many messages each consumer has still to get."""
    return {name: to_come for name, (_, to_come) in state.acknowledged.items()}


def assert_arrived(site: Site, parties: Parties) -> None:
    """Every event has reached its consumer, and none of them twice."""
    agency, creator, newcomer = (
        Actor(each.base_url, each.id, each.client_id, each.client_secret)
        for each in (parties.agency, parties.creator, parties.newcomer)
    )
    eventually(lambda: line(agency) == (3, 300))
    wanted = ["delegation_requested", "delegation_accepted", "rate_card_changed", "rate_card_changed"]
    eventually(lambda: logged(creator) == wanted)
    newcomer_id = newcomer.id.encode()
    eventually(lambda: any(newcomer_id in raw for raw in site.state().documents["metrics.accounts"]))
    eventually(lambda: not site.state().event_ids())
    audited = site.run("services.cli", "audit", "verify")
    assert audited.returncode == 0, audited.stdout + audited.stderr
    letters = json.loads(site.run("services.cli", "dead-letters", "list", "--json").stdout)["items"]
    assert [each["subject"] for each in letters] == ["roster.v1.X.cr_1"]
    assert logged(creator) == wanted


def logged(creator: Actor) -> list[str]:
    """What her activity log has recorded of events, oldest first."""
    entries = creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"]
    return [each["action"] for each in reversed(entries) if each["decision"] == "recorded"]


def assert_published_once(site: Site, before: State, waiting: Counter[str]) -> None:
    """The messages of before stand where they stood; each event that waited follows them once."""
    now = site.state().messages
    for name, messages in before.messages.items():
        assert now[name][: len(messages)] == messages
    later = [each for name, found in before.messages.items() for each in now[name][len(found) :]]
    published = Counter(event_id for each in later for event_id in waiting if event_id in _headers(each))
    assert published == waiting


def _headers(message: dict[str, Any]) -> str:
    return base64.b64decode(message.get("hdrs", "")).decode()
