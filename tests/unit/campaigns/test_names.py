"""Names beside ids: the creator's present ones, and those that who acted had at that moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from protos.callboard.common.v1 import parties_pb2 as names
from protos.roster.v1 import events_pb2
from services.campaigns.consumes import consumers
from services.shared.events import Received
from tests.unit.campaigns.service import AGENCY, BRAND, CREATOR, URL, Service, brands, hers, latest, terms

ANA = names.CreatorRef(id="cr_1", handle="ana", display_name="Ana")
GLOW = replace(BRAND, name="Glow")
NORTH, HERSELF = replace(AGENCY, name="North Talent"), replace(CREATOR, name="Ana")
NORTH_REF = names.ActorRef(id="ag_1", kind=names.ACTOR_KIND_AGENCY, name="North Talent")
GLOW_REF = names.ActorRef(id="br_1", kind=names.ACTOR_KIND_BRAND, name="Glow")


@pytest.fixture
def service() -> Service:
    return Service()


def renamed(service, handle, name, version):
    """Delivers the fact that a creator is called otherwise."""
    message = events_pb2.ProfileChanged(creator_id="cr_1", handle=handle, display_name=name, version=version)
    row, *_ = consumers(service.store, service.clock)
    _, handle_it = row.handler_for("roster.v1.ProfileChanged.cr_1") or (None, None)
    assert handle_it
    handle_it(Received(message, "roster.v1.ProfileChanged", "ev_1", "cr_1", version, "", "", ""))


def test_an_offer_names_campaign_brand_creator_and_who_accepted_it(service):
    offer = service.offer()
    assert offer.campaign == names.CampaignRef(id=offer.campaign_id, name="Spring")
    assert offer.brand == names.BrandRef(id="br_1", name="Glow")
    assert (offer.creator, offer.HasField("accepted_by_actor")) == (ANA, False)
    accepted = service.call("AcceptOffer", HERSELF, **hers(offer), **latest(offer))
    assert accepted.accepted_by_actor == names.ActorRef(id="cr_1", kind=names.ACTOR_KIND_CREATOR, name="Ana")
    for page in (
        service.call("ListCreatorOffers", CREATOR, creator_id="cr_1"),
        service.call("ListCampaignOffers", BRAND, campaign_id=offer.campaign_id),
    ):
        assert [each.creator for each in page.items] == [ANA]
    assert service.call("GetCampaign", BRAND, campaign_id=offer.campaign_id).brand == offer.brand


def test_versions_and_messages_name_their_author_as_of_then(service):
    offer = service.offer()
    given = {"base_version": 1, "terms": terms(300_000)}
    service.call("CreateProposal", NORTH, **hers(offer), **given)
    service.call("CreateMessage", NORTH, **hers(offer), text="More.")
    later = replace(NORTH, name="South Talent")
    service.call("CreateMessage", later, **hers(offer), text="And more.")
    versions = service.call("ListVersions", BRAND, **brands(offer)).items
    assert versions[1].author == NORTH_REF
    said = service.call("ListMessages", BRAND, **brands(offer)).items
    assert [each.author.name for each in said] == ["North Talent", "South Talent"]


def test_deliverables_name_who_did_what(service):
    offer = service.deal()
    (owed,) = service.call("ListDeliverables", BRAND, **brands(offer)).items
    item = {"deliverable_id": owed.id}
    service.call("CreateDraft", NORTH, **hers(offer), **item, url=URL)
    service.call("CreateComment", GLOW, **brands(offer), **item, text="Longer.")
    service.call("ReviewDraft", GLOW, **brands(offer), **item, decision="REVIEW_DECISION_APPROVE")
    done = service.call("PublishDeliverable", NORTH, **hers(offer), **item, video_id="v1", url=URL)
    (draft,), (comment,) = done.drafts, done.comments
    assert (draft.submitted_by_actor, draft.reviewed_by_actor) == (NORTH_REF, GLOW_REF)
    assert (comment.author, done.publication.published_by_actor) == (GLOW_REF, NORTH_REF)


def test_a_creator_who_is_called_otherwise_is_so_on_every_offer(service):
    offer = service.offer()
    for version in (3, 2):
        renamed(service, f"ana.{version}", "Ana Cooks", version)
    service.clock.advance(seconds=1)
    shown = service.call("GetOffer", CREATOR, **hers(offer))
    assert shown.creator == names.CreatorRef(id="cr_1", handle="ana.3", display_name="Ana Cooks")


def test_roster_is_asked_for_names_that_were_lost(service):
    offer = service.offer()
    service.store.known.clear()
    service.clock.advance(seconds=1)
    assert service.call("GetOffer", CREATOR, **hers(offer)).creator == ANA
    service.clock.advance(seconds=1)
    service.roster.down = True
    assert service.call("GetOffer", CREATOR, **hers(offer)).creator == ANA


def test_what_was_heard_before_her_first_offer_is_not_undone_by_it(service):
    renamed(service, "ana.5", "Ana Cooks", 5)
    assert service.offer().creator.handle == "ana.5"
