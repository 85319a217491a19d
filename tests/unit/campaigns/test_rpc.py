"""The RPCs on fakes: what goes in and what comes out, by whom, and repeated commands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.roster.v1.roster_pb2 import Guardrails
from services.campaigns.domain.guardrails import Mandate
from services.campaigns.rpc.convert import MOST_PROGRESS
from services.shared.access import Identity
from services.shared.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
    Unavailable,
)
from tests.unit.campaigns.service import (
    AGENCY,
    BRAND,
    CREATOR,
    URL,
    Service,
    brands,
    hers,
    latest,
    terms,
)


@pytest.fixture
def service():
    return Service()


def test_campaigns(service):
    made = service.call("CreateCampaign", BRAND, name="Spring", budget={"amount_minor": 5, "currency": "USD"})
    assert (made.brand_name, made.category, made.version) == ("Glow", "beauty/skincare", 1)
    assert made.id.startswith("cp_")
    own = service.call("GetCampaign", BRAND, campaign_id=made.id)
    assert own == made
    put = {"campaign_id": made.id, "name": "Summer", "expected_version": 1}
    assert service.call("PutCampaign", BRAND, **put).version == 2
    with pytest.raises(Stale):
        service.call("PutCampaign", BRAND, **put)
    del put["expected_version"]
    assert service.call("PutCampaign", BRAND, **put, category="food").category == "food"


def test_another_brands_campaign_does_not_exist(service):
    made = service.call("CreateCampaign", BRAND, name="Spring")
    other = Identity("gateway", "br_2", "brand")
    for name, fields in (("GetCampaign", {}), ("PutCampaign", {"name": "x"}), ("ListCampaignOffers", {})):
        with pytest.raises(NotFound, match="no such campaign"):
            service.call(name, other, campaign_id=made.id, **fields)
        with pytest.raises(NotFound, match="no such campaign"):
            service.call(name, other, campaign_id="cp_nobody", **fields)
    with pytest.raises(NotFound):
        service.call("CreateOffer", other, campaign_id=made.id, creator_id="cr_1", terms=terms())


@pytest.mark.parametrize("creator_id", ["cr_nobody", "br_2"])
def test_an_offer_needs_a_creator(service, creator_id):
    with pytest.raises(NotFound, match="no such creator"):
        service.offer(creator_id=creator_id)


def test_roster_is_asked_once_about_a_creator(service):
    campaign_id = service.offer().campaign_id
    service.roster.down = True
    asked = {"campaign_id": campaign_id, "terms": terms()}
    assert service.call("CreateOffer", BRAND, creator_id="cr_1", **asked).creator_id == "cr_1"
    with pytest.raises(Unavailable):
        service.call("CreateOffer", BRAND, creator_id="cr_2", **asked)


def test_an_offer_as_the_api_shows_it(service):
    offer = service.offer()
    assert (offer.state, offer.tab) == (pb.OFFER_STATE_IN_REVIEW, pb.TAB_PENDING)
    assert offer.awaiting == pb.AWAITING_CREATOR_SIDE
    assert not offer.HasField("changes_proposed_by")
    assert not offer.HasField("agreed_at")
    assert (offer.price.amount_minor, offer.current_version, offer.version) == (250_000, 1, 1)
    assert offer.terms.deliverables[0].max_revisions == 2
    assert service.call("GetOffer", CREATOR, **hers(offer)) == offer
    assert service.call("GetOffer", BRAND, **brands(offer)) == offer
    with pytest.raises(NotFound):
        service.call("GetOffer", BRAND, **hers(offer))
    with pytest.raises(NotFound):
        service.call("GetOffer", CREATOR, creator_id="cr_1", offer_id="of_nobody")


def test_invalid_terms_write_nothing(service):
    with pytest.raises(Invalid) as refused:
        service.offer(terms=terms(price={"amount_minor": -1, "currency": "usd"}))
    assert [fault.field for fault in refused.value.errors] == [
        "terms.price.amount_minor",
        "terms.price.currency",
    ]
    with pytest.raises(Invalid, match="terms"):
        service.offer(terms={})
    assert service.store.offers.all() == []


def test_a_negotiation(service):
    offer = service.offer()
    offer = service.call("CreateProposal", AGENCY, **hers(offer), base_version=1, terms=terms(300_000))
    assert offer.state == pb.OFFER_STATE_NEGOTIATING
    assert offer.changes_proposed_by == pb.SIDE_CREATOR_SIDE
    difference = service.call("DiffVersions", BRAND, **brands(offer))
    assert (getattr(difference, "from"), difference.to) == (1, 2)
    assert [change.path for change in difference.changes] == ["price.amount_minor"]
    versions = service.call("ListVersions", CREATOR, **hers(offer)).items
    assert [each.author_id for each in versions] == ["br_1", "ag_1"]
    assert versions[1].on_behalf_of == "cr_1"
    assert versions[1].parent_hash == versions[0].hash
    service.roster.mandates["ag_1", "cr_1"] = Mandate()
    offer = service.call("AcceptOffer", BRAND, **brands(offer), **latest(offer))
    assert service.roster.asked == [("ag_1", "cr_1", offer.id, "rq_1")]
    assert (offer.state, offer.accepted_by) == (pb.OFFER_STATE_ACTIVE, "br_1")
    subjects = [event.subject for event in service.store.offers.events]
    assert subjects == [
        "campaigns.v1.OfferSent.cr_1",
        "campaigns.v1.TermsProposed.cr_1",
        "campaigns.v1.OfferAccepted.cr_1",
    ]


def test_differences_of_named_versions(service):
    offer = service.offer()
    none = service.call("DiffVersions", CREATOR, **hers(offer))
    assert (getattr(none, "from"), none.to, list(none.changes)) == (1, 1, [])
    for wrong in ({"from": 0}, {"to": 2}, {"from": -1, "to": 1}):
        with pytest.raises(Invalid):
            service.call("DiffVersions", CREATOR, **hers(offer), **wrong)


def test_guardrails_come_with_the_assertion(service):
    limits = Guardrails(confirm_accepts_above={"amount_minor": 100, "currency": "USD"})
    limited = Identity("gateway", "ag_1", "agency", on_behalf_of="cr_1", guardrails=limits)
    offer = service.offer()
    held = service.call("AcceptOffer", limited, **hers(offer), **latest(offer))
    assert held.state == pb.OFFER_STATE_AWAITING_CONFIRMATION
    assert held.awaiting == pb.AWAITING_CREATOR
    assert list(held.held_because) == [pb.HELD_BECAUSE_CONFIRM_ABOVE]
    with pytest.raises(Conflict, match="awaiting confirmation"):
        service.call("DeclineOffer", AGENCY, **hers(offer))
    done = service.call("ConfirmOffer", CREATOR, **hers(offer), version=1)
    assert done.state == pb.OFFER_STATE_ACTIVE


def test_guardrails_bind_nobody_but_an_agency(service):
    limits = Guardrails(confirm_all_accepts=True, blocked_categories=["beauty"])
    herself = Identity("gateway", "cr_1", "creator", guardrails=limits)
    offer = service.offer()
    assert service.call("AcceptOffer", herself, **hers(offer), **latest(offer)).tab == pb.TAB_ACTIVE


def test_the_cap_counts_her_active_deals(service):
    service.deal()
    limits = Guardrails(max_active_campaigns=1)
    capped = Identity("gateway", "ag_1", "agency", on_behalf_of="cr_1", guardrails=limits)
    offer = service.offer()
    with pytest.raises(Forbidden, match="max_active_campaigns"):
        service.call("AcceptOffer", capped, **hers(offer), **latest(offer))
    other = service.offer(creator_id="cr_2")
    service.call("AcceptOffer", capped, **hers(other), **latest(other))


def test_ends(service):
    declined = service.call("DeclineOffer", AGENCY, **hers(service.offer()), reason="No.")
    assert (declined.tab, declined.reason) == (pb.TAB_INACTIVE, "No.")
    withdrawn = service.call("WithdrawOffer", BRAND, **brands(service.offer()))
    assert withdrawn.state == pb.OFFER_STATE_WITHDRAWN
    deal = service.deal()
    asked = service.call("CancelOffer", BRAND, **brands(deal), reason="Budget.")
    assert asked.cancellation_requested_by == pb.SIDE_BRAND
    assert service.call("CancelOffer", CREATOR, **hers(deal)).state == pb.OFFER_STATE_CANCELLED


def test_messages(service):
    offer = service.offer()
    first = service.call("CreateMessage", BRAND, **brands(offer), text="Hello")
    assert (first.text, first.author_side) == ("Hello", pb.SIDE_BRAND)
    service.clock.advance(seconds=1)
    service.call("CreateMessage", AGENCY, key="k", **hers(offer), text="Hi")
    service.call("CreateMessage", AGENCY, key="k", **hers(offer), text="Hi")
    page = service.call("ListMessages", CREATOR, **hers(offer), page_size=1)
    rest = service.call("ListMessages", BRAND, **brands(offer), cursor=page.next_cursor)
    assert [each.text for each in (*page.items, *rest.items)] == ["Hello", "Hi"]
    assert rest.next_cursor == ""
    assert service.call("GetOffer", CREATOR, **hers(offer)).version == 1
    for name, said in (("CreateMessage", {"text": "Hi"}), ("ListMessages", {}), ("ListVersions", {})):
        with pytest.raises(NotFound):
            service.call(name, Identity("gateway", "br_2", "brand"), **brands(offer), **said)


def test_versions_in_pages(service):
    offer = service.offer()
    offer = service.call("CreateProposal", CREATOR, **hers(offer), base_version=1, terms=terms(300_000))
    page = service.call("ListVersions", CREATOR, **hers(offer), page_size=1)
    rest = service.call("ListVersions", CREATOR, **hers(offer), cursor=page.next_cursor)
    assert [each.number for each in (*page.items, *rest.items)] == [1, 2]
    assert rest.next_cursor == ""


def test_deliverables_to_completion(service):
    deal = service.deal()
    (item,) = service.call("ListDeliverables", BRAND, **brands(deal)).items
    assert (item.offer_id, item.max_revisions, item.late) == (deal.id, 2, False)
    one = {"deliverable_id": item.id}
    service.call("CreateDraft", AGENCY, **hers(deal), **one, url=URL)
    said = service.call("CreateComment", BRAND, **brands(deal), **one, text="Louder", at_second=0)
    assert said.comments[0].HasField("at_second")
    with pytest.raises(Invalid, match="decision"):
        service.call("ReviewDraft", BRAND, **brands(deal), **one)
    approved = service.call("ReviewDraft", BRAND, **brands(deal), **one, decision="REVIEW_DECISION_APPROVE")
    assert approved.state == pb.DELIVERABLE_STATE_APPROVED
    out = service.call("PublishDeliverable", CREATOR, **hers(deal), **one, video_id="v1", url=URL)
    assert out.publication.video_id == "v1"
    assert service.call("GetOffer", CREATOR, **hers(deal)).tab == pb.TAB_COMPLETED
    assert service.store.offers.events[-1].subject == "campaigns.v1.DealCompleted.cr_1"


def test_an_offer_says_how_far_the_deal_is(service):
    day = service.clock.now() + timedelta(days=1)
    videos = {"type": "video", "count": MOST_PROGRESS + 1, "draft_due": day.isoformat()}
    assert not service.offer().progress
    offer = service.offer(terms=terms(deliverables=[videos]))
    deal = service.call("AcceptOffer", CREATOR, **hers(offer), **latest(offer))
    items = service.call("ListDeliverables", CREATOR, **hers(deal), page_size=100).items
    one = {"deliverable_id": items[0].id}
    service.call("CreateDraft", CREATOR, **hers(deal), **one, url=URL)
    service.call("ReviewDraft", BRAND, **brands(deal), **one, decision="REVIEW_DECISION_APPROVE")
    out = service.call("PublishDeliverable", CREATOR, **hers(deal), **one, video_id="v1", url=URL)
    service.clock.advance(days=2)
    (listed,) = service.call("ListCreatorOffers", CREATOR, creator_id="cr_1", tab="TAB_ACTIVE").items
    assert [each.id for each in listed.progress] == [each.id for each in items[:MOST_PROGRESS]]
    first, second = listed.progress[:2]
    assert (first.state, first.late) == (pb.DELIVERABLE_STATE_PUBLISHED, False)
    assert first.published_at == out.publication.published_at
    assert (second.state, second.late) == (pb.DELIVERABLE_STATE_AWAITING_DRAFT, True)
    assert second.draft_due == items[1].draft_due
    assert not second.HasField("published_at")


def test_late(service):
    day = service.clock.now() + timedelta(days=1)
    video = {"type": "video", "count": 1, "draft_due": day.isoformat()}
    offer = service.offer(terms=terms(deliverables=[video]))
    service.call("AcceptOffer", CREATOR, **hers(offer), **latest(offer))
    service.clock.advance(days=2)
    assert service.call("GetOffer", CREATOR, **hers(offer)).late
    assert service.call("ListDeliverables", CREATOR, **hers(offer)).items[0].late


def test_a_patch_changes_what_it_names_of_a_campaign(service):
    whole = {"name": "Spring", "brief": "Show it.", "budget": {"amount_minor": 5, "currency": "USD"}}
    dates = {"starts_on": "2099-01-01", "ends_on": "2099-02-01", "category": "food"}
    made = service.call("CreateCampaign", BRAND, **whole, **dates)

    def patch(version, mask, **changes):
        named = {"campaign_id": made.id, "expected_version": version, "update_mask": mask}
        return service.call("PatchCampaign", BRAND, **named, **changes)

    changed = patch(1, "name,budget.amountMinor", name="Summer", budget={"amount_minor": 7})
    assert (changed.name, changed.brief, changed.version) == ("Summer", "Show it.", 2)
    assert (changed.budget.amount_minor, changed.budget.currency) == (7, "USD")
    target = {"country": [{"bucket": "US", "weight": 1}]}
    assert patch(2, "target.country", target=target).target.country[0].bucket == "US"
    cleared = patch(3, "brief,budget,target,startsOn,category")
    assert (cleared.brief, cleared.HasField("budget"), cleared.HasField("target")) == ("", False, False)
    assert (cleared.HasField("starts_on"), cleared.ends_on) == (False, "2099-02-01")
    assert cleared.category == "beauty/skincare", "the brand's own"
    for mask, changes, field in (
        ("name", {}, "name"),
        ("budget.amountMinor", {"budget": {"amount_minor": 7}}, "budget.currency"),
        ("startsOn", {"starts_on": "2099-03-01"}, "ends_on"),
    ):
        with pytest.raises(Invalid) as refused:
            patch(4, mask, **changes)
        assert [each.field for each in refused.value.errors] == [field]
    with pytest.raises(Stale):
        patch(3, "name", name="Late")
    other = Identity("gateway", "br_2", "brand")
    with pytest.raises(NotFound):
        service.call("PatchCampaign", other, campaign_id=made.id, name="Mine", update_mask="name")
