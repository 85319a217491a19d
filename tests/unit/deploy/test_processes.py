"""Only processes that carry the home's name are found, and only they are ended."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local import processes
from deploy.local.home import Home
from deploy.local.processes import Program
from deploy.local.wait import until

Start = Callable[..., "subprocess.Popen[bytes]"]

SLEEPER = Program("sleeper", ("/bin/sleep", "60"))
STUBBORN = Program("stubborn", ("/bin/sh", "-c", "trap '' TERM; while :; do /bin/sleep 0.1; done"))


@pytest.fixture
def start(home: Home) -> Iterator[Start]:
    """Start a program as `up` does, with the environment of the home or another."""
    children: list[subprocess.Popen[bytes]] = []

    def launch(program: Program, owner: str = str(home.root)) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            program.launch_command(home),
            env={"CALLBOARD_HOME": owner, "PATH": os.defpath},
            start_new_session=True,
        )
        children.append(child)
        assert until(lambda: processes.read_pid(home.pid_file(program.name)), 5) == child.pid
        return child

    yield launch
    for child in children:
        child.kill()
        child.wait()


def test_a_process_of_the_home_is_found_and_ended(home: Home, start: Start) -> None:
    child = start(SLEEPER)
    assert processes.running(home) == {"sleeper": child.pid}

    processes.end(home)

    assert child.wait(5) == -15
    assert processes.running(home) == {}
    assert list(home.run.iterdir()) == []


def test_one_that_ignores_the_request_is_killed(home: Home, start: Start) -> None:
    child = start(STUBBORN)
    # The shell ignores the signal once it has come as far as its loop.
    assert until(lambda: Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text(), 5)

    processes.end(home, seconds=0.2)

    assert child.wait(5) == -9


def test_only_the_named_ones_are_ended(home: Home, start: Start) -> None:
    start(SLEEPER)
    other = start(Program("other", SLEEPER.command))

    processes.end(home, ["sleeper", "absent"])

    assert processes.running(home) == {"other": other.pid}


def test_a_stranger_with_a_reused_number_is_left_alone(home: Home, start: Start) -> None:
    stranger = start(SLEEPER, owner="/some/other/home")

    assert processes.running(home) == {}
    processes.end(home)

    assert stranger.poll() is None
    assert not home.pid_file("sleeper").exists()


def test_a_process_that_becomes_another_program_is_known_when_it_has(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = iter([b"", b"", os.fsencode(f"A=b\0CALLBOARD_HOME={home.root}")])
    monkeypatch.setattr(processes, "_environment", lambda _: next(shown))
    assert processes.is_ours(1, home)


@pytest.mark.parametrize("text", ["", "nonsense", "999999999"])
def test_a_pid_file_may_hold_anything(home: Home, text: str) -> None:
    home.pid_file("odd").write_text(text)

    assert processes.running(home) == {}


def test_a_zombie_does_not_run(home: Home, start: Start) -> None:
    child = start(SLEEPER)
    os.kill(child.pid, 9)

    assert until(lambda: not processes.is_ours(child.pid, home), 5)


def test_the_tail_is_the_end_of_the_log(home: Home) -> None:
    log = home.log("thing")
    log.write_bytes(b"".join(b"line %d \xff\n" % number for number in range(10_000)))

    assert processes.tail(log, 2) == ["line 9998 \ufffd", "line 9999 \ufffd"]
    assert processes.tail(home.log("absent"), 2) == []


def test_an_error_shows_the_end_of_its_log(home: Home) -> None:
    home.log("thing").write_text("first\nlast\n")

    error = processes.with_tail("It broke.", home.log("thing"), lines=1)

    assert str(error) == f"It broke.\nThe end of {home.log('thing')}:\n    last"
    assert "(empty)" in str(processes.with_tail("It broke.", home.log("absent")))
