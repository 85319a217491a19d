"""Two versions side by side: what a newer process writes or says does not trouble an older one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nats.js import JetStreamContext

from services.roster.domain.roster import Labels
from services.roster.store import MongoStore
from services.shared.commands import Commit
from services.shared.outbox import relay_once
from tests.integration.shared.fixtures import Broker, consuming, eventually, handled
from tests.integration.shared.test_consuming import Hearing, dead_letters, publish, registered

LATER_FIELD = b"\xfa\x07\x03new"
"""Field 127 of a message, of which the present contracts know nothing: "new"."""


def test_a_field_of_a_newer_version_is_read_over_and_stays(store: MongoStore) -> None:
    store.labels.insert(Labels("ag_1:cr_1", notes="old"), Commit((registered(1),)))
    later = {"later": {"kind": "new"}, "outbox.0.later": 7}
    store.labels.collection.update_one({"_id": "ag_1:cr_1"}, {"$set": later})
    found = store.labels.get("ag_1:cr_1")
    assert found is not None
    assert store.labels.replace(replace(found, notes="changed", version=1), 0, Commit())
    row = store.labels.collection.find_one({"_id": "ag_1:cr_1"}) or {}
    assert (row["notes"], row["later"], row["outbox"][0]["later"]) == ("changed", {"kind": "new"}, 7)


def test_an_event_of_a_newer_version_leaves_by_an_older_relay(store: MongoStore, broker: Broker) -> None:
    store.labels.insert(Labels("ag_1:cr_1"), Commit((registered(1),)))
    store.labels.collection.update_one({"_id": "ag_1:cr_1"}, {"$set": {"outbox.0.later": 7}})

    async def scene(js: JetStreamContext) -> Any:
        assert await relay_once(js, store.labels) == 1
        return await js.get_msg("ROSTER", 1)

    assert broker.run(scene).subject == "roster.v1.CreatorRegistered.cr_1"


def test_an_older_consumer_handles_an_event_with_more_in_it(broker: Broker) -> None:
    hearing = Hearing()
    more = registered(1)

    async def scene(js: JetStreamContext) -> list[Any]:
        await publish(js, replace(more, payload=more.payload + LATER_FIELD))
        async with consuming(js, hearing.consumer):
            await eventually(lambda: hearing.heard)
        return await dead_letters(js)

    assert broker.run(scene) == []
    assert hearing.heard == ["cr_1"]


def test_an_older_consumer_lets_an_event_pass_whose_type_it_does_not_know(broker: Broker) -> None:
    hearing = Hearing()
    unknown = replace(registered(1), subject="roster.v1.CreatorWasMadeLater.cr_1")

    async def scene(js: JetStreamContext) -> list[Any]:
        await publish(js, unknown, registered(2))
        async with consuming(js, hearing.consumer):
            await eventually(lambda: hearing.heard)
            await handled(js, hearing.consumer)
        return await dead_letters(js)

    assert broker.run(scene) == []
    assert hearing.heard == ["cr_2"]
