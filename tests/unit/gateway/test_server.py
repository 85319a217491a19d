"""How the gateway starts, and refuses to start."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.gateway import __main__ as starting
from services.gateway.config import Settings
from services.gateway.server import Server
from services.shared.access import UndeclaredRule
from services.shared.config import load
from services.shared.listening import address_of

PREFIX = "CALLBOARD_GATEWAY_"


@pytest.fixture
def environment(keys: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A complete environment, also set in this process."""
    given = {
        "ROSTER_TARGET": "127.0.0.1:1",
        "CAMPAIGNS_TARGET": "127.0.0.1:2",
        "METRICS_TARGET": "127.0.0.1:3",
        "NOTIFICATIONS_TARGET": "127.0.0.1:4",
        "SIGNING_KEY_FILE": str(keys / "gateway.pem"),
        "TRUSTED_KEYS_DIR": str(keys),
    }
    prefixed = {f"{PREFIX}{name}": value for name, value in given.items()}
    for name, value in prefixed.items():
        monkeypatch.setenv(name, value)
    return prefixed


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


def test_granian_gets_the_settings(environment: dict[str, str]) -> None:
    given = {"LISTEN": "127.0.0.1:9", "WORKERS": "3", "HEADER_SECONDS": "2.5", "CONNECTIONS": "7"}
    server = Server(load(Settings, environment | {f"{PREFIX}{name}": value for name, value in given.items()}))
    assert (server.bind_addr, server.bind_port, server.workers) == ("127.0.0.1", 9, 3)
    assert server.http1_settings is not None
    assert (server.http1_settings.header_read_timeout, server.backpressure) == (2500, 7)


@pytest.mark.parametrize(
    "more",
    [{"CLIENT_LIMIT": "many"}, {"TRUSTED_PROXIES": "10.0.0.0/8,everybody"}, {"RATE_LIMIT": "perhaps"}],
)
def test_limits_that_cannot_be_used_are_refused(environment: dict[str, str], more: dict[str, str]) -> None:
    given = {**environment, **{f"{PREFIX}{name}": value for name, value in more.items()}}
    with pytest.raises(SystemExit, match="|".join(more)):
        load(Settings, given)


@pytest.mark.parametrize("listen", ["8080", "127.0.0.1:http", ""])
def test_where_nobody_can_listen_it_says_so(listen: str) -> None:
    with pytest.raises(SystemExit, match="where this process cannot listen"):
        address_of(listen)
