"""The whole start and stop, with small programs in place of the services.

What the services themselves do under `up` is shown by tests/e2e.
"""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.local import lifecycle, ports, report
from deploy.local.errors import LocalError
from deploy.local.home import Home, read_json
from deploy.local.lifecycle import MakePlan
from deploy.local.obtain import dotted
from deploy.local.programs import Plan, Ports, Program, operator_secret_file
from deploy.local.servers import Binaries
from deploy.local.supervisor import Supervisor
from deploy.local.wait import until
from deploy.mongod_versions import holes_in
from deploy.secret_files import SecretFiles

GATEWAY = """
import http.server, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def do_GET(self):
        self.send_response(int(sys.argv[2])); self.send_header("Content-Length", "0"); self.end_headers()
print("the gateway listens", flush=True)
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""
SLEEP = ("/bin/sleep", "600")
MARK = """
import sys, pymongo
database = pymongo.MongoClient(open(sys.argv[1]).read()).get_default_database()
database.starts.insert_one({"secret": open(sys.argv[2]).read()})
"""


def roster(home: Home) -> Path:
    """The file with the address of the roster's database, as its user."""
    return SecretFiles(home.secrets).mongo_uri("roster")


def plan_of(
    directory: Path, *, answer: int = 200, prepare: str = MARK, service: tuple[str, ...] = SLEEP
) -> MakePlan:
    """A Callboard of two small processes and one preparation."""
    (directory / "gateway.py").write_text(GATEWAY)
    (directory / "prepare.py").write_text(prepare)

    def plan(home: Home, chosen: Ports) -> Plan:
        uri, secret = str(roster(home)), str(operator_secret_file(home))
        gateway = (sys.executable, str(directory / "gateway.py"), str(chosen["gateway"]), str(answer))
        return Plan(
            ((Program("prepare", (sys.executable, str(directory / "prepare.py"), uri, secret)),),),
            (Program("service", service),),
            (Program("gateway", gateway),),
        )

    return plan


def a_free_port() -> int:
    """A public port that is free now."""
    return ports.assign({})["mongod"]


@pytest.fixture
def port() -> int:
    """The public port of one test."""
    return a_free_port()


@pytest.fixture
def plan(tmp_path: Path) -> MakePlan:
    """Programs that work."""
    return plan_of(tmp_path)


@pytest.fixture
def said() -> list[str]:
    """What the user was told."""
    return []


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home in which everything runs, for the tests that leave it so."""
    directory = tmp_path_factory.mktemp("started")
    home = Home(directory / "home")
    said: list[str] = []
    lifecycle.up(home, a_free_port(), said.append, plan_of(directory))
    (directory / "said").write_text("\n".join(said))
    yield home
    lifecycle.clean(home, lambda _: None)


@pytest.fixture
def fresh(home: Home, port: int, plan: MakePlan) -> Home:
    """A home in which everything runs, for one test to do with as it likes."""
    lifecycle.up(home, port, lambda _: None, plan)
    return home


def starts(home: Home) -> list[str]:
    """The operator's secret as each start so far handed it over."""
    with MongoClient[dict[str, str]](roster(home).read_text()) as client:
        return [row["secret"] for row in client.get_default_database().starts.find()]


def test_up_starts_everything_and_says_where(started: Home) -> None:
    url = f"http://127.0.0.1:{ports.saved(started)['gateway']}"
    said = (started.root.parent / "said").read_text().splitlines()
    assert sorted(Supervisor(started).pids()) == ["gateway", "mongod", "nats", "service", "supervisord"]
    assert f"Callboard is ready at {url}" in said
    assert str(started.credentials) in said[-1]
    content = read_json(started.credentials)
    assert content["base_url"] == url
    assert starts(started) == [content["operator"]["client_secret"]]  # type: ignore[index]
    assert not operator_secret_file(started).exists()


def test_up_says_first_that_its_mongod_is_not_safe(started: Home, binaries: Binaries) -> None:
    first, *_ = (started.root.parent / "said").read_text().splitlines()
    safe = not holes_in(binaries.mongod.version)
    assert first.startswith(
        "Starting mongod" if safe else f"Warning: mongod {dotted(binaries.mongod.version)}"
    )


def test_a_second_up_changes_nothing(started: Home, plan: MakePlan, said: list[str]) -> None:
    port = ports.saved(started)["gateway"]
    before = Supervisor(started).pids()

    for asked in (port, None):
        lifecycle.up(started, asked, said.append, plan)
        assert said[-1] == f"Callboard already runs at http://127.0.0.1:{port}"

    assert Supervisor(started).pids() == before


def test_a_second_up_with_another_port_is_refused(started: Home, plan: MakePlan) -> None:
    port = ports.saved(started)["gateway"]

    with pytest.raises(LocalError, match=f"already runs at http://127.0.0.1:{port}: stop it with `make"):
        lifecycle.up(started, port + 1, make_plan=plan)


def test_a_port_in_use_is_refused(home: Home, port: int, plan: MakePlan) -> None:
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(LocalError, match=f"Port {port} is already used by another program"),
    ):
        lifecycle.up(home, port, make_plan=plan)

    assert not home.in_use()


