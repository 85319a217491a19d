"""The cookie of somebody who is signed in, made of the token of a client: for tests only."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from callboard import Client
from services.portal.session import USE, Session
from services.portal.vault import Vault

NAME = "callboard"


def cookie_of(token: Mapping[str, Any], key: str, now: float | None = None) -> str:
    """What the portal keeps of a token; `key` is its `cookie_key`, `now` in seconds of the epoch."""
    session = Session.begun(token, time.time() if now is None else now)
    return Vault(key).seal(USE, asdict(session))


def signed_in(base_url: str, client_id: str, secret: str, key_file: Path) -> str:
    """The cookie of the party of a client."""
    with Client(base_url, client_id, secret) as client:
        return cookie_of(client.token(), key_file.read_text(encoding="utf-8").strip())
