"""What the parties do on an offer. Each action knows when it is due, so that none is done twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from callboard import Client, types
from services.cli.demo.campaigns import BRAND_OF
from services.cli.demo.parties import KINDS
from services.cli.demo.session import Session

OPEN = ("in_review", "negotiating")
UNAGREED = (*OPEN, "awaiting_confirmation")


class Deal:
    """An offer of the demo: its present state, and the way each party reaches it."""

    def __init__(self, session: Session, key: str, campaign: str, offer: dict[str, Any]) -> None:
        self._session, self._key = session, key
        self._campaign_id, self.brand = session.memory.campaigns[campaign], BRAND_OF[campaign]
        self.offer = offer

    def path(self, by: str) -> str:
        """The offer, as a party reaches it."""
        if KINDS[by] == "brand":
            return f"/v1/campaigns/{self._campaign_id}/offers/{self.offer['id']}"
        return f"/v1/creators/{self.offer['creator_id']}/offers/{self.offer['id']}"

    def read(self) -> dict[str, Any]:
        """The offer as the brand reads it now."""
        return {**self._brand.get_campaign_offer(self._campaign_id, self.offer["id"])}

    def messages(self) -> list[types.Message]:
        """What was said about it, as the brand reads it."""
        return list(self._brand.list_campaign_offer_messages(self._campaign_id, self.offer["id"]))

    def deliverable(self, place: int) -> types.Deliverable | None:
        """The deliverable at a place, where the deal is active; None otherwise."""
        if self.offer["state"] != "active":
            return None
        return list(self._brand.list_campaign_offer_deliverables(self._campaign_id, self.offer["id"]))[place]

    def perform(self, number: int, action: Action) -> None:
        """Does an action that is due, and reads the offer again."""
        request = action.request(self)
        if request is None:
            return
        tail, body = request
        step = f"{self._key}-{number}-{tail.rsplit('/', 1)[-1]}"
        self._session.post(self._session.api(action.by), f"{self.path(action.by)}{tail}", body, step=step)
        self.offer = self.read()

    @property
    def _brand(self) -> Client:
        return self._session.api(self.brand)


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


@dataclass(frozen=True)
class Proposes:
    """Changed terms on top of version `base`: another price, in whole units, and half of it up front."""

    by: str
    base: int
    price: int
    message: str

    def request(self, deal: Deal) -> Request | None:
        """Due while that version is the latest."""
        if deal.offer["state"] not in OPEN or deal.offer["current_version"] != self.base:
            return None
        terms = dict(deal.offer["terms"])
        terms["price"] = terms["price"] | {"amount_minor": self.price * 100}
        terms["payment_schedule"] = schedule(50)
        return "/proposals", {"base_version": self.base, "terms": terms, "message": self.message}


@dataclass(frozen=True)
class Accepts:
    """The latest version, which the other side wrote."""

    by: str

    def request(self, deal: Deal) -> Request | None:
        """Due while this side is awaited."""
        side = "brand" if KINDS[self.by] == "brand" else "creator_side"
        if deal.offer["state"] not in OPEN or deal.offer["awaiting"] != side:
            return None
        return "/accept", {"version": deal.offer["current_version"], "hash": deal.offer["current_hash"]}


@dataclass(frozen=True)
class Confirms:
    """What a guardrail holds back."""

    by: str

    def request(self, deal: Deal) -> Request | None:
        """Due while it is held back."""
        if deal.offer["state"] != "awaiting_confirmation":
            return None
        return "/confirm", {"version": deal.offer["current_version"]}


@dataclass(frozen=True)
class Declines:
    """The offer, on the creator's side."""

    by: str
    reason: str

    def request(self, deal: Deal) -> Request | None:
        """Due before the agreement."""
        return ("/decline", {"reason": self.reason}) if deal.offer["state"] in UNAGREED else None


@dataclass(frozen=True)
class Withdraws:
    """The offer, on the brand's side."""

    by: str
    reason: str

    def request(self, deal: Deal) -> Request | None:
        """Due before the agreement."""
        return ("/withdraw", {"reason": self.reason}) if deal.offer["state"] in UNAGREED else None


@dataclass(frozen=True)
class Cancels:
    """An active deal; the second side to do it ends the deal. `after` is the side that must have asked."""

    by: str
    reason: str
    after: str | None = None

    def request(self, deal: Deal) -> Request | None:
        """Due while the deal is active and this side is the next."""
        next_one = deal.offer["state"] == "active" and deal.offer["cancellation_requested_by"] == self.after
        return ("/cancel", {"reason": self.reason}) if next_one else None


@dataclass(frozen=True)
class Says:
    """A message in the offer's thread."""

    by: str
    text: str

    def request(self, deal: Deal) -> Request | None:
        """Due until the thread has it."""
        said = any(message["text"] == self.text for message in deal.messages())
        return None if said else ("/messages", {"text": self.text})


@dataclass(frozen=True)
class Drafts:
    """Draft `number` of the deliverable at a place."""

    by: str
    place: int
    number: int = 1
    note: str = ""

    def request(self, deal: Deal) -> Request | None:
        """Due while that draft is awaited."""
        item = deal.deliverable(self.place)
        if item is None or item["state"] not in ("awaiting_draft", "changes_requested"):
            return None
        if len(item["drafts"]) != self.number - 1:
            return None
        url = f"https://drafts.example.com/{item['id']}/{self.number}"
        return f"/deliverables/{item['id']}/drafts", {"url": url, "note": self.note}


@dataclass(frozen=True)
class Reviews:
    """The brand's answer to draft `number`: approved, or with `changes` asked for."""

    by: str
    place: int
    number: int = 1
    changes: str = ""

    def request(self, deal: Deal) -> Request | None:
        """Due while that draft is under review."""
        item = deal.deliverable(self.place)
        if item is None or item["state"] != "in_review" or len(item["drafts"]) != self.number:
            return None
        decision = "request_changes" if self.changes else "approve"
        return f"/deliverables/{item['id']}/review", {"decision": decision, "comment": self.changes}


@dataclass(frozen=True)
class Comments:
    """A remark on the latest draft, at a second of the video."""

    by: str
    place: int
    at_second: float
    text: str

    def request(self, deal: Deal) -> Request | None:
        """Due until the deliverable has it."""
        item = deal.deliverable(self.place)
        if item is None or any(comment["text"] == self.text for comment in item["comments"]):
            return None
        body = {"text": self.text, "at_second": self.at_second}
        return f"/deliverables/{item['id']}/comments", body


@dataclass(frozen=True)
class Publishes:
    """The approved deliverable at a place, as a video."""

    by: str
    place: int
    video: str

    def request(self, deal: Deal) -> Request | None:
        """Due once it is approved."""
        item = deal.deliverable(self.place)
        if item is None or item["state"] != "approved":
            return None
        url = f"https://videos.example.com/{self.video}"
        return f"/deliverables/{item['id']}/publish", {"video_id": self.video, "url": url}


def schedule(up_front: int) -> Sequence[dict[str, Any]]:
    """A payment schedule: so many percent on agreement, the rest 30 days after publication."""
    return [
        {"stage": "on_agreement", "percent": up_front, "net_days": 14},
        {"stage": "on_publication", "percent": 100 - up_front, "net_days": 30},
    ]
