"""The configuration of supervisord, read back as supervisord reads it."""

import configparser
import shlex
from pathlib import Path

import pytest

from deploy.local import supervisor
from deploy.local.home import Home
from deploy.local.processes import Program
from deploy.local.supervisor import State, configuration, socket_path

GROUPS = {
    "data": (Program("mongod", ("/bin/mongod", "--port", "1"), {"LC_ALL": "C"}, stop_seconds=60),),
    "services": (
        Program("roster-rpc", ("python", "-m", "services.roster", "rpc"), {"URL": "x%20y,z", "NAME": "a b"}),
        Program("roster-worker", ("python", "-m", "services.roster", "worker")),
    ),
    "front": (Program("gateway", ("python", "-m", "services.gateway")),),
}


def read(home: Home) -> configparser.ConfigParser:
    """Parse with the comment rules and the expansion that supervisord uses."""
    parser = configparser.ConfigParser(inline_comment_prefixes=(";", "#"), strict=False)
    parser.read_string(configuration(home, Path("/some/where"), GROUPS))
    return parser


def test_groups_start_in_order_and_only_the_data_by_itself(home: Home) -> None:
    conf = read(home)

    assert [conf[f"group:{group}"]["priority"] for group in supervisor.GROUPS] == ["1", "2", "3"]
    assert conf["group:services"]["programs"] == "roster-rpc,roster-worker"
    assert conf["program:mongod"]["autostart"] == "true"
    assert conf["program:roster-rpc"]["autostart"] == "false"


def test_a_program_is_restarted_without_end_and_stopped_as_a_group(home: Home) -> None:
    section = read(home)["program:mongod"]

    assert section["autorestart"] == "true"
    assert int(section["startretries"]) >= 1_000_000
    assert section["stopasgroup"] == section["killasgroup"] == "true"
    assert section["stopwaitsecs"] == "60"
    assert section["stdout_logfile"] == str(home.log("mongod"))
    assert section["stdout_logfile_maxbytes"] == "10MB"
    assert section["directory"] == "/some/where"


def test_the_command_leaves_a_pid_file_and_becomes_the_program(home: Home) -> None:
    command = shlex.split(read(home)["program:mongod"]["command"])

    assert command[:2] == ["/bin/sh", "-c"]
    assert command[3:] == [str(home.pid_file("mongod")), "/bin/mongod", "--port", "1"]


def test_values_survive_the_expansion(home: Home) -> None:
    assert read(home)["program:roster-rpc"]["environment"] == 'URL="x%20y,z",NAME="a b"'


def test_a_home_with_spaces_works(tmp_path: Path) -> None:
    home = Home(tmp_path / "a b")
    home.prepare()

    conf = read(home)

    assert conf["supervisord"]["pidfile"] == str(home.pid_file("supervisord"))
    assert shlex.split(conf["program:mongod"]["command"])[3] == str(home.pid_file("mongod"))


def test_there_is_no_network_server(home: Home) -> None:
    conf = read(home)

    assert "inet_http_server" not in conf
    assert conf["unix_http_server"]["chmod"] == "0700"


@pytest.mark.parametrize(("user", "expected"), [(0, "root"), (1000, None)])
def test_only_root_is_told_to_stay_root(
    home: Home, monkeypatch: pytest.MonkeyPatch, user: int, expected: str | None
) -> None:
    monkeypatch.setattr("deploy.local.supervisor.os.geteuid", lambda: user)

    assert read(home)["supervisord"].get("user") == expected


def test_the_socket_lies_in_the_home_where_it_fits() -> None:
    assert socket_path(Home(Path("/srv/callboard"))) == Path("/srv/callboard/run/supervisor.sock")


def test_a_long_home_has_its_socket_in_a_short_private_place() -> None:
    path = socket_path(Home(Path("/srv") / ("long" * 30)))
    try:
        assert len(str(path)) <= 95
        assert path.parent.stat().st_mode & 0o077 == 0
        assert path == socket_path(Home(Path("/srv") / ("long" * 30)))
        assert path != socket_path(Home(Path("/srv") / ("long" * 31)))
    finally:
        for directory in (path.parent, socket_path(Home(Path("/srv") / ("long" * 31))).parent):
            directory.rmdir()


@pytest.mark.parametrize(
    ("state", "uptime", "healthy"), [("RUNNING", 60, True), ("RUNNING", 1, False), ("BACKOFF", 0, False)]
)
def test_a_process_that_keeps_crashing_is_not_healthy(state: str, uptime: int, *, healthy: bool) -> None:
    assert State("data", "x", state, 1, uptime).healthy == healthy
