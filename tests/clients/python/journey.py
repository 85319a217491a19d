"""From a token to a published video, on the client that openapi-python-client generates."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TypeVar
from uuid import uuid4

from callboard_client import AuthenticatedClient, Client
from callboard_client.api.campaign import create_campaign
from callboard_client.api.delegation import accept_delegation, create_delegation
from callboard_client.api.deliverable import (
    create_campaign_offer_comment,
    create_draft,
    list_creator_offer_deliverables,
    publish_deliverable,
    review_draft,
)
from callboard_client.api.gateway import create_token
from callboard_client.api.import_ import import_snapshots
from callboard_client.api.metrics import get_metrics
from callboard_client.api.offer import (
    accept_campaign_offer,
    create_creator_offer_proposal,
    create_offer,
    diff_campaign_offer_versions,
    get_creator_offer,
    list_inbox,
)
from callboard_client.api.party import create_agency, create_brand, create_creator
from callboard_client.api.rate_card import put_rate_card
from callboard_client.models import (
    AcceptDelegationInput,
    AcceptOfferInput,
    Campaign,
    ClientCredentials,
    CreateAgencyInput,
    CreateBrandInput,
    CreateCampaignInput,
    CreateCommentInput,
    CreateCreatorInput,
    CreateDelegationInput,
    CreateDraftInput,
    CreateOfferInput,
    CreateProposalInput,
    DelegableScope,
    Delegation,
    Deliverable,
    DeliverablePage,
    DeliverableState,
    DeliverableTermInput,
    GrantType,
    GuardrailsInput,
    ImportReport,
    Money,
    NewAgency,
    NewBrand,
    NewCreator,
    Offer,
    OfferPage,
    OfferState,
    PaymentStage,
    PaymentTermInput,
    ProfileMetrics,
    PublishDeliverableInput,
    RateCard,
    RateCardPut,
    RateInput,
    ReviewDecision,
    ReviewDraftInput,
    Tab,
    TermsInput,
    Token,
    TokenForm,
    VersionDiff,
)
from callboard_client.types import File

T = TypeVar("T")
URL = os.environ["CALLBOARD_BASE_URL"]


def expected(kind: type[T], answer: object) -> T:
    """The answer, where it is of this kind, and no problem."""
    if not isinstance(answer, kind):
        raise TypeError(f"{kind.__name__} was expected, not {answer}")
    return answer


def signed_in(client_id: str, client_secret: str) -> AuthenticatedClient:
    """A client with a token."""
    form = TokenForm(
        grant_type=GrantType.CLIENT_CREDENTIALS, client_id=client_id, client_secret=client_secret
    )
    token = expected(Token, create_token.sync(client=Client(base_url=URL), body=form))
    return AuthenticatedClient(base_url=URL, token=token.access_token)


def party(credentials: ClientCredentials) -> AuthenticatedClient:
    """A party's own client."""
    return signed_in(credentials.client_id, credentials.client_secret)


def terms(amount_minor: int) -> TermsInput:
    """One video at this price."""
    return TermsInput(
        price=Money(amount_minor=amount_minor, currency="USD"),
        deliverables=[DeliverableTermInput(type_="video", count=1, max_revisions=2)],
        payment_schedule=[PaymentTermInput(stage=PaymentStage.ON_PUBLICATION, percent=100, net_days=30)],
    )


def import_numbers(operator: AuthenticatedClient, creator_id: str) -> None:
    """One snapshot of one video of hers."""
    moments = '"posted_at": "2026-01-30T00:00:00Z", "captured_at": "2026-02-01T00:00:00Z"'
    figures = '"followers": 5000, "views": 1000, "likes": 100, "comments": 10, "shares": 5'
    row = f'{{"creator": "{creator_id}", "video": "v1", {moments}, {figures}}}\n'
    file = File(payload=BytesIO(row.encode()))
    report = expected(ImportReport, import_snapshots.sync(client=operator, body=file))
    assert (report.accepted, report.rejected) == (1, []), report


def delegated(agency: AuthenticatedClient, creator: AuthenticatedClient, creator_id: str) -> None:
    """The creator lets the agency act for her."""
    asked = CreateDelegationInput(
        creator_id=creator_id, purpose="Run her brand partnerships.", scopes=list(DelegableScope)
    )
    requested = expected(Delegation, create_delegation.sync(client=agency, body=asked))
    guardrails = GuardrailsInput(confirm_accepts_above=Money(amount_minor=500_000, currency="USD"))
    granted = AcceptDelegationInput(guardrails=guardrails)
    accepted = expected(Delegation, accept_delegation.sync(requested.id, client=creator, body=granted))
    assert accepted.guardrails.confirm_accepts_above == Money(amount_minor=500_000, currency="USD")


