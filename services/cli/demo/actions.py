"""What the parties do on an offer. Each action knows when it is due, so that none is done twice."""

from __future__ import annotations

from dataclasses import dataclass

from services.cli.demo.deal import Deal, Request
from services.cli.demo.parties import KINDS
from services.cli.demo.terms import Changes

OPEN = ("in_review", "negotiating")
UNAGREED = (*OPEN, "awaiting_confirmation")


@dataclass(frozen=True)
class Proposes:
    """Changed terms on top of version `base`, to be answered within so many hours; a week where 0."""

    by: str
    base: int
    changes: Changes
    message: str
    hours: float = 0

    def request(self, deal: Deal) -> Request | None:
        """Due while that version is the latest."""
        if deal.offer["state"] not in OPEN or deal.offer["current_version"] != self.base:
            return None
        terms = self.changes.applied(deal.offer["terms"])
        answer_by = {"respond_by": deal.session.hours(self.hours)} if self.hours else {}
        return "/proposals", {
            "base_version": self.base,
            "terms": terms,
            "message": self.message,
            **answer_by,
        }


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
