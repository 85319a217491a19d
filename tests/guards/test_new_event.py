"""A new event that another service consumes is six files; rights, making and scaling follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.copied import change, check_guards, check_whole, copy_to, inspect, stated_files

MOST_FILES = 6
EXAMPLE = "tests/examples/events/metrics.v1.AccountLinked.json"
CHANGES = {
    "protos/metrics/v1/events.proto": {
        "// Producer: metrics, when a creator's headline statistics have changed.\n": (
            "// Producer: metrics, when imported snapshots were joined to a creator.\n"
            "// Consumers: roster, activity log.\n"
            "message AccountLinked {\n  string creator_id = 1;\n  string handle = 2;\n}\n\n"
            "// Producer: metrics, when a creator's headline statistics have changed.\n"
        ),
    },
    "services/metrics/produces.py": {
        "def unannounced(": (
            "def account_linked(account: Account) -> list[Fact]:\n"
            '    """Snapshots under a handle are a creator\'s."""\n'
            "    message = events_pb2.AccountLinked(creator_id=account.creator_id, handle=account.id)\n"
            "    return [Fact(account.creator_id, message)]\n\n\n"
            "def unannounced("
        ),
    },
    "services/metrics/handlers/accounts.py": {
        "create(store.accounts, account, produces.unannounced,": (
            "create(store.accounts, account, produces.account_linked,"
        ),
    },
    "services/roster/handlers/projections.py": {
        "def log_event(": (
            "def log_link(store: Store, clock: Clock, event: Received) -> None:\n"
            '    """Logs in the creator\'s activity log, once, that imported snapshots are hers."""\n'
            "    entry = Activity(\n"
            "        creator_id=event.message.creator_id,\n"
            "        at=clock.now(),\n"
            '        actor_id="",\n'
            "        actor_kind=None,\n"
            "        action=action_of(event.type),\n"
            "        decision=RECORDED,\n"
            "        object=event.message.handle,\n"
            "        event_id=event.event_id,\n"
            "    )\n"
            "    append(store, clock, entry)\n\n\n"
            "def log_event("
        ),
    },
    "services/roster/consumes.py": {
        "    def on_offer(": (
            "    def on_link(event: Received) -> None:\n"
            "        projections.log_link(store, clock, event)\n\n"
            "    def on_offer("
        ),
        '        Consumer("roster-open-offers",': (
            '        Consumer("roster-links", "METRICS", "metrics.v1.AccountLinked.*", '
            "{metrics.AccountLinked: on_link}),\n"
            '        Consumer("roster-open-offers",'
        ),
    },
}
"""Beside them there is the example of the event, which is a file of its own."""

INSPECT = """
import json
from deploy.permissions import NATS_USERS
from services.metrics.handlers.accounts import link
from services.roster.consumes import consumers
from services.shared.events import received
from tests.fakes.clock import FakeClock
from tests.fakes.metrics import FakeStore as Metrics
from tests.fakes.roster import FakeStore as Roster
from tests.pages import asked

metrics, roster, clock = Metrics(), Roster(), FakeClock()
for _ in range(2):
    link(metrics, clock, creator_id="cr_1", handle="zoe")
(staged,) = metrics.accounts.events
((message, handle),) = filter(None, (each.handler_for(staged.subject) for each in consumers(roster, clock)))
for _ in range(2):
    handle(received(staged.payload, staged.headers(), message))
print(json.dumps({
    "subject": staged.subject,
    "logged": [(each.action, each.object) for each in roster.activity("cr_1", "", asked("sequence"))],
    "rights": {each.name: each.publish for each in NATS_USERS},
}))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy."""
    folder = tmp_path_factory.mktemp("tree")
    copy_to(folder)
    (folder / EXAMPLE).write_text('{"creatorId": "cr_1", "handle": "zoe"}\n')
    change(folder, CHANGES)
    return folder


@pytest.fixture(scope="module")
def known(tree: Path) -> Any:
    """What the copy's own code makes of the event."""
    return inspect(tree, INSPECT)


def test_few_files_change_by_hand() -> None:
    assert len({*CHANGES, EXAMPLE}) == stated_files("test_new_event") <= MOST_FILES


def test_it_is_staged_once_and_consumed_once(known: Any) -> None:
    assert known["subject"] == "metrics.v1.AccountLinked.cr_1"
    assert known["logged"] == [["account_linked", "zoe"]]


def test_its_consumer_is_made_and_permitted(known: Any) -> None:
    made = "$JS.API.CONSUMER.CREATE.METRICS.roster-links.metrics.v1.AccountLinked.*"
    assert made in known["rights"]["operator"]
    assert {"$JS.API.CONSUMER.MSG.NEXT.METRICS.roster-links", "dead.roster-links"} <= {
        *known["rights"]["roster"]
    }


def test_workers_are_scaled_by_what_waits_for_it(tree: Path) -> None:
    rendered = (tree / "deploy/k8s/components/keda/scaled-objects.yaml").read_text()
    scaled = {each["metadata"]["name"]: each for each in yaml.safe_load_all(rendered) if each}
    triggers = scaled["roster-worker"]["spec"]["triggers"]
    assert "roster-links" in {each["metadata"].get("consumer") for each in triggers}


def test_what_was_generated_is_whole_and_the_guards_are_content(tree: Path) -> None:
    check_whole(tree, CHANGES)
    check_guards(tree, "compatibility", "events", "observability", "permissions")
