"""The mail server that takes what is sent, as its URL says."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}


class Security(StrEnum):
    """How the connection is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    PLAIN = "plain"


@dataclass(frozen=True)
class Relay:
    """Where mails are handed over, as whom, and how the connection is protected."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


def relay_of(url: str, *, plain: bool = False) -> Relay:
    """`smtp://user:password@host:587` demands STARTTLS, `smtps://…:465` is TLS from the beginning.

    Without TLS only to this machine, or where `plain` allows it. Raises ValueError, without the URL.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("must be of the form smtp://user:password@host:587, or smtps://… for TLS at once")
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise ValueError("names a port that is no number up to 65535") from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise ValueError("names a user or a password that is not ASCII, which smtplib cannot send")
    return Relay(parts.hostname, port, _security(parts.scheme, parts.hostname, plain=plain), user, password)


def _security(scheme: str, host: str, *, plain: bool) -> Security:
    if scheme == "smtps":
        return Security.TLS
    return Security.PLAIN if plain or _is_loopback(host) else Security.STARTTLS


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
