"""An offer at every limit fits into one document, and what each side still may do, it can do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.campaigns.domain import deals, negotiation
from services.campaigns.domain.deals import MOST_WRITTEN
from services.campaigns.domain.deliverables import ENTRY, Comment, Draft, Publication
from services.campaigns.domain.negotiation import MOST_VERSIONS
from services.campaigns.domain.states import Side
from services.campaigns.domain.terms import LARGEST_TERMS, Clause
from services.campaigns.domain.versions import Link
from services.shared.commands import Commit, execute, internal
from services.shared.errors import Conflict
from services.shared.remembered import REMEMBERED_COMMANDS
from tests.fakes.clock import FakeClock
from tests.fakes.invocations import Called
from tests.unit.campaigns.build import BRAND, CREATOR, LATER, accept, invitation, proposal, terms

pytestmark = pytest.mark.real

CLAUSES = tuple(Clause(f"c{number}", "", "x" * 18_000) for number in range(6))
URL = "https://video.example/" + "x" * 1970
COMMENT = "ñ" * 5000


def largest():
    """The most pieces, all but one published, with comments and versions up to every limit."""
    pieces = tuple(replace(terms().deliverables[0], count=100, max_revisions=20) for _ in range(20))
    offer = accept(invitation(proposal(deliverables=pieces, clauses=CLAUSES)), CREATOR)
    chain = tuple(Link(f"{number:064}", side) for number in range(MOST_VERSIONS) for side in Side)
    texts = MOST_WRITTEN // (ENTRY + len(COMMENT.encode()))
    comments = tuple(
        Comment(f"cm_{side}_{number}", 1, "x", side, COMMENT, 1.0, LATER)
        for side in Side
        for number in range(texts)
    )
    first, *others = offer.deliverables
    assert len(others) == 1999
    others = [replace(item, publication=Publication("v" * 200, URL, "cr_1", LATER)) for item in others]
    return replace(offer, chain=chain, deliverables=(replace(first, comments=comments), *others))


@pytest.mark.long
def test_the_largest_offer_with_the_largest_answers(store):
    offer = largest()
    store.offers.insert(offer, Commit())
    answer = b"x" * (2 * MOST_WRITTEN)
    for number in range(6):
        command = Called("br_1", key=str(number), encode=lambda _: answer)
        execute(store.offers, offer.id, replace, lambda _: [], command, FakeClock())
    for number in range(REMEMBERED_COMMANDS + 1):
        command = Called("br_2", key=str(number), encode=lambda _: b"x" * LARGEST_TERMS)
        execute(store.offers, offer.id, replace, lambda _: [], command, FakeClock())
    assert store.offers.get(offer.id).version == REMEMBERED_COMMANDS + 8
    latest = Called("br_2", key=str(REMEMBERED_COMMANDS)).command_id
    assert store.offers.recall(offer.id, latest)[1] is not None
    cancelled = execute(
        store.offers,
        offer.id,
        lambda current: negotiation.cancel(current, BRAND, "", LATER),
        lambda _: [],
        internal("br_1"),
        FakeClock(),
    )
    assert cancelled.cancellation_requested_by is Side.BRAND


def test_room_is_for_each_side_of_its_own():
    offer = largest()
    item = offer.deliverables[0].id
    for side in Side:
        with pytest.raises(Conflict, match="Your side has written"):
            deals.comment_draft(offer, item, Comment("cm", 1, "x", side, COMMENT, None, LATER))
    brands = tuple(each for each in offer.deliverables[0].comments if each.author_side is Side.BRAND)
    draft = Draft(1, "https://a/b", "", "cr_1", LATER)
    half = replace(offer.deliverables[0], comments=brands, drafts=(draft,))
    offer = replace(offer, deliverables=(half, *offer.deliverables[1:]))
    hers = Comment("cm", 1, "x", Side.CREATOR_SIDE, COMMENT, None, LATER)
    assert deals.comment_draft(offer, item, hers).deliverables[0].comments[-1] == hers
