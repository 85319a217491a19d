"""What runs with which settings, as data."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from deploy.errors import DeployError
from deploy.local.home import Home
from deploy.local.obtain import Binary
from deploy.local.ports import INTERNAL
from deploy.local.programs import Program, callboard, exports, settings
from deploy.local.servers import Binaries, plan, programs
from deploy.secret_files import SecretFiles
from deploy.topology import SERVICE_NAMES, TABLE

PORTS = dict.fromkeys(INTERNAL, 9) | {
    "gateway": 8080,
    "mongod": 1,
    "nats": 2,
    "roster": 3,
    "campaigns": 4,
    "metrics": 5,
    "notifications": 6,
}
ROWS = {service.name: service for service in TABLE}


def test_a_service_gets_its_own_database_and_address(home: Home) -> None:
    assert settings(ROWS["campaigns"], home, PORTS) == {
        "CALLBOARD_CAMPAIGNS_SIGNING_KEY_FILE": str(home.secrets / "campaigns" / "signing.pem"),
        "CALLBOARD_CAMPAIGNS_TRUSTED_KEYS_DIR": str(home.secrets / "trusted"),
        "CALLBOARD_CAMPAIGNS_LISTEN": "127.0.0.1:4",
        "CALLBOARD_CAMPAIGNS_MONGO_URI_FILE": str(home.secrets / "campaigns" / "mongo_uri"),
        "CALLBOARD_CAMPAIGNS_NATS_URL_FILE": str(home.secrets / "campaigns" / "nats_url"),
        "CALLBOARD_CAMPAIGNS_ROSTER_TARGET": "127.0.0.1:3",
    }


def test_the_roster_does_not_call_itself(home: Home) -> None:
    assert "CALLBOARD_ROSTER_ROSTER_TARGET" not in settings(ROWS["roster"], home, PORTS)


def test_the_gateway_knows_every_service_and_no_database(home: Home) -> None:
    assert settings(ROWS["gateway"], home, PORTS) == {
        "CALLBOARD_GATEWAY_SIGNING_KEY_FILE": str(home.secrets / "gateway" / "signing.pem"),
        "CALLBOARD_GATEWAY_TRUSTED_KEYS_DIR": str(home.secrets / "trusted"),
        "CALLBOARD_GATEWAY_BASE_URL": "http://127.0.0.1:8080",
        "CALLBOARD_GATEWAY_LISTEN": "127.0.0.1:8080",
        "CALLBOARD_GATEWAY_ROSTER_TARGET": "127.0.0.1:3",
        "CALLBOARD_GATEWAY_CAMPAIGNS_TARGET": "127.0.0.1:4",
        "CALLBOARD_GATEWAY_METRICS_TARGET": "127.0.0.1:5",
        "CALLBOARD_GATEWAY_NOTIFICATIONS_TARGET": "127.0.0.1:6",
        "CALLBOARD_GATEWAY_PORTAL_URL": "http://127.0.0.1:9",
    }


def test_the_portal_knows_the_gateway_twice_and_has_a_secret_of_its_own(home: Home) -> None:
    assert settings(ROWS["portal"], home, PORTS) == {
        "CALLBOARD_PORTAL_COOKIE_KEY_FILE": str(home.secrets / "portal" / "cookie_key"),
        "CALLBOARD_PORTAL_LISTEN": "127.0.0.1:9",
        "CALLBOARD_PORTAL_BASE_URL": "http://127.0.0.1:9",
        "CALLBOARD_PORTAL_GATEWAY_URL": "http://127.0.0.1:8080",
        "CALLBOARD_PORTAL_GATEWAY_PUBLIC_URL": "http://127.0.0.1:8080",
    }


def names(group: Sequence[Program]) -> list[str]:
    return [program.name for program in group]


def test_the_processes_start_after_the_preparations(home: Home) -> None:
    plan = callboard(home, PORTS)

    assert {group: names(members) for group, members in plan.items()} == {
        "migrate": [f"{service}-migrate" for service in SERVICE_NAMES],
        "operator": ["roster-operator"],
        "services": [process.name for name in SERVICE_NAMES for process in ROWS[name].processes],
        "front": ["gateway", "portal"],
    }
    assert [group for group, members in plan.items() if all(each.once for each in members)] == [
        "migrate",
        "operator",
    ]
    assert plan["services"][0].command == (sys.executable, "-m", "services.roster", "rpc")
    assert plan["front"][0].command == (sys.executable, "-m", "services.gateway")
    assert plan["operator"][0].command[3:] == (
        *("operator", "--client-id", "op_client"),
        *("--secret-file", str(home.secrets / "operator" / "client_secret")),
        *("--password-file", str(home.secrets / "operator" / "password")),
    )


def binaries(nats: tuple[int, ...] = (2, 14, 3)) -> Binaries:
    """Two programs that are never started."""
    return Binaries(
        Binary(Path("/bin/mongod"), (6, 0, 5), "test"), Binary(Path("/bin/nats-server"), nats, "test")
    )


def test_the_servers_get_their_users_and_streams_before_anything_else(home: Home) -> None:
    first = plan(binaries(), home, PORTS)

    assert {group: names(members) for group, members in first.items()} == {
        "servers": ["mongod", "nats"],
        "setup": ["mongodb-users", "nats-streams"],
    }
    users, streams = first["setup"]
    assert "deploy.mongo_users" in users.command
    assert users.command[-1] == str(SecretFiles(home.secrets).mongo_uri("operator"))
    assert streams.environment == {"CALLBOARD_NATS_URL_FILE": str(home.secrets / "operator" / "nats_url")}
    assert users.once
    assert streams.once


def test_mongod_is_a_small_replica_set_on_loopback(home: Home) -> None:
    program, _ = programs(binaries(), home, PORTS | {"mongod": 1234})

    assert program.command == ("/bin/mongod", "--config", str(home.run / "mongod.conf"))
    given = yaml.safe_load((home.run / "mongod.conf").read_text())
    assert given["net"] == {
        "bindIp": "127.0.0.1",
        "port": 1234,
        "unixDomainSocket": {"enabled": False},
        "compression": {"compressors": "disabled"},
    }
    assert given["replication"]["replSetName"] == "rs0"
    assert given["security"]["keyFile"] == str(home.secrets / "mongodb" / "keyfile")
    assert given["storage"]["dbPath"] == str(home.data / "mongod")
    assert given["storage"]["wiredTiger"] == {"engineConfig": {"cacheSizeGB": 0.5}}
    assert (home.data / "mongod").is_dir()


@pytest.mark.parametrize(
    ("version", "synced"), [((2, 9, 10), False), ((2, 10, 0), True), ((2, 14, 3), True), ((3, 0, 0), True)]
)
def test_every_message_is_synced_where_the_version_can(
    home: Home, version: tuple[int, ...], *, synced: bool
) -> None:
    programs(binaries(version), home, PORTS | {"nats": 4222})

    text = (home.run / "nats.conf").read_text()

    assert ("sync_interval: always" in text) == synced
    assert 'listen: "127.0.0.1:4222"' in text


def test_the_nats_configuration_is_written(home: Home) -> None:
    _, program = programs(binaries(), home, PORTS)

    assert program.command == ("/bin/nats-server", "--config", str(home.run / "nats.conf"))
    text = (home.run / "nats.conf").read_text()
    assert str(home.data / "nats") in text
    assert 'include "../secrets/nats/passwords.conf"' in text
    assert 'user: "campaigns"' in text


def test_exports_can_be_read_by_a_shell(home: Home) -> None:
    lines = exports("roster", home, PORTS)

    assert "export CALLBOARD_ROSTER_LISTEN=127.0.0.1:3" in lines
    assert f"export CALLBOARD_ROSTER_MONGO_URI_FILE={home.secrets / 'roster' / 'mongo_uri'}" in lines
    assert exports("cli", home, PORTS) == [f"export CALLBOARD_HOME={home.root}"]


def test_exports_need_a_start_and_a_program(home: Home) -> None:
    with pytest.raises(DeployError, match="was never started"):
        exports("roster", home, {})
    with pytest.raises(DeployError, match="no program 'rooster': choose from roster"):
        exports("rooster", home, PORTS)
