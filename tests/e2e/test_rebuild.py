"""MongoDB is the truth: what one service keeps of another can be dropped and announced again."""

from __future__ import annotations

from typing import Any

import pymongo

from tests.e2e.api import Operator, delegate, send_offer
from tests.e2e.installation import Installation
from tests.e2e.test_import import rows, upload
from tests.e2e.waiting import eventually


def test_projections_come_back_from_nothing(installation: Installation, operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    send_offer(brand, creator)
    upload(operator, rows(creator.id, 3).encode())
    before = eventually(lambda: complete(agency.get("/v1/roster")))

    drop(installation)
    dropped = agency.get("/v1/roster")["items"][0]
    assert (dropped["open_offers"], dropped["creator"]["stats"]["followers"]) == (0, None)

    for service in ("campaigns", "metrics"):
        installation.run(service, "reannounce")
    after = eventually(lambda: complete(agency.get("/v1/roster")))
    assert without_versions(after) == without_versions(before)


def complete(roster: dict[str, Any]) -> dict[str, Any] | None:
    """The one line of the roster, once both projections have arrived."""
    (item,) = roster["items"]
    return item if item["open_offers"] and item["creator"]["stats"]["followers"] else None


def without_versions(item: dict[str, Any]) -> dict[str, Any]:
    """The line without what says when, and how often, something in it was written."""
    creator = {name: value for name, value in item["creator"].items() if name != "version"}
    return {name: value for name, value in item.items() if name != "updated_at"} | {"creator": creator}


def drop(installation: Installation) -> None:
    """Empties what roster has projected from the facts of campaigns and metrics."""
    with pymongo.MongoClient[dict[str, Any]](installation.mongo_uri("roster")) as client:
        client["roster"]["open_offers"].delete_many({})
        client["roster"]["parties"].update_many(
            {"kind": "creator"}, {"$set": {"stats": {}}, "$inc": {"version": 1}}
        )
