"""The events that the roster service causes."""

from __future__ import annotations

from collections.abc import Callable

from google.protobuf.message import Message

from protos.roster.v1 import events_pb2
from services.roster.domain.delegations import Act, Change
from services.roster.domain.pairs import Pair
from services.roster.domain.parties import Party, PartyKind
from services.roster.domain.people.invitations import Invitation
from services.roster.domain.people.resets import Reset
from services.roster.domain.rates import RateCard
from services.shared.access import KINDS
from services.shared.events import Fact

_BY_ACT: dict[Act, type[Message]] = {
    Act.REQUESTED: events_pb2.DelegationRequested,
    Act.ACCEPTED: events_pb2.DelegationAccepted,
    Act.CHANGED: events_pb2.DelegationChanged,
    Act.GUARDRAILS_CHANGED: events_pb2.GuardrailsChanged,
    Act.DECLINED: events_pb2.DelegationDeclined,
    Act.REVOKED: events_pb2.DelegationRevoked,
    Act.ENDED: events_pb2.DelegationEnded,
    Act.EXPIRED: events_pb2.DelegationExpired,
    Act.SUPERSEDED: events_pb2.DelegationSuperseded,
}


def party_registered(party: Party) -> list[Fact]:
    """A new creator; other parties concern nobody else."""
    if party.kind is not PartyKind.CREATOR:
        return []
    message = events_pb2.CreatorRegistered(
        creator_id=party.id, handle=party.handle, display_name=party.name, version=party.version
    )
    return [Fact(party.id, message)]


def delegations_changed(pair: Pair) -> list[Fact]:
    """What the latest write has changed, in order."""
    return [
        Fact(each.delegation.creator_id, _BY_ACT[each.act](delegation=_ref(each))) for each in pair.changes
    ]


def _ref(change: Change) -> events_pb2.DelegationRef:
    delegation = change.delegation
    return events_pb2.DelegationRef(
        delegation_id=delegation.id,
        creator_id=delegation.creator_id,
        agency_id=delegation.agency_id,
        scopes=delegation.scopes,
        version=delegation.version,
        at=change.at,
        reason=change.reason,
        expires_at=delegation.expires_at,
        agency_name=delegation.agency_name,
    )


def rate_card_changed(card: RateCard) -> list[Fact]:
    """New rates are in force."""
    message = events_pb2.RateCardChanged(
        creator_id=card.id, updated_by=card.updated_by, version=card.version, at=card.updated_at
    )
    return [Fact(card.id, message)]


def party_suspended(party: Party) -> list[Fact]:
    """The operator has barred it."""
    message = events_pb2.PartySuspended(
        party_id=party.id,
        kind=KINDS[party.kind],
        reason=party.suspended_reason,
        version=party.version,
        at=party.updated_at,
    )
    return [Fact(party.id, message)]


def party_resumed(party: Party) -> list[Fact]:
    """The operator has let it in again."""
    message = events_pb2.PartyResumed(
        party_id=party.id, kind=KINDS[party.kind], version=party.version, at=party.updated_at
    )
    return [Fact(party.id, message)]


def profile_changed(fields: tuple[str, ...]) -> Callable[[Party], list[Fact]]:
    """These fields of a creator's profile, or of who may find it, have changed."""

    def facts(party: Party) -> list[Fact]:
        message = events_pb2.ProfileChanged(
            creator_id=party.id,
            fields=fields,
            portfolio=party.portfolio,
            handle=party.handle,
            display_name=party.name,
            version=party.version,
            at=party.updated_at,
        )
        return [Fact(party.id, message)]

    return facts


def invitation_made(locale: str) -> Callable[[Invitation], list[Fact]]:
    """Somebody was invited, who is taken to read that language."""

    def facts(invitation: Invitation) -> list[Fact]:
        message = events_pb2.InvitationMade(
            invitation_id=invitation.id,
            party_id=invitation.party_id,
            email=invitation.email,
            locale=locale,
            version=invitation.version,
            at=invitation.created_at,
        )
        return [Fact(invitation.party_id, message)]

    return facts


def reset_requested(locale: str) -> Callable[[Reset], list[Fact]]:
    """A new password was asked for an address, whose person reads that language."""

    def facts(reset: Reset) -> list[Fact]:
        message = events_pb2.ResetRequested(
            reset_id=reset.id, email=reset.email, locale=locale, version=reset.version, at=reset.created_at
        )
        return [Fact(reset.id, message)]

    return facts


def unannounced(_: object) -> list[Fact]:
    """A change that concerns nobody else."""
    return []