def agreed(agency: AuthenticatedClient, brand: AuthenticatedClient, creator_id: str) -> Offer:
    """The brand offers, the agency asks for more, the brand accepts."""
    plan = CreateCampaignInput(name="Spring glow", brief="Show the serum in your morning.")
    campaign = expected(Campaign, create_campaign.sync(client=brand, body=plan))
    sent = expected(
        Offer,
        create_offer.sync(
            campaign.id,
            client=brand,
            body=CreateOfferInput(creator_id=creator_id, terms=terms(250_000)),
            idempotency_key=str(uuid4()),
        ),
    )
    inbox = expected(OfferPage, list_inbox.sync(client=agency, tab=Tab.PENDING))
    assert [each.id for each in inbox.items] == [sent.id]
    more = CreateProposalInput(base_version=1, message="Her usual rate.", terms=terms(300_000))
    proposed = expected(
        Offer, create_creator_offer_proposal.sync(creator_id, sent.id, client=agency, body=more)
    )
    diff = expected(VersionDiff, diff_campaign_offer_versions.sync(campaign.id, sent.id, client=brand))
    assert [(each.path, each.after) for each in diff.changes] == [("price.amount_minor", "300000")]
    agreement = AcceptOfferInput(version=proposed.current_version, hash_=proposed.current_hash)
    return expected(Offer, accept_campaign_offer.sync(campaign.id, sent.id, client=brand, body=agreement))


def published(agency: AuthenticatedClient, brand: AuthenticatedClient, offer: Offer) -> Deliverable:
    """A draft, a round of changes, a second draft, approval, publication."""
    mine, theirs = (offer.creator_id, offer.id), (offer.campaign_id, offer.id)
    page = expected(DeliverablePage, list_creator_offer_deliverables.sync(*mine, client=agency))
    (deliverable,) = page.items
    for number, decision in enumerate((ReviewDecision.REQUEST_CHANGES, ReviewDecision.APPROVE), start=1):
        draft = CreateDraftInput(url=f"https://drive.example/draft-{number}", note="A cut")
        expected(Deliverable, create_draft.sync(*mine, deliverable.id, client=agency, body=draft))
        comment = CreateCommentInput(text="Show the bottle longer.", at_second=12.5)
        expected(
            Deliverable,
            create_campaign_offer_comment.sync(*theirs, deliverable.id, client=brand, body=comment),
        )
        review = ReviewDraftInput(decision=decision, comment="Brighter, please.")
        expected(Deliverable, review_draft.sync(*theirs, deliverable.id, client=brand, body=review))
    video = PublishDeliverableInput(
        video_id="7300000000000000001", url="https://www.tiktok.com/@zoe/video/7300000000000000001"
    )
    return expected(Deliverable, publish_deliverable.sync(*mine, deliverable.id, client=agency, body=video))


def main() -> None:
    """The whole of it."""
    operator = signed_in(os.environ["CALLBOARD_CLIENT_ID"], os.environ["CALLBOARD_CLIENT_SECRET"])
    northlight = CreateAgencyInput(name="Northlight Talent", country="US")
    agency = party(expected(NewAgency, create_agency.sync(client=operator, body=northlight)).client)
    lumen = CreateBrandInput(name="Lumen Skincare", country="FR", category="beauty/skincare")
    brand = party(expected(NewBrand, create_brand.sync(client=operator, body=lumen)).client)
    zoe = CreateCreatorInput(handle=f"zoe_{uuid4().hex[:12]}", display_name="Zoe", country="US")
    made = expected(NewCreator, create_creator.sync(client=operator, body=zoe))
    creator_id = made.creator.id

    delegated(agency, party(made.client), creator_id)
    rate = RateInput(deliverable="video", price=Money(amount_minor=300_000, currency="USD"), negotiable=True)
    card = RateCardPut(rates=[rate])
    saved = expected(RateCard, put_rate_card.sync(creator_id, client=agency, body=card, if_match='"0"'))
    assert saved.version == 1
    import_numbers(operator, creator_id)
    metrics = expected(ProfileMetrics, get_metrics.sync(creator_id, client=agency))
    assert metrics.engagement_rate.value == 0.115, metrics.engagement_rate

    offer = agreed(agency, brand, creator_id)
    assert offer.state is OfferState.ACTIVE
    assert published(agency, brand, offer).state is DeliverableState.PUBLISHED
    ended = expected(Offer, get_creator_offer.sync(creator_id, offer.id, client=agency))
    print(ended.state)


if __name__ == "__main__":
    main()
