"""How the gateway starts, refuses to start, and answers what is not HTTP."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.http.errors import InvalidRequestLine

from services.gateway import __main__ as starting
from services.gateway.config import METRICS_FOLDER, Settings
from services.gateway.server import Server, Worker
from services.shared import telemetry
from services.shared.access import UndeclaredRule
from services.shared.config import load

PREFIX = "CALLBOARD_GATEWAY_"


@pytest.fixture
def environment(keys: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A complete environment, also set in this process."""
    given = {
        "ROSTER_TARGET": "127.0.0.1:1",
        "CAMPAIGNS_TARGET": "127.0.0.1:2",
        "METRICS_TARGET": "127.0.0.1:3",
        "SIGNING_KEY_FILE": str(keys / "gateway.pem"),
        "TRUSTED_KEYS_DIR": str(keys),
    }
    prefixed = {f"{PREFIX}{name}": value for name, value in given.items()}
    for name, value in prefixed.items():
        monkeypatch.setenv(name, value)
    return prefixed


@pytest.fixture(autouse=True)
def _no_figures_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(METRICS_FOLDER, "")


@pytest.mark.parametrize(
    "more",
    [{"COLOUR": "red"}, {"WORKERS": "0"}, {"THREADS": "many"}],
)
def test_settings_that_cannot_be_used_are_refused(environment: dict[str, str], more: dict[str, str]) -> None:
    given = {**environment, **{f"{PREFIX}{name}": value for name, value in more.items()}}
    with pytest.raises(SystemExit, match="|".join(more)):
        load(Settings, given)


def test_without_a_key_it_does_not_start(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(f"{PREFIX}SIGNING_KEY_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(SystemExit, match="There is no signing key at"):
        starting.main()


@pytest.mark.usefixtures("environment")
def test_an_undeclared_rule_stops_it_with_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def undeclared(_: object) -> None:
        raise UndeclaredRule("things.v1.ThingService.GetThing must say who may call it.")

    monkeypatch.setattr(starting, "routes_of", undeclared)
    with pytest.raises(SystemExit, match=r"^things\.v1\.ThingService\.GetThing must say who may call it\.$"):
        starting.main()


def test_gunicorn_gets_the_settings_and_each_worker_an_application(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telemetry, "configure", lambda *_: None)
    server = Server(
        load(Settings, {**environment, f"{PREFIX}LISTEN": "127.0.0.1:9", f"{PREFIX}WORKERS": "3"})
    )
    config = server.cfg
    assert (config.bind, config.workers, config.threads) == (["127.0.0.1:9"], 3, 8)
    assert not config.preload_app
    folder = os.environ[METRICS_FOLDER]
    assert Path(folder).is_dir()
    config.on_exit(None)
    assert not Path(folder).exists()
    os.environ[METRICS_FOLDER] = ""
    assert server.load() is not server.load()


class _Client:
    """A connection that keeps what is sent."""

    def __init__(self) -> None:
        self.sent = b""

    def gettimeout(self) -> float:
        return 0.0

    def setblocking(self, _: bool) -> None:
        pass

    def sendall(self, data: bytes) -> None:
        self.sent += data


@pytest.mark.parametrize(
    ("error", "status"), [(InvalidRequestLine("GARBAGE"), 400), (ZeroDivisionError("the secret inside"), 500)]
)
def test_what_is_not_http_gets_a_problem_too(error: Exception, status: int) -> None:
    worker: Any = Worker.__new__(Worker)
    worker.log = SimpleNamespace(error=lambda *_, **__: None, debug=lambda *_: None)
    client = _Client()
    worker.handle_error(None, client, ("", 0), error)
    head, _, body = client.sent.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert f"Content-Length: {len(body)}".encode() in head
    problem = json.loads(body)
    assert (problem["status"], f"X-Request-Id: {problem['request_id']}".encode() in head) == (status, True)
    assert "secret" not in body.decode()
