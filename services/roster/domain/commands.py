"""What can be asked of roster: one command a use case, its fields named as those of the message.

`by` is the party that asks, with the client that proves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.roster.domain.delegations import Actor
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.parties import PartyKind
from services.roster.domain.rates import Rate
from services.roster.domain.terms import Terms
from services.shared.patches import Patch


@dataclass(frozen=True)
class RegisterParty:
    """The operator creates a party; `handle`, `languages` and `categories` are a creator's."""

    kind: PartyKind
    name: str
    country: str
    category: str = ""
    handle: str | None = None
    languages: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class AddClient:
    """The operator gives a party a further client."""

    party_id: str


@dataclass(frozen=True)
class RemoveClient:
    """The operator takes a client away from a party."""

    party_id: str
    client_id: str


@dataclass(frozen=True)
class SuspendParty:
    """The operator bars a party of that kind."""

    kind: PartyKind
    party_id: str
    reason: str


@dataclass(frozen=True)
class ResumeParty:
    """The operator lets a party of that kind in again."""

    kind: PartyKind
    party_id: str


@dataclass(frozen=True)
class ChangeProfile:
    """A creator, or an agency for her, changes the fields that are named."""

    creator_id: str
    changes: tuple[tuple[str, Any], ...]
    expected_version: int | None = None


@dataclass(frozen=True)
class ChangeVisibility:
    """A creator changes who may find her, as far as it is named."""

    creator_id: str
    changes: tuple[tuple[str, Any], ...]
    expected_version: int | None = None


@dataclass(frozen=True)
class RevokeToken:
    """A client gives up an access token, which ends by itself at `expires_at`."""

    client_id: str
    token_id: str
    expires_at: datetime


@dataclass(frozen=True)
class RequestDelegation:
    """An agency asks a creator for scopes, until she takes them back where no end is named."""

    by: Actor
    creator_id: str
    scopes: tuple[str, ...]
    purpose: str
    expires_at: datetime | None = None


@dataclass(frozen=True)
class AcceptDelegation:
    """The creator grants what was asked for, or a part of it.

    Without `scopes` all of it; without `guardrails` those of the delegation that ends with it.
    """

    by: Actor
    delegation_id: str
    scopes: tuple[str, ...] | None = None
    guardrails: Guardrails | None = None


@dataclass(frozen=True)
class DeclineDelegation:
    """The creator refuses the request."""

    by: Actor
    delegation_id: str
    reason: str = ""


@dataclass(frozen=True)
class RevokeDelegation:
    """The creator takes back all that is open between her and the agency."""

    by: Actor
    delegation_id: str
    reason: str = ""


@dataclass(frozen=True)
class EndDelegation:
    """The agency gives the delegation, or the request for one, up."""

    by: Actor
    delegation_id: str
    reason: str = ""


@dataclass(frozen=True)
class AlterDelegation:
    """The creator takes scopes away, or moves the end."""

    by: Actor
    delegation_id: str
    terms: Terms
    expected_version: int | None = None


@dataclass(frozen=True)
class LimitDelegation:
    """The creator changes the limits: all of them, or those named."""

    by: Actor
    delegation_id: str
    guardrails: Guardrails | Patch[Guardrails]
    expected_version: int | None = None


@dataclass(frozen=True)
class PutRateCard:
    """New rates are put in force; `by` is the party that does it."""

    by: str
    creator_id: str
    rates: tuple[Rate, ...]
    expected_version: int | None = None


@dataclass(frozen=True)
class LabelsContent:
    """What an agency notes of a creator."""

    tags: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class PutLabels:
    """An agency replaces its own tags and notes on a creator."""

    agency_id: str
    creator_id: str
    content: LabelsContent
    expected_version: int | None = None


@dataclass(frozen=True)
class PatchLabels:
    """An agency changes its own tags, or notes, on a creator."""

    agency_id: str
    creator_id: str
    changes: Patch[LabelsContent]
    expected_version: int | None = None


@dataclass(frozen=True)
class RemoveCreator:
    """An agency takes a creator off its roster."""

    by: Actor
    creator_id: str
