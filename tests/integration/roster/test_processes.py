"""The processes of roster as they are started in production."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.roster.store import MongoStore
from services.shared.access import REVOCATION_SECONDS, SCOPES, Identity
from services.shared.client import Client
from services.shared.clock import SystemClock
from services.shared.errors import Forbidden
from services.shared.ids import uuid7
from tests.integration.shared.fixtures import Broker
from tests.unit.roster.build import chain
from tests.unit.roster.people import KEY
from tests.unit.shared.keys import signer

ROOT = Path(__file__).resolve().parents[3]
ALL = frozenset(SCOPES)


def method(rpc: str) -> Any:
    service, name = rpc.split("/")
    return pb.DESCRIPTOR.services_by_name[service].methods_by_name[name]


def soon(holds: Callable[[], Any]) -> Any:
    """What `holds` returns once that is something."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


class Roster:
    """How the processes are started, and their client."""

    def __init__(self, database: str, nats_url: str, keys: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.target = f"127.0.0.1:{probe.getsockname()[1]}"
        own = {
            "MONGO_URI": database,
            "NATS_URL": nats_url,
            "LISTEN": self.target,
            "SIGNING_KEY_FILE": str(keys / "roster.pem"),
            "TRUSTED_KEYS_DIR": str(keys / "public"),
            "SECOND_FACTOR_KEY": KEY,
        }
        others = {name: value for name, value in os.environ.items() if not name.startswith("CALLBOARD_")}
        self.environment = others | {f"CALLBOARD_ROSTER_{name}": value for name, value in own.items()}
        self.client = Client("roster", self.target, signer(keys, "gateway", SystemClock()))

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "services.roster", *arguments]

    def once(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @contextmanager
    def running(self, form: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The process for the time of the block; it must end cleanly on SIGTERM."""
        with log.open("wb") as out:
            process = subprocess.Popen(self.command(form), cwd=ROOT, env=self.environment, stdout=out)
        try:
            yield process
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        finally:
            process.kill()
            process.wait()

    def call(self, rpc: str, request: Any, identity: Identity | None = None) -> Any:
        return self.client.call(
            method(rpc), request, identity=identity, request_id="rq_journey", idempotency_key=uuid7()
        )


FIRST, SECOND = "1" * 43, "2" * 43


@pytest.fixture
def processes(database: str, broker: Broker, keys: Path, store: MongoStore) -> Roster:
    """On the database that `store` has migrated."""
    return Roster(database, broker.url, keys)


def test_the_operator_is_created_and_given_a_new_secret(
    processes: Roster, store: MongoStore, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    for value in (FIRST, FIRST, SECOND):
        secret.write_text(f"{value}\n")
        done = processes.once("operator", "--client-id", "op_client", "--secret-file", str(secret))
        assert done.returncode == 0, done.stderr
    with processes.running("rpc", tmp_path / "rpc.log"):
        soon(processes.client.healthy)
        known = processes.call("AccessService/Authenticate", request(SECOND))
        assert known.name == "Operator"
        with pytest.raises(Forbidden):
            processes.call("AccessService/Authenticate", request(FIRST))
    assert store.parties.collection.count_documents({}) == 1


def test_a_secret_that_can_be_guessed_is_refused(processes: Roster, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("short")
    done = processes.once("operator", "--client-id", "op_client", "--secret-file", str(secret))
    assert done.returncode != 0
    assert "256 random bits" in done.stderr
    assert "Traceback" not in done.stderr


def request(secret: str) -> pb.AuthenticateRequest:
    return pb.AuthenticateRequest(client_id="op_client", client_secret=secret)


def test_from_a_command_to_the_log_through_both_processes(
    processes: Roster, store: MongoStore, tmp_path: Path
) -> None:
    operator = Identity("gateway", "op_1", "operator", token_scopes=ALL)
    migrated = processes.once("migrate")
    assert migrated.returncode == 0, migrated.stderr
    with processes.running("rpc", tmp_path / "rpc.log"), processes.running("worker", tmp_path / "worker.log"):
        soon(processes.client.healthy)
        created = processes.call(
            "PartyService/CreateCreator",
            pb.CreateCreatorRequest(handle="zoe", display_name="Zoe", country="US"),
            operator,
        )
        agency = processes.call(
            "PartyService/CreateAgency", pb.CreateAgencyRequest(name="Acme", country="US"), operator
        ).agency
        asking = Identity("gateway", agency.id, "agency", "cl_1", ALL)
        her = Identity("gateway", created.creator.id, "creator", "cl_2", ALL)
        asked = pb.CreateDelegationRequest(
            creator_id=her.party_id,
            scopes=[access_pb2.DELEGABLE_SCOPE_MARKETPLACE_PROFILE_READ],
            purpose="Deals",
        )
        made = processes.call("DelegationService/CreateDelegation", asked, asking)
        processes.call(
            "DelegationService/AcceptDelegation", pb.AcceptDelegationRequest(delegation_id=made.id), her
        )
        began = time.monotonic()
        revoke = pb.RevokeDelegationRequest(delegation_id=made.id, reason="bye")
        processes.call("DelegationService/RevokeDelegation", revoke, her)
        assert time.monotonic() - began >= REVOCATION_SECONDS
        entries = soon(lambda: len(found := chain(store, her.party_id)) == 3 and found)
        assert [each.action for each in entries] == [
            "delegation_requested",
            "delegation_accepted",
            "delegation_revoked",
        ]
        soon(lambda: all(not each.waiting(1) for each in store.repositories))
    lines = [orjson.loads(line) for line in (tmp_path / "rpc.log").read_bytes().splitlines()]
    assert {line["process"] for line in lines} == {"roster-rpc"}
    served = [line for line in lines if line["event"] == "rpc"]
    assert {line["request_id"] for line in served} == {"rq_journey"}


def test_on_sigterm_a_server_drains_before_it_ends(processes: Roster, tmp_path: Path) -> None:
    processes.environment["CALLBOARD_ROSTER_DRAIN_SECONDS"] = "2"
    with processes.running("rpc", tmp_path / "rpc.log") as process:
        soon(processes.client.healthy)
        process.send_signal(signal.SIGTERM)
        soon(lambda: not processes.client.healthy())
        made = processes.call(
            "PartyService/CreateAgency",
            pb.CreateAgencyRequest(name="Late", country="US"),
            Identity("gateway", "op_1", "operator", token_scopes=ALL),
        )
        assert made.agency.name == "Late"
        assert process.wait(15) == 0
    events = [orjson.loads(line)["event"] for line in (tmp_path / "rpc.log").read_bytes().splitlines()]
    assert events == ["serving", "draining", "rpc", "stopped"]


def test_a_worker_that_waits_for_the_broker_ends_when_told_to(processes: Roster, tmp_path: Path) -> None:
    processes.environment["CALLBOARD_ROSTER_NATS_URL"] = "nats://127.0.0.1:1"
    with processes.running("worker", tmp_path / "worker.log"):
        soon(lambda: b"broker_" in (tmp_path / "worker.log").read_bytes())


def test_settings_that_cannot_be_used_end_the_process(processes: Roster) -> None:
    refused = processes.once("rpc", CALLBOARD_ROSTER_MONGO_URL="x")
    assert refused.returncode != 0
    assert "CALLBOARD_ROSTER_MONGO_URL" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_health_says_when_the_database_is_out_of_reach(processes: Roster, tmp_path: Path) -> None:
    processes.environment["CALLBOARD_ROSTER_MONGO_URI"] = "mongodb://127.0.0.1:1/roster?directConnection=true"
    with processes.running("rpc", tmp_path / "rpc.log"):
        soon(lambda: b'"serving"' in (tmp_path / "rpc.log").read_bytes())
        for _ in range(3):
            assert not processes.client.healthy()
            time.sleep(0.5)
