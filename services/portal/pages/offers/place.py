"""An offer as a party reaches it: under its creator, or under the brand's campaign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, abort, request, url_for

from callboard import Client, types
from services.portal.app import me

blueprint = Blueprint("offers", __name__, url_prefix="/offers/<offer_id>")
LONGEST_THREAD = 100


@dataclass(frozen=True)
class Place:
    """Where an offer is: `owner` is the creator's id, or for a brand the campaign's."""

    offer_id: str
    owner: str
    kind: str

    @property
    def by_brand(self) -> bool:
        """Whether a brand looks."""
        return self.kind == "brand"

    @property
    def side(self) -> str:
        """The side of whoever looks."""
        return "brand" if self.by_brand else "creator_side"

    def url(self, page: str = "offer", **more: Any) -> str:
        """A page of the offer."""
        owner = "campaign" if self.by_brand else "creator"
        return url_for(f"offers.{page}", offer_id=self.offer_id, **{owner: self.owner, **more})

    def call(self, api: Client, name: str, *arguments: Any, **more: Any) -> Any:
        """A method of the client that both sides have: `call(api, "get_{}_offer")`."""
        method = getattr(api, name.format("campaign" if self.by_brand else "creator"))
        return method(self.owner, self.offer_id, *arguments, **more)

    def offer(self, api: Client) -> types.Offer:
        """The offer as it is now."""
        return cast(types.Offer, self.call(api, "get_{}_offer"))

    def versions(self, api: Client) -> list[types.OfferVersion]:
        """Its versions, the newest first."""
        pages = self.call(api, "list_{}_offer_versions", page_size=LONGEST_THREAD)
        return sorted(pages.first().items, key=lambda each: each["number"], reverse=True)

    def messages(self, api: Client) -> list[types.Message]:
        """What was written."""
        return cast(
            list[types.Message],
            self.call(api, "list_{}_offer_messages", page_size=LONGEST_THREAD).first().items,
        )

    def deliverables(self, api: Client) -> list[types.Deliverable]:
        """What the deal owes, in the order of the terms."""
        pages = self.call(api, "list_{}_offer_deliverables", page_size=LONGEST_THREAD, sort="position")
        return cast(list[types.Deliverable], pages.first().items)


def place(offer_id: str) -> Place:
    """Where this request finds the offer; 404 where its URL does not say under what."""
    kind = me()["party"]["kind"]
    own = me()["party"]["id"] if kind == "creator" else ""
    owner = request.args.get("campaign" if kind == "brand" else "creator", own)
    if not owner:
        abort(404)
    return Place(offer_id, owner, kind)
