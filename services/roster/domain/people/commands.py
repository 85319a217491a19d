"""What can be asked of roster about people: one command a use case, its fields named as those of the message.

`by_party` is the party that asks, `by_person` the person who does so for it; empty for a client.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from services.roster.domain.people.person import Locale
from services.roster.domain.people.roles import Role


@dataclass(frozen=True)
class ChangePerson:
    """An owner changes the named fields of a person's membership."""

    by_party: str
    by_person: str
    person_id: str
    changes: tuple[tuple[str, Any], ...]
    expected_version: int | None = None


@dataclass(frozen=True)
class RemovePerson:
    """An owner ends a person's membership."""

    by_party: str
    by_person: str
    person_id: str


@dataclass(frozen=True)
class Invite:
    """A party, or the operator for any party, invites an address."""

    by_party: str
    by_person: str
    party_id: str
    email: str
    role: Role | None = None
    creator_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class RevokeInvitation:
    """A party takes one of its invitations back."""

    by_party: str
    by_person: str
    invitation_id: str


@dataclass(frozen=True)
class ChangeAccount:
    """A person changes the named fields of her account."""

    person_id: str
    changes: tuple[tuple[str, Any], ...]
    expected_version: int | None = None


@dataclass(frozen=True)
class ChangePassword:
    """A person replaces her password."""

    person_id: str
    current_password: str = field(repr=False)
    new_password: str = field(repr=False)


@dataclass(frozen=True)
class RemoveSecondFactor:
    """A person gives her second factor up, by her password or by a code."""

    person_id: str
    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


@dataclass(frozen=True)
class SignIn:
    """Somebody says whose account is hers, and proves it."""

    email: str
    password: str = field(repr=False)
    code: str = field(repr=False)
    address: str


@dataclass(frozen=True)
class ResetPassword:
    """Whoever holds the token of a link sets a new password."""

    token: str = field(repr=False)
    password: str = field(repr=False)
    address: str = ""


@dataclass(frozen=True)
class AcceptInvitation:
    """Whoever holds the token of a link joins: as the person who has signed in, or with a new account."""

    token: str = field(repr=False)
    name: str = ""
    password: str = field(default="", repr=False)
    locale: Locale | None = None
    person_id: str = ""
    address: str = ""


@dataclass(frozen=True)
class FindExternal:
    """Whom an external issuer speaks of."""

    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False
