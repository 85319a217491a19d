"""Events as they happen: each party hears what is its own, within a moment, and goes on where it was."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import orjson

from tests.e2e.api import Actor, Operator, delegate, send_offer
from tests.e2e.waiting import eventually

PATH = "/v1/events"


@dataclass
class Listener:
    """A stream of a party's events, read in a thread."""

    events: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def types(self) -> list[str]:
        """The types that were heard."""
        return [each["type"] for each in self.events]

    def read(self, response: httpx.Response) -> None:
        """Reads until the stream ends."""
        event_id = ""
        try:
            for line in response.iter_lines():
                self.lines.append(line)
                name, _, value = line.partition(": ")
                if name == "id":
                    event_id = value
                elif name == "data":
                    self.at.append(time.monotonic())
                    self.ids.append(event_id)
                    self.events.append(orjson.loads(value))
                self.begun.set()
        except httpx.HTTPError:
            pass
        finally:
            self.ended.set()


@contextmanager
def listening(actor: Actor, query: str = "", **headers: str) -> Iterator[Listener]:
    """A stream of the actor's, while the block runs."""
    listener = Listener()
    address = f"{actor.base_url}{PATH}{query}"
    given = {**actor.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
    with httpx.Client(timeout=60) as client, client.stream("GET", address, headers=given) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"] == "text/event-stream"
        thread = threading.Thread(target=listener.read, args=(response,), daemon=True)
        thread.start()
        assert listener.begun.wait(5)
        yield listener


def heard(listener: Listener, event_type: str) -> bool:
    """Whether it has heard of such an event."""
    return event_type in listener.types


def test_each_side_hears_of_an_offer(operator: Operator) -> None:
    agency, brand, creator, stranger = (
        operator.agency(),
        operator.brand(),
        operator.creator(),
        operator.agency(),
    )
    delegate(agency, creator)
    with (
        listening(creator) as hers,
        listening(agency) as theirs,
        listening(brand) as brands,
        listening(stranger) as others,
    ):
        offer = send_offer(brand, creator)
        for listener in (hers, theirs, brands):
            eventually(partial(heard, listener, "offer.sent"))
            data = listener.events[-1]["data"]
            assert (data["offer_id"], data["creator"]["id"]) == (offer["id"], creator.id)
        delegate(stranger, operator.creator())
        eventually(partial(heard, others, "delegation.accepted"))
        assert "offer.sent" not in others.types


def test_a_stream_goes_on_behind_the_event_that_was_seen_last(operator: Operator) -> None:
    brand, creator = operator.brand(), operator.creator()
    with listening(creator) as first:
        send_offer(brand, creator)
        eventually(lambda: len(first.events) == 1)
    missed = [send_offer(brand, creator)["id"] for _ in range(2)]
    with listening(creator, last_event_id=first.ids[0]) as again:
        eventually(lambda: len(again.events) == 2)
        assert [each["data"]["offer_id"] for each in again.events] == missed
    with listening(creator, f"?last_event_id={again.ids[0]}") as last:
        eventually(lambda: len(last.events) == 1)
    refused = creator.send("GET", PATH, headers={"Last-Event-ID": "ev_nothing"})
    assert (refused.status_code, refused.json()["code"]) == (409, "event_not_kept")


def test_types_can_be_chosen(operator: Operator) -> None:
    brand, creator = operator.brand(), operator.creator()
    with listening(creator, "?types=offer.withdrawn") as chosen, listening(creator) as every:
        offer = send_offer(brand, creator)
        brand.post(f"/v1/campaigns/{offer['campaign_id']}/offers/{offer['id']}/withdraw", {}, status=200)
        eventually(lambda: every.types == ["offer.sent", "offer.withdrawn"])
        eventually(lambda: chosen.types == ["offer.withdrawn"])


def test_a_revocation_is_the_last_that_an_agency_hears(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    granted = delegate(agency, creator)
    with listening(agency) as theirs, listening(creator) as hers:
        send_offer(brand, creator)
        eventually(lambda: theirs.types == ["offer.sent"])
        creator.post(f"/v1/delegations/{granted['id']}/revoke", {"reason": "Enough."}, status=200)
        send_offer(brand, creator)
        eventually(lambda: hers.types == ["offer.sent", "delegation.revoked", "offer.sent"])
        eventually(lambda: theirs.types == ["offer.sent", "delegation.revoked"])
        delegate(agency, operator.creator())
        eventually(lambda: theirs.types[-1] == "delegation.accepted")
        assert theirs.types.count("offer.sent") == 1
    listed = creator.get(f"/v1/creators/{creator.id}/activity")["items"]
    assert "stream_events" in [each["action"] for each in listed]


def test_a_client_that_is_taken_away_hears_no_more(operator: Operator) -> None:
    creator = operator.creator()
    made = operator.post(f"/v1/operator/parties/{creator.id}/clients", {})["client"]
    other = Actor(creator.base_url, creator.id, made["client_id"], made["client_secret"])
    with listening(other) as last:
        operator.call("DELETE", f"/v1/operator/parties/{creator.id}/clients/{other.client_id}", status=204)
        assert last.ended.wait(5)
