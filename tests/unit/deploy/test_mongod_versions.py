"""The table of safe versions of mongod, and what is said of the others."""

from __future__ import annotations

import pytest

from deploy.mongod_versions import COMPRESSION, IMAGE, RECURSION, Version, holes_in, safe_versions, warning


@pytest.mark.parametrize(
    "version",
    [
        (5, 0, 32),
        (6, 0, 27),
        (6, 0, 28),
        (7, 0, 35),
        (8, 0, 24),
        (8, 0, 26),
        (8, 2, 10),
        (8, 3, 3),
        (8, 4, 0),
        (9, 0, 0),
    ],
)
def test_safe(version: Version) -> None:
    assert holes_in(version) == []
    assert warning(version) == ""


@pytest.mark.parametrize(
    ("version", "holes"),
    [
        ((4, 2, 25), [COMPRESSION]),
        ((5, 0, 31), [COMPRESSION]),
        ((5, 3, 2), [COMPRESSION]),
        ((6, 0, 5), [COMPRESSION]),
        ((6, 0, 26), [COMPRESSION]),
        ((6, 3, 2), [COMPRESSION]),
        ((7, 0, 27), [COMPRESSION, RECURSION]),
        ((7, 0, 28), [RECURSION]),
        ((7, 3, 4), [COMPRESSION, RECURSION]),
        ((8, 0, 16), [COMPRESSION, RECURSION]),
        ((8, 0, 17), [RECURSION]),
        ((8, 1, 3), [COMPRESSION, RECURSION]),
        ((8, 2, 2), [COMPRESSION, RECURSION]),
        ((8, 3, 2), [RECURSION]),
    ],
)
def test_unsafe(version: Version, holes: list[object]) -> None:
    assert holes_in(version) == holes
    said = warning(version)
    assert all(hole.name in said for hole in holes)  # type: ignore[attr-defined]
    assert f"mongod {'.'.join(map(str, version))}" in said
    assert "8.0.24" in said


def test_a_line_is_safe_from_one_release_on() -> None:
    assert [each for each in safe_versions() if each[:2] in ((6, 0), (8, 0))] == [(6, 0, 27), (8, 0, 24)]
    assert all(not holes_in(each) for each in safe_versions())


def test_the_image_is_a_safe_one() -> None:
    name, _, tag = IMAGE.partition(":")
    assert name == "mongo"
    assert holes_in(tuple(map(int, tag.split(".")))) == []
