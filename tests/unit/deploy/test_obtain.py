"""The ordered list of ways: which one wins, and what is said when none does."""

import re
from pathlib import Path

import pytest

from deploy.errors import DeployError
from deploy.local.obtain import Binary, Site, Unavailable, find, run, version_of
from tests.unit.deploy.conftest import Script

OLDEST = (1, 2)


def failing(_site: Site) -> Path:
    """A way that never works."""
    raise Unavailable("not here")


def test_the_first_way_that_works_wins(site: Site, script: Script) -> None:
    good, other = script("good", "echo 1.2.3"), script("other", "echo 1.2.4")
    ways = {"a": failing, "b": lambda _: good, "c": lambda _: other}

    found = find(site, "thing", OLDEST, ways, "Get it.")

    assert found == Binary(good, (1, 2, 3), "b")
    assert found.label == "1.2.3 (b)"


def test_the_one_on_path_is_preferred(site: Site, script: Script) -> None:
    path = script("thing", "echo v1.3.0")

    assert find(site, "thing", OLDEST, {"a": failing}, "Get it.") == Binary(path, (1, 3, 0), "on PATH")


def test_a_program_that_does_not_suit_is_passed_over(site: Site, script: Script) -> None:
    script("thing", "echo 1.1.9")
    good = script("good", "echo 1.2.0")

    assert find(site, "thing", OLDEST, {"a": lambda _: good}, "Get it.").way == "a"


def test_when_none_works_every_reason_is_told_in_order(site: Site, script: Script) -> None:
    old = script("old", "echo 1.1.9")

    with pytest.raises(DeployError) as caught:
        find(site, "thing", OLDEST, {"a": failing, "b": lambda _: old}, "Get it.")

    reasons = f"on PATH: thing is not on PATH; a: not here; b: {old} is version 1.1.9, 1.2 or newer is needed"
    assert str(caught.value) == f"No usable thing was found or obtained ({reasons}). Get it."


def test_a_program_without_a_version_is_a_reason(script: Script) -> None:
    with pytest.raises(Unavailable, match="tool --version printed no version"):
        version_of(script("tool", "echo hello"), OLDEST)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("echo first >&2; echo last >&2; exit 3", "last"),
        ("echo only; exit 3", "only"),
        ("exit 3", "returned non-zero exit status 3"),
        ("kill -9 $$", "died with <Signals.SIGKILL: 9>"),
        ("exec /bin/sleep 60", "timed out after 0.1 seconds"),
    ],
)
def test_a_failing_helper_is_a_reason_of_one_line(script: Script, body: str, reason: str) -> None:
    seconds = 0.1 if "sleep" in body else 30

    with pytest.raises(Unavailable, match=re.escape(reason)) as caught:
        run(str(script("tool", body)), seconds=seconds)

    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_program_is_a_reason(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No such file"):
        run(str(tmp_path / "absent"), seconds=1)
