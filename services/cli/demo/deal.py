"""An offer of the demo as it stands, and the way each party reaches it."""

from __future__ import annotations

from typing import Any, Protocol

from callboard import Client, types
from services.cli.demo.campaigns import BRAND_OF
from services.cli.demo.parties import KINDS
from services.cli.demo.session import Session


class Deal:
    """The offer, its thread and its deliverables as the brand reads them, each when first needed."""

    def __init__(self, session: Session, key: str, campaign: str, offer: dict[str, Any]) -> None:
        self.session, self._key = session, key
        self._campaign_id, self.brand = session.memory.campaigns[campaign], BRAND_OF[campaign]
        self.offer = offer
        self._said: list[types.Message] | None = None
        self._items: list[types.Deliverable] | None = None

    def path(self, by: str) -> str:
        """The offer, as a party reaches it."""
        if KINDS[by] == "brand":
            return f"/v1/campaigns/{self._campaign_id}/offers/{self.offer['id']}"
        return f"/v1/creators/{self.offer['creator_id']}/offers/{self.offer['id']}"

    def read(self) -> dict[str, Any]:
        """The offer as the brand reads it now."""
        return {**self._brand.get_campaign_offer(self._campaign_id, self.offer["id"])}

    def messages(self) -> list[types.Message]:
        """What was said about it."""
        if self._said is None:
            self._said = list(self._brand.list_campaign_offer_messages(self._campaign_id, self.offer["id"]))
        return self._said

    def deliverable(self, place: int) -> types.Deliverable | None:
        """The deliverable at a place, where the deal is active; None otherwise."""
        if self.offer["state"] != "active":
            return None
        if self._items is None:
            listed = self._brand.list_campaign_offer_deliverables(self._campaign_id, self.offer["id"])
            self._items = list(listed)
        return self._items[place]

    def perform(self, number: int, action: Action) -> None:
        """Does an action that is due, and knows what has come of it."""
        request = action.request(self)
        if request is None:
            return
        tail, body = request
        step = f"{self._key}-{number}-{tail.rsplit('/', 1)[-1]}"
        answer = self.session.post(
            self.session.api(action.by), f"{self.path(action.by)}{tail}", body, step=step
        )
        self._said = self._items = None
        if answer["id"] == self.offer["id"]:
            self.offer = answer
        elif tail.endswith("/publish"):
            # With its last deliverable the deal is completed.
            self.offer = self.read()

    @property
    def _brand(self) -> Client:
        return self.session.api(self.brand)


Request = tuple[str, dict[str, Any]]
"""The path below the offer, and the body to post there."""


class Action(Protocol):
    """One thing that a party of the demo does."""

    @property
    def by(self) -> str:
        """Who does it."""
        ...

    def request(self, deal: Deal) -> Request | None:
        """What to post; None where it was done, or where it is too late for it."""
        ...
