"""The ordered list of ways: which one wins, and what is said when none does."""

import os
from pathlib import Path

import pytest

from deploy.local.errors import LocalError, Unavailable
from deploy.local.obtain import Binary, Site, Version, Way, find, run
from tests.unit.deploy.conftest import Script


def inspect(_site: Site, path: Path) -> Version:
    """Accept everything except what is called bad."""
    if path.name == "bad":
        raise Unavailable("it is bad")
    return (1, 2, 3)


def failing(_site: Site, _work: Path) -> Path:
    """A way that never works."""
    raise Unavailable("not here")


def test_the_first_way_that_works_wins(site: Site) -> None:
    ways = [Way("a", failing), Way("b", lambda *_: Path("b")), Way("c", lambda *_: Path("c"))]

    found = find(site, "thing", ways, inspect, "Get it.")

    assert found == Binary(Path("b"), (1, 2, 3), "b")
    assert found.label == "1.2.3 (b)"


def test_a_program_that_does_not_suit_is_passed_over(site: Site) -> None:
    ways = [Way("a", lambda *_: Path("bad")), Way("b", lambda *_: Path("good"))]

    assert find(site, "thing", ways, inspect, "Get it.").way == "b"


def test_what_lies_ready_comes_before_what_must_be_fetched(site: Site, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.touch()
    ways = [
        Way("on PATH", failing),
        Way("fetched", lambda *_: pytest.fail("it was fetched again"), tmp_path / "absent"),
        Way("kept", lambda *_: pytest.fail("it was fetched again"), kept),
    ]

    assert find(site, "thing", ways, inspect, "Get it.") == Binary(kept, (1, 2, 3), "kept")


def test_when_none_works_every_reason_is_told_in_order(site: Site, tmp_path: Path) -> None:
    ways = [Way("a", failing), Way("b", failing, tmp_path / "absent"), Way("c", lambda *_: Path("bad"))]

    with pytest.raises(LocalError) as caught:
        find(site, "thing", ways, inspect, "Get it.")

    reasons = "a: not here; c: it is bad; b: not here"
    assert str(caught.value) == f"No usable thing was found or obtained ({reasons}). Get it."


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("echo first >&2; echo last >&2; exit 3", "tool failed: last"),
        ("echo only; exit 3", "tool failed: only"),
        ("exit 3", "tool failed with exit code 3"),
        ("kill -9 $$", "tool was ended by signal 9"),
        ("exec /bin/sleep 60", "tool did not finish within 0 s"),
    ],
)
def test_a_failing_helper_is_a_reason_of_one_line(script: Script, body: str, reason: str) -> None:
    seconds = 0.1 if "sleep" in body else 30

    with pytest.raises(Unavailable, match=f"^{reason}$"):
        run({}, script("tool", body), seconds=seconds)


def test_a_file_that_is_no_program_is_a_reason(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be run"):
        run(os.environ, tmp_path / "absent", seconds=1)
