"""A person: her account, and what she is in which parties."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from services.roster.domain.parties import PartyKind
from services.roster.domain.people.roles import Role, check_limits, role_in, scopes_of
from services.shared.codes import ErrorCode
from services.shared.errors import Conflict, NotFound

PERSON_PREFIX = "pe"
UNKNOWN_PERSON = "There is no such person."
MOST_MEMBERSHIPS = 50
"""Parties of one person."""
MOST_IDENTITIES = 5
"""External identities of one person."""


class Locale(StrEnum):
    """The languages that Callboard speaks."""

    EN = "en"
    ES = "es"


@dataclass(frozen=True)
class Membership:
    """What a person is in a party, since when; limited to `creator_ids` unless these are empty."""

    party_id: str
    party_kind: PartyKind
    role: Role
    since: datetime
    creator_ids: tuple[str, ...] = ()

    @property
    def scopes(self) -> frozenset[str]:
        """The scopes that she may use in the party."""
        return scopes_of(self.party_kind, self.role)

    def reaches(self, creator_id: str) -> bool:
        """Whether the creator is one of those whom she may see."""
        return not self.creator_ids or creator_id in self.creator_ids


@dataclass(frozen=True)
class SecondFactor:
    """A secret that her app makes codes of, sealed. Recovery codes are SHA-256 of 80 random bits each.

    It counts once it is confirmed. `last_step` is the period of the last code that was used.
    """

    secret: str = field(repr=False)
    confirmed: bool = False
    last_step: int = 0
    recovery_codes: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class ExternalIdentity:
    """Who she is to an external issuer."""

    issuer: str
    subject: str


@dataclass(frozen=True)
class Person:
    """An account. `email` is in lower case; `password_hash` is empty where she only signs in elsewhere.

    `email_proven` says that she has shown, by a mail or an issuer's word, that the address is hers: a link
    that was handed to somebody else does not. Sessions that began before `sessions_valid_from` have ended.
    """

    id: str
    email: str
    name: str
    created_at: datetime
    updated_at: datetime
    sessions_valid_from: datetime
    locale: Locale = Locale.EN
    time_zone: str = ""
    password_hash: str = field(default="", repr=False)
    email_proven: bool = False
    factor: SecondFactor | None = None
    memberships: tuple[Membership, ...] = ()
    identities: tuple[ExternalIdentity, ...] = ()
    version: int = 1

    @property
    def second_factor(self) -> bool:
        """Whether signing in takes a code as well as her password."""
        return self.factor is not None and self.factor.confirmed

    @property
    def recovery_codes_left(self) -> int:
        """Recovery codes that have not been used."""
        return len(self.factor.recovery_codes) if self.factor and self.factor.confirmed else 0

    def membership_of(self, party_id: str) -> Membership | None:
        """What she is in the party, if anything."""
        return next((each for each in self.memberships if each.party_id == party_id), None)


@dataclass(frozen=True)
class Member:
    """A person as one of her parties knows her: nothing of her others."""

    id: str
    name: str
    email: str
    role: Role
    creator_ids: tuple[str, ...]
    since: datetime
    second_factor: bool
    created_at: datetime
    updated_at: datetime
    version: int


def member_of(person: Person, party_id: str) -> Member:
    """The person as that party knows her; raises NotFound where she does not belong to it."""
    held = belonging(person, party_id)
    return Member(
        id=person.id,
        name=person.name,
        email=person.email,
        role=held.role,
        creator_ids=held.creator_ids,
        since=held.since,
        second_factor=person.second_factor,
        created_at=person.created_at,
        updated_at=person.updated_at,
        version=person.version,
    )


def normal_email(email: str) -> str:
    """The one form of a mail address: lower case."""
    return email.strip().lower()


def belonging(person: Person | None, party_id: str) -> Membership:
    """Her membership of the party; raises NotFound, the same for a foreign person and for none."""
    membership = person.membership_of(party_id) if person else None
    if membership is None:
        raise NotFound(UNKNOWN_PERSON, code=ErrorCode.PERSON_NOT_FOUND)
    return membership


def join_party(person: Person, membership: Membership, now: datetime) -> Person:
    """The person with a further membership; raises Conflict where she has it, or enough of them."""
    if person.membership_of(membership.party_id):
        raise Conflict("The person belongs to the party already.", code=ErrorCode.ALREADY_MEMBER)
    if len(person.memberships) >= MOST_MEMBERSHIPS:
        raise Conflict(
            f"A person belongs to at most {MOST_MEMBERSHIPS} parties.", code=ErrorCode.LIMIT_REACHED
        )
    return replace(person, memberships=(*person.memberships, membership), updated_at=now)


def leave_party(person: Person, party_id: str, now: datetime) -> Person:
    """The person without that membership; raises NotFound where she has none."""
    belonging(person, party_id)
    left = tuple(each for each in person.memberships if each.party_id != party_id)
    return replace(person, memberships=left, updated_at=now)


def change_membership(person: Person, changed: Membership, now: datetime) -> Person:
    """The person as `changed` says of its party; itself where that is so. Raises NotFound and Invalid."""
    present = belonging(person, changed.party_id)
    role_in(present.party_kind, changed.role)
    check_limits(changed.role, changed.creator_ids)
    if changed == present:
        return person
    kept = tuple(changed if each.party_id == changed.party_id else each for each in person.memberships)
    return replace(person, memberships=kept, updated_at=now)


def set_password(person: Person, password_hash: str, now: datetime) -> Person:
    """The person with another password; what was begun with the former one ends."""
    return replace(person, password_hash=password_hash, sessions_valid_from=now, updated_at=now)


def prove_email(person: Person, now: datetime) -> Person:
    """The person, who has shown that the address is hers; itself where that was known.

    Whatever was set up before may be somebody else's, who was handed the link of an invitation to her
    address: password, second factor and external identities go, and all sessions end.
    """
    if person.email_proven:
        return person
    return replace(
        person,
        email_proven=True,
        password_hash="",
        factor=None,
        identities=(),
        sessions_valid_from=now,
        updated_at=now,
    )


def link_identity(person: Person, identity: ExternalIdentity, now: datetime) -> Person:
    """The person with an external identity; itself where she has it. Raises Conflict where she has enough."""
    if identity in person.identities:
        return person
    if len(person.identities) >= MOST_IDENTITIES:
        raise Conflict(
            f"A person has at most {MOST_IDENTITIES} external identities.", code=ErrorCode.LIMIT_REACHED
        )
    return replace(person, identities=(*person.identities, identity), updated_at=now)
