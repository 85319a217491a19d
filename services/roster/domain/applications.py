"""Applications that people can let in: where those may be sent back to, and who registered them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import Conflict, Invalid, NotFound, invalid

UNKNOWN = "There is no such application."

PORTAL = "portal"
"""The application that is part of the installation; it is registered nowhere."""
PORTAL_NAME = "Callboard"

MOST_APPLICATIONS = 50
"""Of one party."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""The hosts to which a code may be sent without TLS: it does not leave the machine."""


@dataclass(frozen=True)
class Application:
    """An application of a party. Of its secret, which is 256 random bits, only the SHA-256 is kept.

    `secret_hash` is empty where it is public.
    """

    id: str
    party_id: str
    name: str
    redirect_uris: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    secret_hash: str = ""
    version: int = 1

    @property
    def confidential(self) -> bool:
        """Whether it proves itself by a secret."""
        return bool(self.secret_hash)


@dataclass(frozen=True)
class Registered:
    """An application with its secret, which is shown this once."""

    application: Application
    client_secret: str = ""

    @property
    def id(self) -> str:
        """The application's."""
        return self.application.id


def require_redirect_uris(uris: Iterable[str]) -> None:
    """Raises Invalid for an address to which no code may be sent."""
    for place, uri in enumerate(uris):
        if problem := _problem(uri):
            raise invalid(f"redirect_uris[{place}]", problem, FieldCode.NOT_ALLOWED)


def _problem(uri: str) -> str:
    if not uri.isascii() or not uri.isprintable() or any(each in uri for each in ' "<>\\^`{|}'):
        return "must be written in the characters of an address alone"
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is no address"
    if "#" in uri or "@" in parts.netloc or "*" in uri:
        return "must have no fragment, no user and no wildcard"
    if "." in parts.path.split("/") or ".." in parts.path.split("/"):
        return "must name its path without . and .."
    if not host or (parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK)):
        return "must begin with https://, or with http:// and name this machine"
    return ""


def require_own(application: Application | None, party_id: str) -> Application:
    """The application, where it is the party's; raises NotFound."""
    if application is None or application.party_id != party_id:
        raise NotFound(UNKNOWN, code=ErrorCode.APPLICATION_NOT_FOUND)
    return application


def require_room(count: int) -> None:
    """Raises Conflict where a party has as many applications as it may have."""
    if count >= MOST_APPLICATIONS:
        raise Conflict(
            f"A party has at most {MOST_APPLICATIONS} applications; remove one first.",
            code=ErrorCode.LIMIT_REACHED,
        )


def require_name(name: str) -> str:
    """The name without white space around it; raises Invalid for that of the installation itself."""
    if name.strip().casefold() == PORTAL_NAME.casefold():
        raise Invalid(f"{PORTAL_NAME} is what this installation calls itself; take another name.")
    return name.strip()
