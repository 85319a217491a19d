"""The whole start and stop, with small programs in place of the services.

What the services themselves do under `up` is shown by tests/e2e.
"""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.errors import DeployError
from deploy.local import lifecycle, ports
from deploy.local.home import Home
from deploy.local.lifecycle import MakePlan
from deploy.local.obtain import dotted
from deploy.local.servers import Binaries
from deploy.local.supervisor import Supervisor
from deploy.mongod_versions import holes_in
from deploy.secret_files import SecretFiles
from tests.integration.deploy.small import plan_of, starts
from tests.local import pids


def test_up_starts_everything_and_says_where(started: Home) -> None:
    url = f"http://127.0.0.1:{ports.saved(started)['gateway']}"
    said = (started.root.parent / "said").read_text().splitlines()
    assert sorted(pids(started)) == ["gateway", "mongod", "nats", "service", "supervisord"]
    assert f"Callboard is ready at {url}" in said
    assert str(started.credentials) in said[-1]
    content = json.loads(started.credentials.read_text())
    assert content["base_url"] == url
    assert starts(started) == [content["operator"]["client_secret"]]
    operator = content["operator"]
    assert said[-2].endswith(f"signs in as {operator['email']} with the password {operator['password']}")


def test_up_says_first_that_its_mongod_is_not_safe(started: Home, binaries: Binaries) -> None:
    first, *_ = (started.root.parent / "said").read_text().splitlines()
    safe = not holes_in(binaries.mongod.version)
    assert first.startswith(
        "Starting mongod" if safe else f"Warning: mongod {dotted(binaries.mongod.version)}"
    )


def test_a_second_up_changes_nothing(started: Home, plan: MakePlan, said: list[str]) -> None:
    port = ports.saved(started)["gateway"]
    before = pids(started)

    for asked in (port, None):
        lifecycle.up(started, asked, said.append, plan)
        assert said[-1] == f"Callboard already runs at http://127.0.0.1:{port}"

    assert pids(started) == before


def test_a_second_up_with_another_port_is_refused(started: Home, plan: MakePlan) -> None:
    port = ports.saved(started)["gateway"]

    with pytest.raises(DeployError, match=f"already runs at http://127.0.0.1:{port}: stop it with `make"):
        lifecycle.up(started, port + 1, make_plan=plan)


def test_a_port_in_use_is_refused(home: Home, port: int, plan: MakePlan) -> None:
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(DeployError, match=f"Port {port} is already used by another program"),
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


def test_two_homes_do_not_meet(fresh: Home, tmp_path: Path, plan: MakePlan) -> None:
    other = Home(tmp_path / "other")
    public = ports.assign({})["nats"]
    try:
        lifecycle.up(other, public, lambda _: None, plan)

        assert not set(ports.saved(fresh).values()) & set(ports.saved(other).values())
        assert len(starts(fresh)) == len(starts(other)) == 1
        lifecycle.down(other, lambda _: None)
        assert "gateway" in pids(fresh)
    finally:
        lifecycle.clean(other, lambda _: None)


def test_a_long_home_works(tmp_path: Path, port: int, plan: MakePlan) -> None:
    home = Home(tmp_path / ("long " * 30))
    try:
        lifecycle.up(home, port, lambda _: None, plan)
        assert Supervisor(home).processes()
    finally:
        lifecycle.clean(home, lambda _: None)


def test_a_failing_preparation_is_shown_and_nothing_is_left(home: Home, tmp_path: Path, port: int) -> None:
    plan = plan_of(tmp_path, prepare="import sys; sys.exit('the index cannot be made')")

    with pytest.raises(DeployError) as caught:
        lifecycle.up(home, port, lambda _: None, plan)

    assert str(caught.value).startswith("prepare failed with exit code 1.\n")
    assert str(caught.value).endswith("    the index cannot be made")
    assert not home.in_use()
