"""Reminders on MongoDB: two workers at once, and what of many offers is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from mongoengine import disconnect

from services.notifications.domain.reminders import Deadline, DeadlineKind, OfferDeadlines
from services.notifications.handlers.reminders import reminders
from services.notifications.store import ALIAS, DOCUMENTS, MongoStore
from services.notifications.store.documents import OfferDeadlinesDocument
from services.shared import process
from services.shared.documents import converter
from tests.fakes.clock import START, FakeClock
from tests.fakes.notifications import FakeRoster
from tests.providers import DataPlane

OFFERS = 2_000
DUE = 150


@pytest.fixture(scope="module")
def filled(data_plane: DataPlane) -> Iterator[MongoStore]:
    """Offers to answer, of which the first are due in 48 hours, and the others one minute after another."""
    store = MongoStore(data_plane.mongo_url("notifications"))
    for document in DOCUMENTS:
        document.drop_collection()
    process.migrate(DOCUMENTS)
    OfferDeadlinesDocument._get_collection().insert_many(map(row, range(OFFERS)))
    yield store
    disconnect(ALIAS)


def row(number: int) -> dict[str, Any]:
    """The document of an offer."""
    moment = START + timedelta(minutes=max(0, number - DUE + 1))
    due_at = moment + timedelta(hours=48)
    deadlines = (Deadline(DeadlineKind.ANSWER, due_at, "brand"),)
    offer = OfferDeadlines(f"of_{number}", 1, f"cr_{number}", "br_1", "", "cp_1", "", deadlines, moment)
    fields = converter.unstructure(offer)
    return {"_id": fields.pop("id"), **fields}


def test_two_workers_at_once_tell_each_party_once(filled: MongoStore) -> None:
    clock = FakeClock()
    workers = [reminders(filled, FakeRoster(), clock) for _ in range(2)]

    def work(number: int) -> None:
        while workers[number].run():
            continue

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(work, range(2)))
    told = filled.events_after(0, 10 * OFFERS)
    heard = Counter((each.creator_id, each.owner_id) for each in told)
    creators = [f"cr_{number}" for number in range(DUE)]
    assert heard == Counter([(each, party) for each in creators for party in (each, "br_1")])
    assert filled.deadlines_due(clock.now(), None, 10) == []
    clock.advance(hours=24)
    assert len(filled.deadlines_due(clock.now(), None, OFFERS)) == DUE + 24 * 60


def test_what_is_due_is_read_off_its_index(filled: MongoStore) -> None:
    collection = OfferDeadlinesDocument._get_collection()
    due = collection.find({"next_due_at": {"$lte": START + timedelta(days=1)}})
    plan = due.sort([("next_due_at", 1), ("_id", 1)]).limit(100).explain()
    assert plan["executionStats"]["totalDocsExamined"] == 100
    assert plan["executionStats"]["totalKeysExamined"] == 100
