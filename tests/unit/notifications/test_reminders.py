"""Reminders: whom they reach, when, and that each comes once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from protos.campaigns.v1 import campaigns_pb2 as offers
from protos.campaigns.v1 import events_pb2 as campaigns
from services.notifications.consumes import DEADLINES, consumers
from services.notifications.domain.events import KEPT
from services.notifications.domain.reminders import (
    LATE,
    TELLABLE,
    Deadline,
    DeadlineKind,
    ReminderSettings,
)
from services.notifications.handlers.reminders import Hours, reminders
from services.shared.commands import Commit
from services.shared.events import Received
from tests.fakes.clock import START, FakeClock
from tests.fakes.notifications import FakeRoster, FakeStore
from tests.unit.notifications.build import SCOPE, add_webhook

HOUR = timedelta(hours=1)
KINDS = {
    "answer": offers.DEADLINE_KIND_ANSWER,
    "draft": offers.DEADLINE_KIND_DRAFT,
    "publication": offers.DEADLINE_KIND_PUBLICATION,
}
Told = list[tuple[str, str, int]]
"""To whom, which type, and how many hours before."""


class Scene:
    """Notifications with a worker or two, and a clock that is moved by hand."""

    def __init__(self) -> None:
        self.store, self.roster, self.clock = FakeStore(), FakeRoster(), FakeClock()
        self.workers = [reminders(self.store, self.roster, self.clock)]
        rows = consumers(self.store, self.clock, self.roster, lambda: None)
        (row,) = (each for each in rows if each.durable == DEADLINES)
        self.handlers = row.handlers

    def offer(self, version: int = 1, message: type[Any] = campaigns.OfferSent, **due: datetime) -> None:
        """Campaigns tells of the offer, with the deadlines that are open then, by their kinds."""
        said = message()
        said.offer.offer_id, said.offer.version = "of_1", version
        said.offer.creator_id, said.offer.brand_id, said.offer.brand_name = "cr_1", "br_1", "Lumen"
        for kind, at in due.items():
            awaited = offers.AWAITING_CREATOR_SIDE
            deliverable = "" if kind == "answer" else "dl_1"
            said.offer.deadlines.add(
                kind=KINDS[kind], due_at=at, awaiting=awaited, deliverable_id=deliverable
            )
        name = said.DESCRIPTOR.full_name
        self.handlers[message](Received(said, name, f"ev_{version}", "of_1", version, "", "", ""))

    def settings(self, party_id: str, **fields: Any) -> None:
        """A party sets when it is reminded."""
        known = self.store.reminder_settings.get(party_id)
        changed = replace(known or ReminderSettings(party_id, version=1), **fields)
        if known is None:
            self.store.reminder_settings.insert(changed, Commit())
        else:
            self.store.reminder_settings.replace(changed, known.version, Commit())

    def at(self, moment: datetime) -> Told:
        """What was told newly by then, where every worker has done what is due."""
        self.clock.advance(seconds=(moment - self.clock.now()).total_seconds())
        before = len(self.store.published)
        for worker in self.workers:
            while worker.run():
                continue
        told = []
        for event in self.store.published[before:]:
            told.append((event.owner_id, event.type, json.loads(event.body)["data"]["hours_before"]))
        return told


@pytest.fixture
def scene() -> Scene:
    """An empty one."""
    return Scene()


def both(event_type: str, hours: int) -> Told:
    """Told to brand and creator."""
    return [("br_1", event_type, hours), ("cr_1", event_type, hours)]


APPROACHED, MISSED = "deadline.approached", "deadline.missed"
DUE = START + 100 * HOUR


def test_each_side_is_told_when_it_is_near_and_when_it_is_missed(scene: Scene) -> None:
    scene.offer(draft=DUE)
    assert scene.at(DUE - 48 * HOUR - timedelta(milliseconds=1)) == []
    assert scene.at(DUE - 48 * HOUR) == both(APPROACHED, 48)
    assert scene.at(DUE - 47 * HOUR) == []
    assert scene.at(DUE - 24 * HOUR) == both(APPROACHED, 24)
    assert scene.at(DUE) == both(MISSED, LATE)
    assert scene.at(DUE + 1000 * HOUR) == []


def test_an_event_says_what_is_due(scene: Scene) -> None:
    scene.offer(publication=DUE)
    scene.at(DUE - 24 * HOUR)
    said = json.loads(scene.store.published[0].body)
    assert (said["type"], said["timestamp"]) == (APPROACHED, "2026-03-04T16:00:00Z")
    assert said["data"] == {
        "creator": {"id": "cr_1", "handle": "zoe", "display_name": "Zoe Example"},
        "brand": {"id": "br_1", "name": "Lumen"},
        "campaign": {"id": "", "name": ""},
        "offer_id": "of_1",
        "kind": "publication",
        "deliverable_id": "dl_1",
        "due_at": "2026-03-05T16:00:00Z",
        "awaiting": "creator_side",
        "hours_before": 24,
    }


def test_an_unanswered_offer_is_told_by_its_expiry_alone(scene: Scene) -> None:
    scene.offer(answer=DUE)
    assert scene.at(DUE - 24 * HOUR) == both(APPROACHED, 24)
    assert scene.at(DUE + HOUR) == []


def test_what_is_near_when_it_is_first_known_is_told_at_once(scene: Scene) -> None:
    scene.offer(answer=START + 47 * HOUR)
    assert scene.at(START) == both(APPROACHED, 48)


@pytest.mark.parametrize(
    ("awake", "told"),
    [
        (DUE - 30 * HOUR, both(APPROACHED, 48)),
        (DUE - HOUR, both(APPROACHED, 24)),
        (DUE + HOUR, both(MISSED, LATE)),
        (DUE + 7 * 24 * HOUR, []),
    ],
)
def test_after_a_downtime_only_the_newest_is_told(scene: Scene, awake: datetime, told: Told) -> None:
    scene.offer(draft=DUE)
    assert scene.at(awake) == told
    assert scene.at(awake) == []


def test_a_deadline_that_was_met_is_told_no_more(scene: Scene) -> None:
    scene.offer(draft=DUE, publication=DUE + 24 * HOUR)
    scene.at(DUE - 48 * HOUR)
    scene.offer(2, publication=DUE + 24 * HOUR)
    assert scene.at(DUE - 24 * HOUR) == both(APPROACHED, 48)
    scene.offer(3)
    assert scene.at(DUE + 50 * HOUR) == []


def test_a_deadline_that_moves_is_told_anew(scene: Scene) -> None:
    scene.offer(draft=DUE)
    assert scene.at(DUE - 24 * HOUR) == both(APPROACHED, 24)
    scene.offer(2, draft=DUE + 72 * HOUR)
    assert scene.at(DUE) == []
    assert scene.at(DUE + 24 * HOUR) == both(APPROACHED, 48)
    scene.offer(3, draft=DUE + 30 * HOUR)
    assert scene.at(DUE + 24 * HOUR) == both(APPROACHED, 24)


def test_events_that_come_again_or_late_change_nothing(scene: Scene) -> None:
    scene.offer(2, draft=DUE)
    for version in (2, 1):
        scene.offer(version, draft=DUE + 72 * HOUR)
    scene.offer(3, campaigns.OfferAnnounced, draft=DUE)
    assert scene.at(DUE - 24 * HOUR) == both(APPROACHED, 24)
    scene.offer(4, campaigns.OfferAnnounced, draft=DUE)
    scene.offer(1, draft=DUE + 72 * HOUR)
    assert scene.at(DUE - 24 * HOUR) == []


def test_deadlines_that_were_lost_are_announced_again_and_nothing_told_twice(scene: Scene) -> None:
    scene.offer(draft=DUE)
    scene.at(DUE - 24 * HOUR)
    scene.store.deadlines.clear()
    scene.offer(7, campaigns.OfferAnnounced, draft=DUE)
    assert scene.at(DUE - 23 * HOUR) == []
    assert scene.at(DUE) == both(MISSED, LATE)


def test_two_workers_tell_once(scene: Scene) -> None:
    scene.offer(draft=DUE)
    known = dict(scene.store.deadlines)
    assert scene.at(DUE - 24 * HOUR) == both(APPROACHED, 24)
    # The other one has begun before the first has written that it is done.
    scene.store.deadlines.update(known)
    scene.workers.append(reminders(scene.store, scene.roster, scene.clock))
    assert scene.at(DUE - 24 * HOUR) == []


def test_a_crash_between_two_parties_leaves_the_second_one(scene: Scene) -> None:
    scene.offer(draft=DUE)
    append: Callable[..., Any] = scene.store.append
    said: list[str] = []

    def once(event_id: str, make: Callable[..., Any]) -> Any:
        if said:
            raise RuntimeError("killed")
        said.append(event_id)
        return append(event_id, make)

    scene.store.append = once  # type: ignore[method-assign]
    assert scene.at(DUE - 24 * HOUR) == both(APPROACHED, 24)[:1]
    scene.store.append = append  # type: ignore[method-assign]
    scene.workers = [reminders(scene.store, scene.roster, scene.clock)]
    assert scene.at(DUE - 24 * HOUR) == both(APPROACHED, 24)[1:]


def test_what_roster_cannot_say_is_told_later(scene: Scene) -> None:
    scene.offer(draft=DUE)
    scene.roster.reachable = False
    with pytest.raises(Exception, match="out of reach"):
        scene.at(DUE - 24 * HOUR)
    scene.roster.reachable = True
    assert scene.at(DUE - 23 * HOUR) == both(APPROACHED, 24)


def test_each_party_is_told_as_it_has_set(scene: Scene) -> None:
    scene.settings("br_1", hours_before=(72, 2), late=False)
    scene.settings("cr_1", kinds=(DeadlineKind.PUBLICATION,))
    scene.offer(draft=DUE)
    assert scene.at(DUE - 72 * HOUR) == [("br_1", APPROACHED, 72)]
    assert scene.at(DUE - 24 * HOUR) == []
    assert scene.at(DUE - 2 * HOUR) == [("br_1", APPROACHED, 2)]
    assert scene.at(DUE + HOUR) == []


def test_settings_that_change_count_from_then_on(scene: Scene) -> None:
    hours = Hours(scene.store, scene.clock)
    scene.offer(draft=DUE)
    scene.at(START)
    scene.settings("cr_1", hours_before=(90,))
    hours.run()
    assert scene.at(DUE - 90 * HOUR) == [("cr_1", APPROACHED, 90)]
    assert scene.at(DUE - 48 * HOUR) == [("br_1", APPROACHED, 48)]


def test_an_agency_is_told_while_it_holds_the_scope(scene: Scene) -> None:
    add_webhook(scene.store, "wh_a", party_id="ag_1")
    add_webhook(scene.store, "wh_b", party_id="ag_2")
    scene.settings("ag_1", hours_before=(24,))
    scene.settings("ag_2", hours_before=(36,))
    scene.roster.grant("ag_1", "cr_1", SCOPE)
    scene.roster.grant("ag_2", "cr_1", "marketplace.rates.read")
    scene.offer(draft=DUE)
    assert scene.at(DUE - 36 * HOUR) == both(APPROACHED, 48)
    assert scene.at(DUE - 24 * HOUR) == [("ag_1", APPROACHED, 24), *both(APPROACHED, 24)]
    assert [each.webhook_id for each in scene.store.deliveries.values()] == ["wh_a"]
    (event,) = (each for each in scene.store.published if each.owner_id == "ag_1")
    standing = scene.roster.standing("cr_1")
    assert standing.hears("ag_1", event)
    assert not any(standing.hears(each, event) for each in ("ag_2", "br_1", "cr_1"))
    assert event.tells_agency("ag_1")
    scene.roster.grant("ag_1", "cr_1")
    assert not scene.roster.standing("cr_1").hears("ag_1", event)
    assert scene.at(DUE) == both(MISSED, LATE)


def test_an_event_is_kept_for_longer_than_a_moment_is_told() -> None:
    assert KEPT > TELLABLE


def test_a_moment_before_the_deadline_is_not_told_behind_it() -> None:
    deadline = Deadline(DeadlineKind.DRAFT, DUE, "creator_side", "dl_1")
    assert ReminderSettings("cr_1", late=False).due(deadline, DUE) is None
    assert ReminderSettings("cr_1", hours_before=()).due(deadline, DUE - HOUR) is None
