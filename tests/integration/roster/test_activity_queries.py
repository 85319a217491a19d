"""The log is read by its indexes: what a question costs follows what it answers, not what is stored."""

from __future__ import annotations

from typing import Any

from services.roster.handlers.activity import append_all
from services.roster.store import MongoStore
from services.roster.store.activity import heads_pipeline
from services.roster.store.log_documents import ActivityDocument
from tests.fakes.clock import FakeClock
from tests.unit.roster.build import entry

CREATORS, ENTRIES = [f"cr_{number:03d}" for number in range(40)], 30


def examined(store: MongoStore, command: dict[str, Any]) -> tuple[int, int]:
    """Index keys and documents that a command looks at."""
    database = store.parties.collection.database
    name = ActivityDocument._get_collection().name
    plan = database.command("explain", {**command, next(iter(command)): name}, verbosity="executionStats")
    found: Any = plan.get("executionStats") or plan["stages"][0]["$cursor"]["executionStats"]
    return found["totalKeysExamined"], found["totalDocsExamined"]


def fill(store: MongoStore, clock: FakeClock) -> None:
    for number in range(ENTRIES):
        append_all(store, clock, [entry(str(number), creator_id=name) for name in CREATORS])


def test_the_ends_of_many_logs_cost_one_key_each(store: MongoStore, clock: FakeClock) -> None:
    fill(store, clock)
    wanted = CREATORS[:20]
    found = {name: head.entries for name, head in store.heads(wanted).items()}
    assert found == dict.fromkeys(wanted, ENTRIES)
    pipeline = heads_pipeline(wanted)
    keys, documents = examined(store, {"aggregate": "", "pipeline": pipeline, "cursor": {}})
    assert documents <= 2 * len(wanted)
    assert keys <= 3 * len(wanted)


def test_what_was_written_lately_is_read_off_the_index(store: MongoStore, clock: FakeClock) -> None:
    fill(store, clock)
    question = {
        "find": "",
        "filter": {"written": {"$gt": 0}},
        "projection": {"_id": 0, "written": 1, "creator_id": 1},
        "sort": {"written": 1, "creator_id": 1},
        "limit": 10,
    }
    assert examined(store, question) == (10, 0)
