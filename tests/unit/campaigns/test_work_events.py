"""What happens in creative work and talk is said as it happened, once, and without what was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.campaigns.v1 import events_pb2
from services.campaigns.handlers.timers import deemed_approval
from services.shared.errors import CallboardError
from tests.unit.campaigns.service import AGENCY, BRAND, CREATOR, URL, Service, brands, hers, terms

SECRET = "Only the two sides may read this."
APPROVE, CHANGES = "REVIEW_DECISION_APPROVE", "REVIEW_DECISION_REQUEST_CHANGES"

Step = Callable[..., Any]


class Work(Service):
    """A deal with so many videos, and what each side does with one of them."""

    def __init__(self, videos: int = 1) -> None:
        super().__init__()
        owed = terms(deliverables=[{"type": "video", "count": videos}])
        self.agreed = self.call("CreateOffer", BRAND, **self._invited(owed))
        latest = {"version": self.agreed.current_version, "hash": self.agreed.current_hash}
        self.call("AcceptOffer", CREATOR, **hers(self.agreed), **latest)
        self.items = self.call("ListDeliverables", BRAND, **brands(self.agreed)).items
        self.seen = {event.id for event in self._staged}

    def _invited(self, owed: dict[str, Any]) -> dict[str, Any]:
        campaign = self.call("CreateCampaign", BRAND, name="Spring")
        return {"campaign_id": campaign.id, "creator_id": "cr_1", "terms": owed}

    @property
    def _staged(self) -> list[Any]:
        return [*self.store.campaigns.events, *self.store.offers.events, *self.store.messages.events]

    def told(self) -> list[Any]:
        """The events since the last time."""
        found = [event for event in self._staged if event.id not in self.seen]
        self.seen |= {event.id for event in found}
        assert all(
            SECRET.encode() not in event.payload and URL.encode() not in event.payload for event in found
        )
        assert all(event.subject.endswith(".cr_1") for event in found)
        return [_read(event) for event in found]

    def submit(self, key: str = "", item: int = 0) -> None:
        """The agency hands a draft in."""
        self.call("CreateDraft", AGENCY, key, **hers(self.agreed), **self._named(item), url=URL, note=SECRET)

    def review(self, key: str = "", decision: str = APPROVE, item: int = 0) -> None:
        """The brand answers it."""
        said = {"decision": decision, "comment": SECRET}
        self.call("ReviewDraft", BRAND, key, **brands(self.agreed), **self._named(item), **said)

    def comment(self, key: str = "", text: str = SECRET) -> None:
        """The brand comments on it."""
        self.call("CreateComment", BRAND, key, **brands(self.agreed), **self._named(0), text=text)

    def publish(self, key: str = "", item: int = 0) -> None:
        """The creator records the publication."""
        said = {"video_id": "v1", "url": URL}
        self.call("PublishDeliverable", CREATOR, key, **hers(self.agreed), **self._named(item), **said)

    def write(self, key: str = "", text: str = SECRET) -> None:
        """The creator writes into the thread."""
        self.call("CreateMessage", CREATOR, key, **hers(self.agreed), text=text)

    def cancel(self, key: str = "") -> None:
        """The brand asks to cancel."""
        self.call("CancelOffer", BRAND, key, **brands(self.agreed), reason=SECRET)

    def _named(self, item: int) -> dict[str, str]:
        return {"deliverable_id": self.items[item].id}


def _read(event: Any) -> Any:
    name = event.subject.split(".")[2]
    return getattr(events_pb2, name).FromString(event.payload)


def names(messages: list[Any]) -> list[str]:
    """What the events are called."""
    return [each.DESCRIPTOR.name for each in messages]


def submitted(work: Work) -> None:
    """A draft is under review."""
    work.submit()


def approved(work: Work) -> None:
    """A draft is approved."""
    work.submit()
    work.review()


def agreed(_: Work) -> None:
    """Nothing has happened yet."""


STEPS: list[tuple[Callable[[Work], None], Step, list[str]]] = [
    (agreed, Work.submit, ["DraftSubmitted"]),
    (submitted, Work.review, ["DraftApproved"]),
    (agreed, Work.comment, ["CommentAdded"]),
    (approved, Work.publish, ["DeliverablePublished", "DealCompleted"]),
    (agreed, Work.write, ["MessageSent"]),
    (agreed, Work.cancel, ["CancellationRequested"]),
]


@pytest.mark.parametrize(("before", "step", "expected"), STEPS)
def test_each_command_says_what_it_did_once(
    before: Callable[[Work], None], step: Step, expected: list[str]
) -> None:
    work = Work()
    before(work)
    work.told()
    step(work, "k1")
    assert names(work.told()) == expected
    step(work, "k1")
    assert work.told() == []


def test_what_is_refused_is_not_told(subtests: pytest.Subtests) -> None:
    work = Work()
    refused: list[tuple[str, Callable[[], None]]] = [
        ("a review without a draft", work.review),
        ("a publication without an approval", work.publish),
        ("an empty comment", lambda: work.comment(text="")),
        ("an empty message", lambda: work.write(text="")),
    ]
    for name, step in refused:
        with subtests.test(name), pytest.raises(CallboardError):
            step()
    work.cancel()
    work.told()
    with pytest.raises(CallboardError):
        work.cancel()
    assert work.told() == []


def test_a_draft_that_is_sent_back_says_so() -> None:
    work = Work()
    work.submit()
    work.review(decision=CHANGES)
    work.submit()
    first, back, second = work.told()
    assert names([first, back, second]) == ["DraftSubmitted", "DraftChangesRequested", "DraftSubmitted"]
    assert [each.deliverable.draft for each in (first, back, second)] == [1, 1, 2]
    assert back.deliverable.deliverable_id == work.items[0].id
    assert (back.deliverable.type, back.deliverable.state) == (
        "video",
        pb.DELIVERABLE_STATE_CHANGES_REQUESTED,
    )
    assert (first.actor.id, back.actor.id) == ("ag_1", "br_1")
    assert (back.offer.brand_id, back.offer.version) == ("br_1", 4)


def test_only_the_last_publication_completes_the_deal() -> None:
    work = Work(videos=2)
    for item in (0, 1):
        work.submit(item=item)
        work.review(item=item)
    work.told()
    work.publish(item=1)
    (published,) = work.told()
    assert published.deliverable.deliverable_id == work.items[1].id
    work.publish(item=0)
    assert names(work.told()) == ["DeliverablePublished", "DealCompleted"]


def test_a_comment_and_a_message_are_named_and_not_quoted() -> None:
    work = Work()
    work.comment()
    work.write()
    comment, message = work.told()
    (item,) = work.call("ListDeliverables", BRAND, **brands(work.agreed)).items
    (written,) = work.call("ListMessages", BRAND, **brands(work.agreed)).items
    assert (comment.comment_id, comment.author.id, comment.deliverable.draft) == (
        item.comments[0].id,
        "br_1",
        0,
    )
    assert (message.message_id, message.author.id) == (written.id, "cr_1")


def test_the_asking_side_is_named_and_then_the_deal_is_cancelled() -> None:
    work = Work()
    work.cancel()
    (asked,) = work.told()
    assert asked.side == pb.SIDE_BRAND
    work.call("CancelOffer", CREATOR, **hers(work.agreed))
    assert names(work.told()) == ["DealCancelled"]


def test_silence_approves_each_draft_that_waits_long_enough() -> None:
    work = Work(videos=3)
    work.submit(item=0)
    work.submit(item=1)
    work.clock.advance(seconds=1)
    work.submit(item=2)
    work.told()
    work.clock.advance(seconds=timedelta(days=14).total_seconds() - 1)
    deemed_approval(work.store, work.clock, review_days=14).run()
    told = work.told()
    assert names(told) == ["DraftApproved", "DraftApproved"]
    assert [each.deliverable.deliverable_id for each in told] == [each.id for each in work.items[:2]]
    assert {each.actor.id for each in told} == {"timer"}
    work.clock.advance(seconds=1)
    deemed_approval(work.store, work.clock, review_days=14).run()
    (last,) = work.told()
    assert last.deliverable.deliverable_id == work.items[2].id
