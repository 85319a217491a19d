"""An offer at every limit fits into one document, and one beyond them refuses instead of breaking."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.campaigns.domain import deals
from services.campaigns.domain.negotiation import MOST_VERSIONS
from services.campaigns.domain.offers import Message
from services.campaigns.domain.states import Side
from services.campaigns.domain.terms import LARGEST_TERMS, Clause
from services.shared.commands import Command, Commit, execute
from services.shared.documents import REMEMBERED_COMMANDS
from services.shared.errors import Conflict
from tests.fakes.clock import FakeClock
from tests.unit.campaigns.build import BRAND, CREATOR, LATER, invitation, proposal, propose

pytestmark = pytest.mark.real

CLAUSES = tuple(Clause(f"c{number}", "", "x" * 18_000) for number in range(7))


def test_the_largest_offer(store):
    offer = invitation(proposal(clauses=CLAUSES))
    while len(offer.versions) < MOST_VERSIONS:
        offer = propose(offer, CREATOR, len(offer.versions), clauses=CLAUSES)
    text = "ñ" * 5000
    for number in range(100):
        offer = deals.discussed(offer, Message(f"ms_{number}", "br_1", Side.BRAND, text, LATER))
    store.offers.insert(offer, Commit())
    for number in range(REMEMBERED_COMMANDS + 1):
        command = Command("br_1", key=str(number), encode=lambda _: b"x" * LARGEST_TERMS)
        execute(store.offers, offer.id, replace, lambda _: [], command, FakeClock())
    assert store.offers.get(offer.id).version == REMEMBERED_COMMANDS + 2


def test_an_offer_beyond_one_document_is_refused(store):
    offer = invitation()
    store.offers.insert(offer, Commit())
    huge = Message("ms_1", BRAND.id, Side.BRAND, "x" * (17 << 20), LATER)
    with pytest.raises(Conflict, match="too large"):
        store.offers.replace(replace(offer, version=2, messages=(huge,)), 1, Commit())
    half = replace(offer, version=2, messages=(replace(huge, text="x" * (9 << 20)),))
    assert store.offers.replace(half, 1, Commit())
    versions = (replace(offer.latest, message="x" * (9 << 20)),)
    with pytest.raises(Conflict, match="too large"):
        store.offers.replace(replace(half, version=3, versions=versions), 2, Commit())
    assert store.offers.get(offer.id) == half
