"""Parties: operators, agencies, brands and creators, with the credentials of their clients."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.shared.codes import ErrorCode
from services.shared.errors import Conflict, NotFound, TooManyRequests

UNKNOWN_CREATOR = "There is no such creator."
YOU_ARE_SUSPENDED = "The operator has suspended this party; ask the operator."
MOST_CLIENTS = 10
"""Clients of one party; two are enough to replace the one by the other."""
MOST_REVOKED = 500
"""Tokens of one party that are revoked and have not ended yet."""

NOTED_EVERY = timedelta(hours=1)
"""How often the use of a client is kept, so that it costs one write an hour at most."""


class PartyKind(StrEnum):
    """What a party is."""

    OPERATOR = "operator"
    AGENCY = "agency"
    BRAND = "brand"
    CREATOR = "creator"


PartyKey = tuple[PartyKind, str]
"""What a party is, and its id."""

ID_PREFIX = {
    PartyKind.OPERATOR: "op",
    PartyKind.AGENCY: "ag",
    PartyKind.BRAND: "br",
    PartyKind.CREATOR: "cr",
}


class PartyState(StrEnum):
    """Whether a party may use Callboard."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class Credential:
    """A client of a party. Only the SHA-256 of its secret is kept, which is 256 random bits.

    `last_used_at` is when it last proved its secret, to the hour.
    """

    client_id: str
    secret_hash: str
    created_at: datetime
    last_used_at: datetime | None = None

    def is_worth_noting(self, now: datetime) -> bool:
        """Whether a use at this moment is to be kept: one an hour is."""
        return self.last_used_at is None or now - self.last_used_at >= NOTED_EVERY


@dataclass(frozen=True)
class Client:
    """Credentials as they are shown once."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class RevokedToken:
    """An access token that its client has revoked; forgotten when it has ended by itself."""

    id: str
    expires_at: datetime


@dataclass(frozen=True)
class Stats:
    """Headline statistics as the metrics service last reported them; None where unknown.

    `engagement_rate` is a ratio; `version` is the report's, 0 before the first.
    """

    followers: int | None = None
    average_views: float | None = None
    median_views: float | None = None
    engagement_rate: float | None = None
    captured_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True)
class Suspension:
    """That the operator has barred a party, since when, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class Visibility:
    """Who may find a creator, and see her rates."""

    listed: bool = False
    found_by_handle: bool = True
    public_rates: bool = False


@dataclass(frozen=True)
class Party:
    """Somebody who holds credentials.

    `handle`, `languages`, `bio`, `portfolio`, `visibility` and `stats` are a creator's only.
    """

    id: str
    kind: PartyKind
    name: str
    created_at: datetime
    updated_at: datetime
    country: str = ""
    category: str = ""
    handle: str | None = None
    languages: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    bio: str = ""
    portfolio: tuple[str, ...] = ()
    visibility: Visibility = Visibility()
    suspension: Suspension | None = None
    credentials: tuple[Credential, ...] = ()
    revoked_tokens: tuple[RevokedToken, ...] = ()
    stats: Stats = Stats()
    version: int = 1

    def has_revoked(self, token_id: str) -> bool:
        """Whether a client of the party has revoked the token."""
        return any(each.id == token_id for each in self.revoked_tokens)

    @property
    def display_name(self) -> str:
        """A creator's name as she shows it."""
        return self.name

    @property
    def state(self) -> PartyState:
        """Whether it may use Callboard."""
        return PartyState.SUSPENDED if self.suspension else PartyState.ACTIVE

    @property
    def suspended(self) -> bool:
        """Whether the operator has barred it."""
        return self.suspension is not None

    @property
    def suspended_at(self) -> datetime | None:
        """Since when it is suspended."""
        return self.suspension.at if self.suspension else None

    @property
    def suspended_reason(self) -> str:
        """Why it is suspended."""
        return self.suspension.reason if self.suspension else ""

    @property
    def clients(self) -> tuple[Credential, ...]:
        """Its clients, as the operator sees them."""
        return self.credentials


@dataclass(frozen=True)
class PartyName:
    """What a party is called; a creator has a handle, too."""

    id: str
    name: str
    handle: str | None = None


@dataclass(frozen=True)
class Registered:
    """A new party with the secret of its first client, which is shown this once."""

    party: Party
    client: Client


def add_credential(party: Party, credential: Credential, now: datetime) -> Party:
    """The party with a further client; raises Conflict where it has enough of them."""
    if len(party.credentials) >= MOST_CLIENTS:
        raise Conflict(
            f"A party has at most {MOST_CLIENTS} clients; take one away first.", code=ErrorCode.LIMIT_REACHED
        )
    return replace(party, credentials=(*party.credentials, credential), updated_at=now)


def replace_credential(party: Party, credential: Credential) -> Party:
    """The party with another secret of one of its clients; itself where that is the secret already."""
    known = {each.client_id: each.secret_hash for each in party.credentials}
    if known.get(credential.client_id) == credential.secret_hash:
        return party
    kept = (credential if each.client_id == credential.client_id else each for each in party.credentials)
    return replace(party, credentials=tuple(kept))


def remove_credential(party: Party, client_id: str, now: datetime) -> Party:
    """The party without one of its clients; raises NotFound, and Conflict where it is the last one."""
    left = tuple(each for each in party.credentials if each.client_id != client_id)
    if len(left) == len(party.credentials):
        raise NotFound("The party has no such client.", code=ErrorCode.CLIENT_NOT_FOUND)
    if not left:
        raise Conflict("A party keeps its last client; create another one first.", code=ErrorCode.LAST_CLIENT)
    return replace(party, credentials=left, updated_at=now)


def suspend(party: Party, reason: str, now: datetime) -> Party:
    """The party, barred; itself where it is already."""
    if party.suspended:
        return party
    return replace(party, suspension=Suspension(now, reason), updated_at=now)


def resume(party: Party, now: datetime) -> Party:
    """The party, let in again; itself where it is not suspended."""
    return replace(party, suspension=None, updated_at=now) if party.suspended else party


def revoke_token(party: Party, token: RevokedToken, now: datetime) -> Party:
    """The party with a token revoked; itself where that changes nothing. Raises TooManyRequests."""
    if party.has_revoked(token.id) or token.expires_at <= now:
        return party
    lasting = tuple(each for each in party.revoked_tokens if each.expires_at > now)
    if len(lasting) >= MOST_REVOKED:
        raise TooManyRequests(f"A party revokes at most {MOST_REVOKED} tokens at a time; remove the client.")
    return replace(party, revoked_tokens=(*lasting, token))


def normal_handle(handle: str) -> str:
    """The one form of a handle: without @, lower case."""
    return handle.strip().removeprefix("@").lower()
