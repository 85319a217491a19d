"""Repeated commands get the first answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.shared.errors import Conflict, Invalid, Unavailable
from tests.unit.campaigns.service import AGENCY, BRAND, CREATOR, URL, Service, hers, latest, terms


@pytest.fixture
def service():
    return Service()


def test_a_repeated_command_gets_its_first_answer(service):
    offer = service.offer()
    named = {**hers(offer), **latest(offer)}
    first = service.call("AcceptOffer", CREATOR, key="k1", **named)
    service.call("CreateMessage", CREATOR, **hers(offer), text="Great")
    assert service.call("AcceptOffer", CREATOR, key="k1", **named) == first
    with pytest.raises(Conflict):
        service.call("AcceptOffer", CREATOR, key="k2", **named)
    with pytest.raises(Invalid, match="another request"):
        service.call("AcceptOffer", CREATOR, key="k1", **{**named, "version": 2})


def test_a_repeated_sending_makes_one_offer_even_when_late(service):
    campaign = service.call("CreateCampaign", BRAND, key="k", name="Spring")
    assert service.call("CreateCampaign", BRAND, key="k", name="Spring") == campaign
    soon = (service.clock.now() + timedelta(hours=1)).isoformat()
    given = {"campaign_id": campaign.id, "creator_id": "cr_1", "terms": terms(), "respond_by": soon}
    first = service.call("CreateOffer", BRAND, key="k", **given)
    service.clock.advance(days=1)
    assert service.call("CreateOffer", BRAND, key="k", **given) == first
    assert len(service.store.offers.all()) == 1


def test_a_key_is_good_for_one_path(service):
    offer = service.offer(terms=terms(deliverables=[{"type": "video", "count": 2}]))
    service.call("AcceptOffer", CREATOR, key="k", **hers(offer), **latest(offer))
    items = service.call("ListDeliverables", CREATOR, **hers(offer)).items
    for item in items:
        service.call("CreateDraft", AGENCY, key="k", **hers(offer), deliverable_id=item.id, url=URL)
    again = service.call("CreateDraft", AGENCY, key="k", **hers(offer), deliverable_id=items[0].id, url=URL)
    assert len(again.drafts) == 1
    other = service.offer()
    service.call("AcceptOffer", CREATOR, key="k", **hers(other), **latest(other))
    posts = [
        service.call("CreateMessage", CREATOR, key="k", **hers(each), text="Hi") for each in (offer, other)
    ]
    assert posts[0].id != posts[1].id


def test_a_repetition_asks_nobody(service):
    campaign = service.call("CreateCampaign", BRAND, key="k", name="Spring")
    given = {"campaign_id": campaign.id, "creator_id": "cr_1", "terms": terms()}
    first = service.call("CreateOffer", BRAND, key="k", **given)
    service.roster.down = True
    assert service.call("CreateOffer", BRAND, key="k", **given) == first
    with pytest.raises(Unavailable):
        service.call("CreateOffer", BRAND, key="other", **given | {"creator_id": "cr_2"})
