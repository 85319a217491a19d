"""The public types of events as the contracts declare them: where each comes from, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from protos.callboard.common.v1 import parties_pb2 as refs
from protos.campaigns.v1 import campaigns_pb2 as offers
from protos.campaigns.v1 import events_pb2 as campaigns
from protos.metrics.v1 import events_pb2 as metrics
from protos.notifications.v1 import public_pb2 as public
from protos.roster.v1 import events_pb2 as roster
from services.notifications.domain.events import Creator
from services.notifications.domain.reminders import Deadline, OfferDeadlines
from services.shared.access import SCOPE_NAMES, SCOPES
from services.shared.enums import numbers_of
from services.shared.published import declared
from services.shared.rendering import renderer_of

STREAMS = {"CAMPAIGNS": campaigns, "METRICS": metrics, "ROSTER": roster}
"""The streams that are consumed, and the events on them."""

_KINDS: dict[str, Any] = numbers_of(offers.DeadlineKind.DESCRIPTOR)
_AWAITING: dict[str, Any] = numbers_of(offers.Awaiting.DESCRIPTOR)


@dataclass(frozen=True)
class Kind:
    """A public type: the internal event that it follows from, and what an agency must hold to hear it."""

    name: str
    source: str
    scope: str
    data: type[Message]


@cache
def kinds() -> dict[str, Kind]:
    """Every type by its name, in the order of the contracts."""
    return {kind.name: kind for kind in _declared()}


@cache
def by_source() -> dict[str, Kind]:
    """The types that follow from internal events, by the full names of those."""
    return {kind.source: kind for kind in kinds().values() if kind.source}


def _declared() -> list[Kind]:
    messages, found = public.DESCRIPTOR.message_types_by_name, []
    for name, said in declared().items():
        # The numbers of what can be delegated are those of the scopes.
        scope = SCOPE_NAMES.get(said.scope, "")
        found.append(Kind(name, said.source, scope, GetMessageClass(messages[said.data])))
    return found


def sources() -> dict[str, tuple[type[Message], ...]]:
    """The internal events that are published, by stream."""
    known = by_source()
    return {
        stream: tuple(
            GetMessageClass(message)
            for message in module.DESCRIPTOR.message_types_by_name.values()
            if message.full_name in known
        )
        for stream, module in STREAMS.items()
    }


def body_of(event_type: str, at: str, data: Message) -> str:
    """What is sent: the type, the time (RFC 3339), and the data."""
    shown = renderer_of(data.DESCRIPTOR)(data)
    return orjson.dumps({"type": event_type, "timestamp": at, "data": shown}).decode()


def data_of(kind: Kind, message: Any, creator: Creator) -> Message:
    """What a public event says, given the internal one and the creator by name."""
    return _MAKERS[kind.data.DESCRIPTOR.name](message, _creator(creator))


def creator_of(message: Any) -> str:
    """The creator whom an internal event is about."""
    return str(_about(message).creator_id)


def brand_of(message: Any) -> str:
    """The brand that an internal event names; empty for most."""
    return str(getattr(_about(message), "brand_id", ""))


def agency_of(message: Any) -> str:
    """The agency that an internal event names; empty for most."""
    return str(getattr(_about(message), "agency_id", ""))


def _about(message: Any) -> Any:
    """The part of an internal event that says whom it is about."""
    fields = message.DESCRIPTOR.fields_by_name
    return next((getattr(message, name) for name in ("offer", "delegation") if name in fields), message)


def _creator(creator: Creator) -> refs.CreatorRef:
    return refs.CreatorRef(id=creator.id, handle=creator.handle, display_name=creator.display_name)


def _parties(message: Any, creator: refs.CreatorRef) -> dict[str, Any]:
    """What every event about an offer says of it."""
    offer = message.offer
    return {
        "creator": creator,
        "brand": refs.BrandRef(id=offer.brand_id, name=offer.brand_name),
        "campaign": refs.CampaignRef(id=offer.campaign_id, name=offer.campaign_name),
        "offer_id": offer.offer_id,
    }


def _offer(message: Any, creator: refs.CreatorRef) -> Message:
    offer = message.offer
    return public.OfferEvent(
        **_parties(message, creator), state=offer.state, tab=offer.tab, version=offer.version
    )


def _cancellation(message: Any, creator: refs.CreatorRef) -> Message:
    return public.CancellationEvent(
        **_parties(message, creator), requested_by=message.side, version=message.offer.version
    )


def _deliverable(message: Any, creator: refs.CreatorRef) -> Message:
    item = message.deliverable
    return public.DeliverableEvent(
        **_parties(message, creator),
        deliverable_id=item.deliverable_id,
        deliverable_type=item.type,
        state=item.state,
        draft=item.draft,
        actor=message.actor,
        version=message.offer.version,
    )


def _comment(message: Any, creator: refs.CreatorRef) -> Message:
    item = message.deliverable
    return public.CommentEvent(
        **_parties(message, creator),
        deliverable_id=item.deliverable_id,
        deliverable_type=item.type,
        comment_id=message.comment_id,
        draft=item.draft,
        author=message.author,
    )


def _message(message: Any, creator: refs.CreatorRef) -> Message:
    return public.MessageEvent(
        **_parties(message, creator), message_id=message.message_id, author=message.author
    )


def _delegation(message: Any, creator: refs.CreatorRef) -> Message:
    delegation = message.delegation
    return public.DelegationEvent(
        creator=creator,
        agency=refs.AgencyRef(id=delegation.agency_id, name=delegation.agency_name),
        delegation_id=delegation.delegation_id,
        scopes=[SCOPES[scope] for scope in delegation.scopes],
        reason=delegation.reason,
        version=delegation.version,
    )


def _about_creator(message: Any, creator: refs.CreatorRef) -> Message:
    return public.CreatorEvent(creator=creator, version=message.version)


def about_webhook(webhook_id: str, url: str) -> Message:
    """What an event about a webhook says."""
    return public.WebhookEvent(webhook_id=webhook_id, url=url)


def about_deadline(offer: OfferDeadlines, deadline: Deadline, hours: int, creator: Creator) -> Message:
    """What an event about a deadline says."""
    return public.DeadlineEvent(
        creator=_creator(creator),
        brand=refs.BrandRef(id=offer.brand_id, name=offer.brand_name),
        campaign=refs.CampaignRef(id=offer.campaign_id, name=offer.campaign_name),
        offer_id=offer.id,
        kind=_KINDS[deadline.kind.value],
        deliverable_id=deadline.deliverable_id,
        due_at=deadline.due_at,
        awaiting=_AWAITING[deadline.awaiting],
        hours_before=hours,
    )


_MAKERS: dict[str, Callable[[Any, refs.CreatorRef], Message]] = {
    "OfferEvent": _offer,
    "CancellationEvent": _cancellation,
    "DeliverableEvent": _deliverable,
    "CommentEvent": _comment,
    "MessageEvent": _message,
    "DelegationEvent": _delegation,
    "CreatorEvent": _about_creator,
}
