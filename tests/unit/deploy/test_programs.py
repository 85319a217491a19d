"""What runs with which settings, as data."""

import json
import sys
from pathlib import Path

import pytest

from deploy.local import report
from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.obtain import Binary
from deploy.local.programs import SERVICES, callboard, settings
from deploy.local.servers import mongod_program, nats_program
from deploy.private_files import write_private

PORTS = {"gateway": 8080, "mongod": 1, "nats": 2, "roster": 3, "campaigns": 4, "metrics": 5}


def test_a_service_gets_its_own_database_and_address(home: Home) -> None:
    assert settings("campaigns", home, PORTS) == {
        "CALLBOARD_CAMPAIGNS_SIGNING_KEY_FILE": str(home.secrets / "campaigns" / "signing.pem"),
        "CALLBOARD_CAMPAIGNS_TRUSTED_KEYS_DIR": str(home.secrets / "trusted"),
        "CALLBOARD_CAMPAIGNS_LISTEN": "127.0.0.1:4",
        "CALLBOARD_CAMPAIGNS_MONGO_URI_FILE": str(home.secrets / "campaigns" / "mongo_uri"),
        "CALLBOARD_CAMPAIGNS_NATS_URL_FILE": str(home.secrets / "campaigns" / "nats_url"),
        "CALLBOARD_CAMPAIGNS_ROSTER_TARGET": "127.0.0.1:3",
    }


COMPRESSION = "--networkMessageCompressors disabled"


def test_the_roster_does_not_call_itself(home: Home) -> None:
    assert "CALLBOARD_ROSTER_ROSTER_TARGET" not in settings("roster", home, PORTS)


def test_the_gateway_knows_every_service_and_no_database(home: Home) -> None:
    assert settings("gateway", home, PORTS) == {
        "CALLBOARD_GATEWAY_SIGNING_KEY_FILE": str(home.secrets / "gateway" / "signing.pem"),
        "CALLBOARD_GATEWAY_TRUSTED_KEYS_DIR": str(home.secrets / "trusted"),
        "CALLBOARD_GATEWAY_BASE_URL": "http://127.0.0.1:8080",
        "CALLBOARD_GATEWAY_LISTEN": "127.0.0.1:8080",
        "CALLBOARD_GATEWAY_ROSTER_TARGET": "127.0.0.1:3",
        "CALLBOARD_GATEWAY_CAMPAIGNS_TARGET": "127.0.0.1:4",
        "CALLBOARD_GATEWAY_METRICS_TARGET": "127.0.0.1:5",
    }


def test_the_seven_processes_start_after_the_preparations(home: Home) -> None:
    plan = callboard(home, PORTS)

    assert [[program.name for program in step] for step in plan.preparations] == [
        ["roster-migrate", "campaigns-migrate", "metrics-migrate"],
        ["roster-operator"],
    ]
    assert [program.name for program in plan.services] == [
        f"{service}-{role}" for service in SERVICES for role in ("rpc", "worker")
    ]
    assert [program.name for program in plan.front] == ["gateway"]
    assert plan.services[0].command == (sys.executable, "-m", "services.roster", "rpc")
    assert plan.front[0].command == (sys.executable, "-m", "services.gateway")
    assert plan.preparations[1][0].command[3:] == (
        *("operator", "--client-id", "op_client"),
        *("--secret-file", str(home.secrets / "operator" / "client_secret")),
    )


def test_mongod_is_a_small_replica_set_on_loopback(home: Home) -> None:
    program = mongod_program(Binary(Path("/bin/mongod"), (6, 0, 5), "test"), home, 1234)

    line = " ".join(program.command)
    assert line.startswith("/bin/mongod --dbpath ")
    key = f"--keyFile {home.secrets / 'mongodb' / 'keyfile'}"
    for option in (
        "--bind_ip 127.0.0.1",
        "--port 1234",
        "--replSet rs0",
        "--wiredTigerCacheSizeGB 0.5",
        key,
        COMPRESSION,
    ):
        assert option in line
    assert (home.data / "mongod").is_dir()


@pytest.mark.parametrize(
    ("version", "synced"), [((2, 9, 10), False), ((2, 10, 0), True), ((2, 14, 3), True), ((3, 0, 0), True)]
)
def test_every_message_is_synced_where_the_version_can(
    home: Home, version: tuple[int, ...], *, synced: bool
) -> None:
    nats_program(Binary(Path("nats-server"), version, "test"), home, 4222)

    text = (home.root / "nats.conf").read_text()

    assert ("sync_interval: always" in text) == synced
    assert 'listen: "127.0.0.1:4222"' in text


def test_the_nats_configuration_is_written(home: Home) -> None:
    program = nats_program(Binary(Path("/bin/nats-server"), (2, 14, 3), "test"), home, 4222)

    assert program.command == ("/bin/nats-server", "--config", str(home.root / "nats.conf"))
    text = (home.root / "nats.conf").read_text()
    assert str(home.data / "nats") in text
    assert 'include "secrets/nats/passwords.conf"' in text
    assert 'user: "campaigns"' in text


def test_exports_can_be_read_by_a_shell(home: Home) -> None:
    write_private(home.ports, json.dumps(PORTS))

    lines = report.environment(home, "roster")

    assert "export CALLBOARD_ROSTER_LISTEN=127.0.0.1:3" in lines
    assert f"export CALLBOARD_ROSTER_MONGO_URI_FILE={home.secrets / 'roster' / 'mongo_uri'}" in lines
    assert report.environment(home, "cli") == [f"export CALLBOARD_HOME={home.root}"]


def test_exports_need_a_start_and_a_program(home: Home) -> None:
    with pytest.raises(LocalError, match="was never started"):
        report.environment(home, "roster")
    write_private(home.ports, json.dumps(PORTS))
    with pytest.raises(LocalError, match="no program 'rooster': choose from roster"):
        report.environment(home, "rooster")


def test_logs_are_shown_by_name(home: Home, capfd: pytest.CaptureFixture[str]) -> None:
    home.log("roster-rpc").write_text("one\ntwo\n")
    home.log("gateway").write_text("three\n")

    report.logs(home, ["gateway"], follow=False)
    assert capfd.readouterr().out == f"==> {home.log('gateway')} <==\nthree\n"
    report.logs(home, [], follow=False)
    assert {"one", "two", "three"} <= set(capfd.readouterr().out.splitlines())
    with pytest.raises(LocalError, match=r"no log 'rooster' .* choose from gateway, roster-rpc"):
        report.logs(home, ["rooster"], follow=False)
