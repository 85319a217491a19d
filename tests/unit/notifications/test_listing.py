"""The events behind a place, and waiting for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.notifications.domain.events import Published
from services.notifications.handlers.listing import Listing, Place
from services.shared.codes import ErrorCode
from services.shared.errors import Conflict
from tests.fakes.clock import START, FakeClock
from tests.fakes.notifications import FakeStore


class Events(FakeStore):
    """A store of events that come at their moments."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0
        self.at_look: dict[int, Callable[[], None]] = {}

    def tell(self) -> None:
        """One more."""
        number = len(self.published) + 1
        self.published.append(Published(number, f"ev_{number}", "offer.sent", START, "cr_1", "{}"))

    def events_after(self, position: int, limit: int) -> list[Published]:
        found = super().events_after(position, limit)
        self.looks += 1
        self.at_look.get(self.looks, lambda: None)()
        return found


@pytest.fixture
def events() -> Events:
    """Two events."""
    store = Events()
    store.tell()
    store.tell()
    return store


def test_a_page_ends_where_the_next_begins(events: Events) -> None:
    listing = Listing(events, FakeClock())
    found, place = listing.after(0, 1, 3)
    assert ([each.id for each in found], place) == (["ev_1"], Place(1, "ev_1"))
    assert listing.place_of("ev_2") == listing.newest() == Place(2, "ev_2")
    with pytest.raises(Conflict) as refused:
        listing.place_of("ev_9")
    assert refused.value.code == ErrorCode.EVENT_NOT_KEPT


def test_it_waits_for_what_comes(events: Events) -> None:
    clock = FakeClock()
    events.at_look[5] = events.tell
    found, place = Listing(events, clock).after(2, 10, 3)
    assert ([each.id for each in found], place) == (["ev_3"], Place(3, "ev_3"))
    assert sum(clock.slept) < 1


def test_it_waits_no_longer_than_it_may(events: Events) -> None:
    clock = FakeClock()
    assert Listing(events, clock).after(2, 10, 3) == ([], Place(2, "ev_2"))
    assert 3 <= sum(clock.slept) < 3.1


def test_where_many_wait_it_answers_at_once(events: Events) -> None:
    clock = FakeClock()
    listing = Listing(events, clock, most_waiting=1)
    with listing._waiting:
        assert listing.after(2, 10, 3) == ([], Place(2, "ev_2"))
    assert clock.slept == []


def test_what_comes_between_two_looks_is_not_left_out(events: Events) -> None:
    events.at_look[1] = events.tell
    found, place = Listing(events, FakeClock()).after(2, 10, 0)
    assert ([each.id for each in found], place) == (["ev_3"], Place(3, "ev_3"))
