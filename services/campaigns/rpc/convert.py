"""Between the messages of campaigns.v1, the caller's identity, and the domain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from google.protobuf.message import Message as ProtoMessage

from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.roster.v1 import roster_pb2
from services.campaigns.domain.campaigns import Campaign
from services.campaigns.domain.deliverables import Comment, Deliverable, Draft, Publication
from services.campaigns.domain.guardrails import UNLIMITED, Guardrails
from services.campaigns.domain.listing import changed_at
from services.campaigns.domain.offers import Offer, Party, Path
from services.campaigns.domain.states import Role
from services.campaigns.domain.thread import Message
from services.campaigns.rpc.names import Creators
from services.shared.access import Identity
from services.shared.joins import join
from services.shared.mapping import fitted, from_message, to_message
from services.shared.paging import Page

join(
    Offer,
    pb.Offer,
    domain_only=["category", "latest", "chain", "deliverables", "under_review_since", "accepted_by_name"],
    message_only=["late", "creator", "progress"],
)
join(Draft, pb.Draft, domain_only=["submitted_by_name", "reviewed_by_name"])
join(Comment, pb.Comment, domain_only=["author_name"])
join(Publication, pb.Publication, domain_only=["published_by_name"])
join(Deliverable, pb.Deliverable, message_only=["offer_id", "late", "updated_at"])
join(
    Deliverable,
    pb.Progress,
    domain_only=["max_revisions", "revisions", "drafts", "comments", "publication"],
    message_only=["late"],
)
join(Guardrails, roster_pb2.Guardrails)

MOST_PROGRESS = 50
"""Deliverables of which an offer says where they stand: a deal may owe many more."""


def join_act(command: type, request: type[ProtoMessage], *ways: str) -> None:
    """Joins a command on an offer with its request, which names the offer, and what it is reached by."""
    join(command, request, domain_only=["by", "path"], message_only=["offer_id", *ways])


def party_of(identity: Identity) -> Party:
    """The caller as a party to offers. Guardrails bind an agency and nobody else."""
    role = Role(identity.kind)
    limits = from_message(Guardrails, identity.guardrails) if role is Role.AGENCY else UNLIMITED
    return Party(identity.party_id, role, identity.on_behalf_of, limits, identity.until, identity.signature)


def path_of(request: Any) -> Path:
    """How the request names its offer; it may have only one of the two ways."""
    creator_id = getattr(request, "creator_id", "")
    return Path(request.offer_id, creator_id, getattr(request, "campaign_id", ""))


def campaign_message(campaign: Campaign) -> pb.Campaign:
    """The campaign as the API shows it."""
    return to_message(pb.Campaign, campaign)


def thread_message(message: Message) -> pb.Message:
    """A message of a thread as the API shows it."""
    return to_message(pb.Message, message)


def offer_message(offer: Offer, creators: Creators, now: datetime) -> pb.Offer:
    """The offer as the API shows it at `now`."""
    message = to_message(pb.Offer, offer)
    message.late = offer.late(now)
    message.creator.CopyFrom(creators[offer.creator_id])
    message.progress.extend(_progress(offer, item, now) for item in offer.deliverables[:MOST_PROGRESS])
    return message


def _progress(offer: Offer, item: Deliverable, now: datetime) -> pb.Progress:
    message = to_message(pb.Progress, item)
    message.late = offer.late(now) and item.late(now)
    return message


def offers_message(page: Page[Offer], creators: Creators, now: datetime) -> pb.ListOffersResponse:
    """A page of offers."""
    items = [offer_message(offer, creators, now) for offer in page.items]
    return fitted(pb.ListOffersResponse(items=items, next_cursor=page.next_cursor), page)


def deliverable_message(offer: Offer, item: Deliverable, now: datetime) -> pb.Deliverable:
    """One deliverable of an offer; late only while the deal is active."""
    message = to_message(pb.Deliverable, item)
    message.updated_at.FromDatetime(changed_at(offer, item))
    message.offer_id = offer.id
    message.late = offer.late(now) and item.late(now)
    return message
