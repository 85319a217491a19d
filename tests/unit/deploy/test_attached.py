"""A program that was attached ends with its parent, and its home is in use until then."""

import os
import subprocess
import sys
from pathlib import Path

from deploy.errors import with_tail
from deploy.local.home import Home
from deploy.local.programs import Program
from deploy.wait import until

SLEEPER = Program("sleeper", ("/bin/sleep", "60"))
PARENT = """
import subprocess, sys
print(subprocess.Popen(sys.argv[1:]).pid, flush=True)
sys.stdin.read()
"""


def test_the_home_is_in_use_as_long_as_the_program_lives(home: Home) -> None:
    assert not home.in_use()
    with subprocess.Popen(SLEEPER.attached_command(home)) as child:
        assert until(home.in_use, 5)
        child.terminate()

    assert child.returncode == -15
    assert not home.in_use()


def test_the_program_ends_when_its_parent_is_killed(home: Home) -> None:
    command = [sys.executable, "-c", PARENT, *SLEEPER.attached_command(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert until(lambda: Path(f"/proc/{child}/cmdline").read_bytes().startswith(b"/bin/sleep"), 5)
        parent.kill()

    assert until(lambda: not home.in_use(), 5)


def test_two_homes_are_in_use_by_themselves(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    other.prepare()
    with subprocess.Popen(SLEEPER.attached_command(home)) as child:
        assert until(home.in_use, 5)
        assert not other.in_use()
        os.kill(child.pid, 9)


def test_an_error_shows_the_end_of_its_log(home: Home) -> None:
    home.log("thing").write_bytes(b"first\nlast \xff\n")

    error = with_tail("It broke.", home.log("thing"), lines=1)

    assert str(error) == f"It broke.\nThe end of {home.log('thing')}:\n    last \ufffd"
    assert "(empty)" in str(with_tail("It broke.", home.log("absent")))
