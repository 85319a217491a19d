"""The page of deliverables: what each side may do, what is kept of what was refused, hostile addresses."""

from __future__ import annotations

import pytest

from services.portal.pages.offers.deliveries import clock, seconds, web
from tests.unit.portal.deals import comment, deal, deliverable, draft
from tests.unit.portal.gateway import FakeGateway, me, page, problem
from tests.unit.portal.offers import PATH

PAGE, OWED = "/offers/of_1/deliverables?creator=cr_1", f"{PATH}/deliverables"


@pytest.fixture
def work(gateway: FakeGateway) -> FakeGateway:
    """A deal with one deliverable, for the agency."""
    gateway.answers |= {f"GET {PATH}": deal(), f"GET {OWED}": page(deliverable())}
    return gateway


@pytest.mark.parametrize(
    ("state", "agency", "brand"),
    [
        ("awaiting_draft", "Submit draft…", ""),
        ("changes_requested", "Submit draft…", ""),
        ("in_review", "", "Review…"),
        ("approved", "Record publication…", ""),
        ("published", "", ""),
    ],
)
def test_each_side_is_offered_what_it_may_do(work: FakeGateway, state: str, agency: str, brand: str) -> None:
    work.answers[f"GET {OWED}"] = page(deliverable(state=state))
    shown = work.browser().look(PAGE).text
    acts = ("Submit draft…", "Review…", "Record publication…")
    assert [each for each in acts if each in shown] == ([agency] if agency else [])
    work.answers["GET /v1/me"] = me("brand", "br_1")
    work.answers["GET /v1/campaigns/cp_1/offers/of_1"] = deal()
    work.answers["GET /v1/campaigns/cp_1/offers/of_1/deliverables"] = page(deliverable(state=state))
    shown = work.browser().look("/offers/of_1/deliverables?campaign=cp_1").text
    assert [each for each in acts if each in shown] == ([brand] if brand else [])


def test_drafts_stand_with_their_answers_and_remarks(work: FakeGateway) -> None:
    answered = draft(
        decision="request_changes", review_comment="Too long.", reviewed_at=draft()["submitted_at"]
    )
    answered["reviewed_by_actor"] = {"id": "br_1", "kind": "brand", "name": "Solstice Skincare"}
    item = deliverable(drafts=[answered], comments=[comment("The logo is cut.", 65.5)], revisions=1)
    work.answers[f"GET {OWED}"] = page(item)
    shown = work.browser().look(PAGE).text
    for text in ("1 of 2 left", "Too long.", "1:05.5", "The logo is cut.", 'rel="noopener noreferrer"'):
        assert text in shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://", "//evil.test"])
def test_a_hostile_address_is_text(work: FakeGateway, url: str) -> None:
    work.answers[f"GET {OWED}"] = page(deliverable(state="in_review", drafts=[draft(url=url)]))
    shown = work.browser().look(PAGE).text
    assert url in shown
    assert f'href="{url}"' not in shown
    assert web(url) == ""


def test_a_comment_goes_to_its_second(work: FakeGateway) -> None:
    work.answers[f"POST {OWED}/dl_1/comments"] = deliverable()
    path = "/offers/of_1/deliverables/dl_1/comment?creator=cr_1"
    done = work.browser().send(path, {"text": "Here", "at_second": "1:05", "once": "k1"})
    assert (done.status_code, done.location) == (303, f"{PAGE}#dl_1")
    assert work.bodies(f"{OWED}/dl_1/comments") == [{"text": "Here", "at_second": 65.0}]


def test_a_second_that_cannot_be_read_keeps_the_comment(work: FakeGateway) -> None:
    path = "/offers/of_1/deliverables/dl_1/comment?creator=cr_1"
    shown = work.browser().send(path, {"text": "My remark", "at_second": "soon"})
    assert shown.status_code == 422
    assert "Write minutes and seconds" in shown.text
    assert "My remark</textarea>" in shown.text


def test_what_is_wrong_with_a_draft_stands_beside_its_field(work: FakeGateway) -> None:
    errors = [{"field": "url", "code": "format", "message": "must be a web address"}]
    work.answers[f"POST {OWED}/dl_1/drafts"] = problem(422, "invalid", errors=errors)
    path = "/offers/of_1/deliverables/dl_1/draft?creator=cr_1"
    shown = work.browser().send(path, {"url": "x", "note": "My note"})
    assert shown.status_code == 422
    assert "must be a web address" in shown.text
    assert "My note</textarea>" in shown.text


def test_a_review_needs_a_decision(work: FakeGateway) -> None:
    path = "/offers/of_1/deliverables/dl_1/review?creator=cr_1"
    assert work.browser().send(path, {"decision": "maybe"}).status_code == 400
    assert work.browser().look("/offers/of_1/deliverables/dl_9/review?creator=cr_1").status_code == 404
    assert work.browser().look("/offers/of_1/deliverables/dl_1/burn?creator=cr_1").status_code == 404


@pytest.mark.parametrize(
    ("text", "expected"), [("", None), ("12", 12.0), ("0:12", 12.0), ("1:02:03", 3723.0), ("0:12,5", 12.5)]
)
def test_seconds_of_a_video(text: str, expected: float | None) -> None:
    assert seconds(text) == expected


def test_seconds_are_shown_as_minutes() -> None:
    assert [clock(each) for each in (0, 65, 65.5)] == ["0:00", "1:05", "1:05.5"]