def test_down_keeps_the_data_and_the_next_up_finds_it(
    fresh: Home, port: int, plan: MakePlan, said: list[str]
) -> None:
    lifecycle.down(fresh, said.append)
    assert said[-1] == "Callboard is stopped; its data is kept"
    assert not fresh.in_use()

    lifecycle.up(fresh, port, said.append, plan)

    first, second = starts(fresh)
    assert first == second
    assert '"exitCode":0' in fresh.log("mongod").read_text()


def test_down_twice_says_so(fresh: Home, said: list[str]) -> None:
    lifecycle.down(fresh, said.append)
    lifecycle.down(fresh, said.append)

    assert said[-1] == "Callboard does not run"


def test_clean_removes_everything(fresh: Home, said: list[str]) -> None:
    lifecycle.clean(fresh, said.append)

    assert not fresh.root.exists()


def test_secrets_that_were_deleted_are_made_anew(fresh: Home, port: int, plan: MakePlan) -> None:
    """As the runbook says how to rotate them."""
    files = SecretFiles(fresh.secrets)
    old = files.mongo_uri("roster").read_text()
    lifecycle.down(fresh, lambda _: None)
    for name in ("mongodb/roster", "mongodb/keyfile", "nats/roster"):
        (fresh.secrets / name).unlink()

    lifecycle.up(fresh, port, lambda _: None, plan)

    with MongoClient[dict[str, Any]](files.mongo_uri("roster").read_text()) as client:
        assert client["roster"]["starts"].count_documents({}) == 2
    with (
        MongoClient[dict[str, Any]](old) as client,
        pytest.raises(OperationFailure, match="Authentication failed"),
    ):
        client["roster"]["starts"].find_one()


@pytest.mark.parametrize("name", ["gateway", "service", "nats", "mongod"])
def test_a_killed_process_comes_back(started: Home, name: str) -> None:
    before = Supervisor(started).pids()[name]

    os.kill(before, signal.SIGKILL)

    assert until(lambda: Supervisor(started).pids().get(name, before) != before, 20)


def test_a_killed_supervisord_is_recovered_by_up(fresh: Home, port: int, plan: MakePlan) -> None:
    before = Supervisor(fresh).pids()
    os.kill(before["supervisord"], signal.SIGKILL)

    lifecycle.up(fresh, port, lambda _: None, plan)

    after = Supervisor(fresh).pids()
    assert sorted(after) == sorted(before)
    assert not set(after.values()) & set(before.values())
    assert len(starts(fresh)) == 2


def test_a_killed_supervisord_is_cleared_by_down(fresh: Home, said: list[str]) -> None:
    os.kill(Supervisor(fresh).pids()["supervisord"], signal.SIGKILL)

    lifecycle.down(fresh, said.append)

    assert not fresh.in_use()


def test_two_homes_do_not_meet(fresh: Home, tmp_path: Path, plan: MakePlan) -> None:
    other = Home(tmp_path / "other")
    public = ports.assign({})["nats"]
    try:
        lifecycle.up(other, public, lambda _: None, plan)

        assert not set(ports.saved(fresh).values()) & set(ports.saved(other).values())
        assert len(starts(fresh)) == len(starts(other)) == 1
        lifecycle.down(other, lambda _: None)
        assert "gateway" in Supervisor(fresh).pids()
    finally:
        lifecycle.clean(other, lambda _: None)


def test_a_long_home_works(tmp_path: Path, port: int, plan: MakePlan) -> None:
    home = Home(tmp_path / ("long " * 30))
    try:
        lifecycle.up(home, port, lambda _: None, plan)
        assert Supervisor(home).answers()
    finally:
        lifecycle.clean(home, lambda _: None)


def test_a_failing_preparation_is_shown_and_nothing_is_left(home: Home, tmp_path: Path, port: int) -> None:
    plan = plan_of(tmp_path, prepare="import sys; sys.exit('the index cannot be made')")

    with pytest.raises(LocalError) as caught:
        lifecycle.up(home, port, lambda _: None, plan)

    assert str(caught.value).startswith("prepare failed with exit code 1.\n")
    assert str(caught.value).endswith("    the index cannot be made")
    assert not home.in_use()


def test_a_service_that_keeps_ending_is_named(home: Home, tmp_path: Path, port: int) -> None:
    plan = plan_of(tmp_path, answer=503, service=("/bin/sh", "-c", "sleep 0.3; ls /nonexistent"))

    with pytest.raises(LocalError) as caught:
        lifecycle.up(home, port, lambda _: None, plan)

    assert "did not start: service" in str(caught.value)
    assert "/nonexistent" in str(caught.value)
    assert not home.in_use()


def test_a_gateway_that_is_never_ready_is_told(
    home: Home, tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "READY_SECONDS", 4)

    with pytest.raises(LocalError) as caught:
        lifecycle.up(home, port, lambda _: None, plan_of(tmp_path, answer=503))

    assert f"http://127.0.0.1:{port}/readyz did not answer 200 in 4 s" in str(caught.value)
    assert "the gateway listens" in str(caught.value)


def test_status_shows_every_process(started: Home, said: list[str]) -> None:
    assert until(lambda: report.status(started, lambda _: None), 10)

    report.status(started, said.append)

    assert {line.split()[0] for line in said[-4:]} == {"mongod", "nats", "service", "gateway"}
