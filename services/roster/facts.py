"""The events that the roster service causes."""

from __future__ import annotations

from google.protobuf.message import Message

from protos.roster.v1 import events_pb2
from services.roster.domain.delegations import Delegation, DelegationState
from services.roster.domain.parties import Party, PartyKind
from services.roster.domain.rates import RateCard
from services.shared.events import Fact

_BY_STATE: dict[DelegationState, type[Message]] = {
    DelegationState.REQUESTED: events_pb2.DelegationRequested,
    DelegationState.ACTIVE: events_pb2.DelegationAccepted,
    DelegationState.DECLINED: events_pb2.DelegationDeclined,
    DelegationState.REVOKED: events_pb2.DelegationRevoked,
    DelegationState.ENDED: events_pb2.DelegationEnded,
    DelegationState.EXPIRED: events_pb2.DelegationExpired,
}


def party_registered(party: Party) -> list[Fact]:
    """A new creator; other parties concern nobody else."""
    if party.kind is not PartyKind.CREATOR:
        return []
    message = events_pb2.CreatorRegistered(creator_id=party.id, handle=party.handle)
    return [Fact(party.id, message)]


def delegation_moved(delegation: Delegation) -> list[Fact]:
    """A delegation has come into the state that it is in."""
    return [Fact(delegation.creator_id, _BY_STATE[delegation.state](delegation=_ref(delegation)))]


def guardrails_changed(delegation: Delegation) -> list[Fact]:
    """The creator has changed the limits."""
    return [Fact(delegation.creator_id, events_pb2.GuardrailsChanged(delegation=_ref(delegation)))]


def _ref(delegation: Delegation) -> events_pb2.DelegationRef:
    return events_pb2.DelegationRef(
        delegation_id=delegation.id,
        creator_id=delegation.creator_id,
        agency_id=delegation.agency_id,
        scopes=delegation.scopes,
        version=delegation.version,
        at=delegation.ended_at or delegation.granted_at or delegation.requested_at,
        reason=delegation.reason,
    )


def rate_card_changed(card: RateCard) -> list[Fact]:
    """New rates are in force."""
    message = events_pb2.RateCardChanged(
        creator_id=card.id, updated_by=card.updated_by, version=card.version, at=card.updated_at
    )
    return [Fact(card.id, message)]


def unannounced(_: object) -> list[Fact]:
    """A change that concerns nobody else."""
    return []
