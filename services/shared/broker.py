"""How a connection to NATS is made: as whom, over what, and where its answers arrive."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SECURE = "tls"


def connection(url: str, ca_file: Path | None = None) -> dict[str, Any]:
    """What nats.connect needs to reach `url`: the server, the inbox of the user, and TLS where it says so.

    Each user may hear the inbox `_INBOX_<user>` only, so that nobody reads the answers to another.
    """
    parts = urlsplit(url)
    options: dict[str, Any] = {"servers": url}
    if parts.username:
        options["inbox_prefix"] = f"_INBOX_{parts.username}"
    if parts.scheme == SECURE:
        options["tls"] = ssl.create_default_context(cafile=ca_file)
    return options


def address(url: str) -> str:
    """The URL without user and password, as it may be shown."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
