"""The configuration of supervisord, read back as supervisord reads it."""

import configparser
import shlex
import subprocess
from pathlib import Path

import pytest

from deploy.errors import DeployError
from deploy.local import lifecycle, supervisor
from deploy.local.home import Home
from deploy.local.programs import ROOT, Program
from deploy.local.supervisor import Supervisor
from deploy.private_files import write_private
from deploy.wait import until

PLAN = {
    "data": (Program("mongod", ("/bin/mongod", "--port", "1"), {"LC_ALL": "C"}, stop_seconds=60),),
    "migrate": (Program("roster-migrate", ("python", "-m", "services.roster", "migrate"), once=True),),
    "services": (
        Program("roster-rpc", ("python", "-m", "services.roster", "rpc"), {"URL": "x%20y,z", "NAME": "a b"}),
        Program("roster-worker", ("python", "-m", "services.roster", "worker")),
    ),
    "front": (Program("gateway", ("python", "-m", "services.gateway")),),
}


def read(home: Home) -> configparser.ConfigParser:
    """Parse with the comment rules and the expansion that supervisord uses."""
    parser = configparser.ConfigParser(inline_comment_prefixes=(";", "#"), strict=False)
    parser.read(Supervisor(home).configure(PLAN))
    return parser


def test_groups_have_an_order_and_nothing_starts_by_itself(home: Home) -> None:
    conf = read(home)

    assert [conf[f"group:{group}"]["priority"] for group in PLAN] == ["1", "2", "3", "4"]
    assert conf["group:services"]["programs"] == "roster-rpc,roster-worker"
    assert {conf[name]["autostart"] for name in conf if name.startswith("program:")} == {"false"}


def test_a_program_is_restarted_without_end_and_stopped_as_a_group(home: Home) -> None:
    section = read(home)["program:mongod"]

    assert section["autorestart"] == "true"
    assert int(section["startretries"]) >= 1_000_000
    assert section["stopasgroup"] == section["killasgroup"] == "true"
    assert section["stopwaitsecs"] == "60"
    assert section["stdout_logfile"] == str(home.log("mongod"))
    assert section["stdout_logfile_maxbytes"] == "10MB"
    assert section["directory"] == str(ROOT)


def test_what_runs_once_is_not_started_again(home: Home) -> None:
    section = read(home)["program:roster-migrate"]

    assert (section["autorestart"], section["startsecs"]) == ("false", "0")


def test_the_command_marks_the_home_as_in_use_and_becomes_the_program(home: Home) -> None:
    command = shlex.split(read(home)["program:mongod"]["command"])

    assert command[:2] == ["setpriv", "--pdeathsig"]
    assert command[-4:] == [str(home.in_use_file), "/bin/mongod", "--port", "1"]


def test_values_survive_the_expansion(home: Home) -> None:
    assert read(home)["program:roster-rpc"]["environment"] == 'URL="x%20y,z",NAME="a b"'


def test_a_home_with_spaces_works(tmp_path: Path) -> None:
    home = Home(tmp_path / "a b")
    home.prepare()

    conf = read(home)

    assert conf["supervisord"]["pidfile"] == str(home.run / "supervisord.pid")
    assert shlex.split(conf["program:mongod"]["command"])[-4] == str(home.in_use_file)


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


STATES = [
    {"name": "mongod", "statename": "RUNNING", "description": "pid 12, uptime 1:00:00", "pid": 12},
    {"name": "nats", "statename": "STARTING", "description": "", "pid": 13},
    {"name": "roster-rpc", "statename": "BACKOFF", "description": "Exited too quickly", "pid": 0},
]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    """A supervisord that answers."""
    answers = {"getAllProcessInfo": STATES, "getPID": 7}
    monkeypatch.setattr(Supervisor, "_call", lambda _, method: answers[method])


@pytest.mark.usefixtures("answering")
def test_a_process_that_did_not_stay_up_is_named_with_the_end_of_its_log(home: Home) -> None:
    home.log("roster-rpc").write_text("no such database\n")

    with pytest.raises(DeployError, match="roster-rpc did not stay up") as caught:
        Supervisor(home).wait(lambda: True, 0)

    assert str(caught.value).endswith("    no such database")


@pytest.mark.usefixtures("answering")
def test_the_status_says_which_process_does_not_run(home: Home) -> None:
    lines: list[str] = []
    write_private(home.ports, '{"gateway": 8080}')

    assert not lifecycle.status(home, lines.append)

    assert lines[1:] == [
        "mongod            running   pid 12, uptime 1:00:00",
        "nats              starting  pid 13",
        "roster-rpc        backoff   Exited too quickly",
    ]


def ended(**fields: object) -> dict[str, object]:
    """What supervisord says of a migration that has ended."""
    return {
        "name": "roster-migrate",
        "group": "migrate",
        "statename": "EXITED",
        "pid": 0,
        "exitstatus": 0,
    } | fields


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ended(), ""),
        (ended(exitstatus=3), r"roster-migrate failed with exit code 3\."),
        (ended(statename="RUNNING", pid=9), r"roster-migrate did not end within 0\.1 s\."),
    ],
)
def test_what_runs_once_must_end_well_and_is_forgotten(
    home: Home, monkeypatch: pytest.MonkeyPatch, state: dict[str, object], sentence: str
) -> None:
    called: list[tuple[object, ...]] = []

    def answer(_: Supervisor, method: str, *arguments: object) -> list[dict[str, object]]:
        called.append((method, *arguments))
        return [state]

    monkeypatch.setattr(Supervisor, "_call", answer)
    monkeypatch.setattr(supervisor, "WAIT_SECONDS", 0.1)
    if sentence:
        with pytest.raises(DeployError, match=sentence):
            Supervisor(home).finish("migrate")
    else:
        Supervisor(home).finish("migrate")

    assert (("removeProcessGroup", "migrate") in called) == (not sentence)


def test_without_supervisord_there_are_no_processes(home: Home) -> None:
    control = Supervisor(home)

    assert control.processes() == []
    assert not control.stop()


def test_what_does_not_end_is_told_with_what_to_do(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.1)
    with subprocess.Popen(Program("sleeper", ("/bin/sleep", "60")).attached_command(home)) as left:
        assert until(home.in_use, 5)
        with pytest.raises(DeployError, match=f"`fuser -k -KILL {home.in_use_file}`"):
            Supervisor(home).stop()
        left.kill()
