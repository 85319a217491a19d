"""Every reading of an agency stands in the creator's log, by name, within two seconds; lists too."""

from __future__ import annotations

from typing import Any

import psutil

from tests.e2e.api import Actor, Operator, TransportError, creator_path, delegate, send_offer
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually


def entries_of(creator: Actor) -> list[dict[str, Any]]:
    """The newest hundred entries of her log."""
    return list(creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"])


def read_by(creator: Actor, reader: Actor) -> dict[str, int]:
    """How often her log says that the reader has read each path."""
    counts: dict[str, int] = {}
    for entry in entries_of(creator):
        if entry["actor_id"] == reader.id:
            for reading in entry.get("readings", ()):
                counts[reading["object"]] = counts.get(reading["object"], 0) + reading["count"]
    return counts


def test_every_reading_under_one_lease_is_named(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    offers = [send_offer(brand, creator) for _ in range(3)]
    paths = [creator_path(offer) for offer in offers]
    paths += [f"{path}/versions" for path in paths]
    for path in (*paths, *paths):
        agency.get(path)
    eventually(lambda: read_by(creator, agency) == dict.fromkeys(paths, 2))
    (first,) = [each for each in entries_of(creator) if each.get("readings")][-1:]
    assert (first["decision"], first["on_behalf_of"]) == ("read", creator.id)
    assert first["delegation_id"]
    assert all(each["action"] and each["at"] and each["request_id"] for each in first["readings"])


def test_an_answer_that_has_not_changed_is_a_reading_too(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    path = f"/v1/creators/{creator.id}"
    tag = agency.send("GET", path).headers["ETag"]
    assert agency.send("GET", path, headers={"If-None-Match": tag}).status_code == 304
    eventually(lambda: read_by(creator, agency) == {path: 2})


def test_a_gateway_that_is_stopped_hands_over_what_it_has_served(
    installation: Installation, operator: Operator
) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    path = f"/v1/creators/{creator.id}"
    for _ in range(20):
        agency.get(path)
    gateway = installation.process("gateway")
    gateway.terminate()
    eventually(lambda: not gateway.is_running() or gateway.status() == psutil.STATUS_ZOMBIE)
    error = TransportError
    eventually(lambda: creator.send("GET", path).status_code == 200, error=error)
    assert read_by(creator, agency) == {path: 20}


def test_lists_name_the_creators_whom_they_showed_and_nobody_else(operator: Operator) -> None:
    agency, brand = operator.agency(), operator.brand()
    shown = [operator.creator() for _ in range(3)]
    for creator in shown:
        delegate(agency, creator)
        send_offer(brand, creator)
    assert len(agency.get("/v1/roster")["items"]) == 3
    assert len(agency.get("/v1/inbox")["items"]) == 3
    wanted = {"/v1/roster": 1, "/v1/inbox": 1}
    eventually(lambda: all(read_by(each, agency) == wanted for each in shown))


def test_a_page_names_those_of_this_page_only(operator: Operator) -> None:
    agency, creators = operator.agency(), [operator.creator() for _ in range(2)]
    for creator in creators:
        delegate(agency, creator)
    page = agency.get("/v1/roster", page_size=1)
    on_it = page["items"][0]["creator"]["id"]
    (shown,) = [each for each in creators if each.id == on_it]
    (other,) = [each for each in creators if each.id != on_it]
    eventually(lambda: read_by(shown, agency) == {"/v1/roster": 1})
    assert read_by(other, agency) == {}


def test_what_was_refused_or_missing_was_not_read_and_her_own_readings_are_hers(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator, scopes=("marketplace.profile.read", "marketplace.offers.read"))
    own, missing = f"/v1/creators/{creator.id}", f"/v1/creators/{creator.id}/offers/of_missing"
    agency.get(f"{own}/rate-card", status=403)
    agency.get(missing, status=404)
    creator.get(f"{own}/rate-card")
    agency.get(own)
    eventually(lambda: read_by(creator, agency) == {own: 1})
    assert all(each["actor_id"] != creator.id for each in entries_of(creator) if each.get("readings"))
