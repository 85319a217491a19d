"""Parties: operators, agencies, brands and creators, with the credentials of their clients."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from services.shared.codes import ErrorCode
from services.shared.errors import Conflict, NotFound, TooManyRequests

UNKNOWN_CREATOR = "There is no such creator."
MOST_CLIENTS = 10
"""Clients of one party; two are enough to replace the one by the other."""
MOST_REVOKED = 500
"""Tokens of one party that are revoked and have not ended yet."""


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


@dataclass(frozen=True)
class Credential:
    """A client of a party. Only the SHA-256 of its secret is kept, which is 256 random bits."""

    client_id: str
    secret_hash: str


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
class Party:
    """Somebody who holds credentials. `handle`, `languages` and `stats` are a creator's only."""

    id: str
    kind: PartyKind
    name: str
    created_at: datetime
    country: str = ""
    category: str = ""
    handle: str | None = None
    languages: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
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


def add_credential(party: Party, credential: Credential) -> Party:
    """The party with a further client; raises Conflict where it has enough of them."""
    if len(party.credentials) >= MOST_CLIENTS:
        raise Conflict(
            f"A party has at most {MOST_CLIENTS} clients; take one away first.", code=ErrorCode.LIMIT_REACHED
        )
    return replace(party, credentials=(*party.credentials, credential))


def replace_credential(party: Party, credential: Credential) -> Party:
    """The party with another secret of one of its clients; itself where that is the secret already."""
    if credential in party.credentials:
        return party
    kept = (credential if each.client_id == credential.client_id else each for each in party.credentials)
    return replace(party, credentials=tuple(kept))


def remove_credential(party: Party, client_id: str) -> Party:
    """The party without one of its clients; raises NotFound, and Conflict where it is the last one."""
    left = tuple(each for each in party.credentials if each.client_id != client_id)
    if len(left) == len(party.credentials):
        raise NotFound("The party has no such client.", code=ErrorCode.CLIENT_NOT_FOUND)
    if not left:
        raise Conflict("A party keeps its last client; create another one first.", code=ErrorCode.LAST_CLIENT)
    return replace(party, credentials=left)


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
