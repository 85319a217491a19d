"""Each side hears the whole course of a deal, in its order, and nobody hears it who may not read it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from tests.e2e.api import Actor, Operator, brand_path, creator_path, current, delegate, send_offer
from tests.e2e.test_live_events import Listener, listening
from tests.e2e.waiting import eventually

COURSE = [
    "offer.sent",
    "message.sent",
    "offer.accepted",
    "draft.submitted",
    "comment.added",
    "draft.changes_requested",
    "draft.submitted",
    "draft.approved",
    "cancellation.requested",
    "deliverable.published",
    "deal.completed",
]
PRIVATE = "Between the two sides."


class Course:
    """A deal, step by step; each is heard by all who may hear it before the next one is taken."""

    def __init__(self, agency: Actor, brand: Actor, creator: Actor, heard_by: Sequence[Listener]) -> None:
        self.agency, self.brand, self.creator = agency, brand, creator
        self._heard_by = heard_by
        self._count = 0
        self.offer = send_offer(brand, creator)
        self._heard(1)

    def agree(self) -> None:
        """They talk, and the agency accepts."""
        self.message = self.brand.post(f"{brand_path(self.offer)}/messages", {"text": PRIVATE})
        self._heard(1)
        accepted = current(self.offer)
        self.offer = self.agency.post(f"{creator_path(self.offer)}/accept", accepted, status=200)
        self._heard(1)
        (self.deliverable,) = self.agency.get(f"{creator_path(self.offer)}/deliverables")["items"]

    def work(self) -> None:
        """A draft, a comment, a round of changes, and a second draft that is approved."""
        draft = {"url": "https://drive.example/draft", "note": PRIVATE}
        self._does(self.agency, "drafts", draft)
        self._does(self.brand, "comments", {"text": PRIVATE})
        self._does(self.brand, "review", {"decision": "request_changes", "comment": PRIVATE}, status=200)
        self._does(self.agency, "drafts", draft)
        self._does(self.brand, "review", {"decision": "approve", "comment": ""}, status=200)

    def finish(self) -> None:
        """The brand would rather cancel; the creator publishes."""
        self.brand.post(f"{brand_path(self.offer)}/cancel", {"reason": PRIVATE}, status=200)
        self._heard(1)
        published = {"video_id": "v7300000000000000001", "url": "https://www.tiktok.com/@zoe/video/73"}
        self._does(self.creator, "publish", published, status=200, causes=2)

    def _does(
        self, actor: Actor, what: str, body: dict[str, Any], *, status: int = 201, causes: int = 1
    ) -> None:
        way = brand_path if actor is self.brand else creator_path
        actor.post(f"{way(self.offer)}/deliverables/{self.deliverable['id']}/{what}", body, status=status)
        self._heard(causes)

    def _heard(self, more: int) -> None:
        self._count += more
        for listener in self._heard_by:
            eventually(partial(_has, listener, self._count))


def _has(listener: Listener, count: int) -> bool:
    assert len(listener.events) == count, listener.types
    return True


def test_each_side_hears_the_whole_course_of_a_deal(operator: Operator) -> None:
    agency, brand, creator, other = (
        operator.agency(),
        operator.brand(),
        operator.creator(),
        operator.agency("Elsewhere Talent"),
    )
    delegate(agency, creator)
    delegate(other, creator, ("marketplace.profile.read", "marketplace.deliverables.write"))
    with (
        listening(creator) as hers,
        listening(agency) as theirs,
        listening(brand) as brands,
        listening(other) as others,
    ):
        course = Course(agency, brand, creator, (hers, theirs, brands))
        course.agree()
        course.work()
        course.finish()
        assert [each.types for each in (hers, theirs, brands)] == [COURSE] * 3
        assert hers.events == theirs.events == brands.events
        check(hers.events, course)
        delegate(other, operator.creator())
        eventually(lambda: others.types == ["delegation.requested", "delegation.accepted"])


def check(events: list[dict[str, Any]], course: Course) -> None:
    """The events name what they are about, and quote none of it."""
    data = dict(zip(COURSE, (each["data"] for each in events), strict=True))
    assert {each["offer_id"] for each in data.values()} == {course.offer["id"]}
    assert {each["creator"]["display_name"] for each in data.values()} == {"Zoe Example"}
    assert data["message.sent"]["message_id"] == course.message["id"]
    assert data["message.sent"]["author"] == course.message["author"]
    assert data["draft.approved"]["deliverable_id"] == course.deliverable["id"]
    assert (data["draft.approved"]["draft"], data["draft.approved"]["state"]) == (2, "approved")
    assert data["draft.approved"]["actor"]["id"] == course.brand.id
    assert data["draft.submitted"]["actor"]["name"] == "Northlight Talent"
    assert data["cancellation.requested"]["requested_by"] == "brand"
    assert PRIVATE not in str(events)
    (item,) = course.agency.get(f"{creator_path(course.offer)}/deliverables")["items"]
    assert data["comment.added"]["comment_id"] == item["comments"][0]["id"]


def test_a_step_that_is_repeated_is_heard_once(operator: Operator) -> None:
    brand, creator = operator.brand(), operator.creator()
    with listening(creator) as hers:
        offer = send_offer(brand, creator)
        eventually(partial(_has, hers, 1))
        path = f"{brand_path(offer)}/messages"

        def send(key: str) -> Any:
            return brand.post(path, {"text": "Hello."}, headers={"Idempotency-Key": key})

        assert send("one") == send("one")
        eventually(partial(_has, hers, 2))
        send("two")
        eventually(lambda: hers.types == ["offer.sent", "message.sent", "message.sent"])
