"""What is sealed is opened for its use, by whoever knows a key, and keys are replaced."""

from __future__ import annotations

import pytest

from services.shared.sealing import Seals

OLD, NEW = "o" * 43, "n" * 43


def test_it_is_opened_for_the_use_that_it_was_sealed_for() -> None:
    sealed = Seals("tests", OLD).seal("one", {"secret": "SECRET"})
    assert "SECRET" not in sealed
    assert Seals("tests", OLD).open("one", sealed) == {"secret": "SECRET", "use": "one"}
    assert Seals("tests", OLD).open("another", sealed) is None


@pytest.mark.parametrize("damage", [lambda text: "", lambda text: "x", lambda text: text[:-2], str.upper])
def test_what_is_damaged_opens_nowhere(damage: object) -> None:
    assert callable(damage)
    seals = Seals("tests", OLD)
    damaged = damage(seals.seal("one", {}))
    assert seals.open("one", damaged) is None
    assert not seals.is_current(damaged)


def test_the_first_key_seals_and_each_opens() -> None:
    old, both, new = Seals("tests", OLD), Seals("tests", f"{NEW}\n{OLD}"), Seals("tests", NEW)
    before, after = old.seal("one", {}), both.seal("one", {})
    assert both.open("one", before) == both.open("one", after) == {"use": "one"}
    assert (both.is_current(before), both.is_current(after)) == (False, True)
    assert new.open("one", before) is None
    assert old.open("one", after) is None


def test_the_same_secret_is_another_key_elsewhere() -> None:
    assert Seals("cookie", OLD).open("one", Seals("tests", OLD).seal("one", {})) is None
