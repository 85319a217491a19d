"""Which ports are chosen, kept and refused."""

import pytest

from deploy.errors import DeployError
from deploy.local import ports
from deploy.local.home import Home


def test_no_port_was_asked_for() -> None:
    assert ports.public_port({}) is None
    assert ports.public_port({"PORT": ""}) is None


def test_the_port_that_was_asked_for() -> None:
    assert ports.public_port({"PORT": "9000"}) == 9000


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "80 80", "٣", "1e3"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(DeployError, match="not a port: give a number from 1 to 65535"):
        ports.public_port({"PORT": text})


def test_every_internal_port_is_chosen_once() -> None:
    chosen = ports.assign({}, free=lambda _: True)

    assert sorted(chosen) == sorted(ports.INTERNAL)
    assert len(set(chosen.values())) == len(ports.INTERNAL)


def test_free_ports_are_kept_and_taken_ones_replaced() -> None:
    known = ports.assign({}, free=lambda _: True)

    chosen = ports.assign(known, free=lambda port: port != known["mongod"])

    assert chosen["mongod"] != known["mongod"]
    assert {name: port for name, port in chosen.items() if name != "mongod"} == {
        name: port for name, port in known.items() if name != "mongod"
    }


def test_the_public_port_is_never_picked_for_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    few = range(20_000, 20_000 + len(ports.INTERNAL) + 1)
    monkeypatch.setattr(ports, "INTERNAL_RANGE", few)

    chosen = ports.assign({"gateway": 20_002}, free=lambda _: True)

    assert sorted(chosen.values()) == list(few)


def test_no_free_port_is_a_sentence() -> None:
    with pytest.raises(DeployError, match="No port between 20000 and 31999 is free"):
        ports.assign({}, free=lambda _: False)


def test_settled_ports_are_remembered(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "require_free", lambda _: None)

    first = ports.settle(home, 8080)

    assert ports.saved(home) == first
    assert ports.settle(home, 9090) == {**first, "gateway": 9090}


@pytest.mark.parametrize("text", ["{", "[]", '{"gateway": "http"}'])
def test_a_damaged_file_is_named(home: Home, text: str) -> None:
    home.ports.write_text(text)

    with pytest.raises(DeployError, match=r"ports\.json is not a JSON object of ports: repair or delete it"):
        ports.saved(home)
