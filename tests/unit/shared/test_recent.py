"""Look-ups that are remembered for a moment."""

from __future__ import annotations

from collections.abc import Collection

from services.shared.recent import SECONDS, Recent
from tests.fakes.clock import FakeClock


def test_what_was_found_is_looked_up_again_after_a_moment() -> None:
    clock, asked = FakeClock(), []
    names = {"a": "Ana", "b": "Bea"}

    def look_up(ids: Collection[str]) -> dict[str, str]:
        asked.append(sorted(ids))
        return {each: names[each] for each in ids if each in names}

    remembered = Recent(clock, look_up)
    assert remembered.of({"a"}) == remembered.of({"a"}) == {"a": "Ana"}
    assert remembered.of({"a", "b", "c"}) == names
    assert remembered.of({"c"}) == remembered.of(()) == {}
    assert asked == [["a"], ["b", "c"], ["c"]]
    names["a"] = "Anna"
    assert remembered.of({"a"}) == {"a": "Ana"}
    clock.advance(seconds=SECONDS)
    assert remembered.of({"a"}) == {"a": "Anna"}
