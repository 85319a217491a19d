"""What binds a creator is decided at the moment of the write, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from protos.campaigns.v1 import campaigns_pb2 as pb
from services.campaigns.domain.guardrails import Mandate
from services.campaigns.domain.states import OfferState
from services.shared.access import LEASE_SECONDS, REVOCATION_SECONDS
from services.shared.errors import Unauthenticated, Unavailable
from tests.unit.campaigns.service import AGENCY, BRAND, Service, brands, hers, latest, terms


@pytest.fixture
def service():
    return Service()


def test_without_roster_a_brands_accept_of_what_an_agency_wrote_binds_nothing(service):
    offer = service.offer()
    offer = service.call("CreateProposal", AGENCY, **hers(offer), base_version=1, terms=terms(300_000))
    service.roster.down = True
    with pytest.raises(Unavailable):
        service.call("AcceptOffer", BRAND, **brands(offer), **latest(offer))
    assert service.offer_now().state is OfferState.NEGOTIATING
    assert service.store.taken == {}


def test_an_answer_of_roster_that_has_grown_old_binds_nothing(service):
    """The accept stands still between roster's answer and its write; the creator revokes meanwhile."""
    offer = service.offer()
    offer = service.call("CreateProposal", AGENCY, **hers(offer), base_version=1, terms=terms(300_000))
    service.roster.mandates["ag_1", "cr_1"] = Mandate()
    write = service.store.offers.replace

    def held_up(aggregate, expected_version, commit):
        if service.roster.mandates["ag_1", "cr_1"].active:
            service.clock.sleep(REVOCATION_SECONDS)
            service.roster.mandates["ag_1", "cr_1"] = Mandate(active=False)
        return write(aggregate, expected_version, commit)

    service.store.offers.replace = held_up
    held = service.call("AcceptOffer", BRAND, **brands(offer), **latest(offer))
    assert list(held.held_because) == [pb.HELD_BECAUSE_REVOKED]
    assert service.store.slots("cr_1") == []


def test_an_agencys_accept_that_was_held_up_binds_nothing(service):
    """It stands still between the decision that let it in and its write; the creator revokes meanwhile."""
    offer = service.offer()
    agency = replace(AGENCY, until=service.clock.now() + timedelta(seconds=LEASE_SECONDS))
    write = service.store.offers.replace

    def held_up(aggregate, expected_version, commit):
        service.clock.sleep(REVOCATION_SECONDS)
        return write(aggregate, expected_version, commit)

    service.store.offers.replace = held_up
    with pytest.raises(Unauthenticated):
        service.call("AcceptOffer", agency, **hers(offer), **latest(offer))
    assert service.offer_now().state is OfferState.IN_REVIEW
    service.store.offers.replace = write
    fresh = replace(AGENCY, until=service.clock.now() + timedelta(seconds=LEASE_SECONDS))
    assert service.call("AcceptOffer", fresh, **hers(offer), **latest(offer)).state == pb.OFFER_STATE_ACTIVE
