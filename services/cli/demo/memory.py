"""What the demo remembers between two runs: its ids, its people, and the secrets, which are shown once."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from pathlib import Path
from typing import Any

from services.cli.errors import CliError
from services.cli.settings import Connection

FILE = "demo.json"

PLAN = 2
"""Which demo it is. What another one has left is not gone on with."""

Login = dict[str, str]
"""id, client_id and client_secret of a party."""

Person = dict[str, str]
"""role, email and password of somebody who signs in to the portal."""


class Memory:
    """The file `demo.json`, readable by its owner only and replaced in one step at each change.

    It belongs to one installation. Where another one answers, a new memory begins.
    """

    def __init__(self, directory: Path, connection: Connection) -> None:
        self._path, self._lock = directory / FILE, threading.Lock()
        self._installation = _fingerprint(connection)
        content = _read(self._path)
        known = content.get("installation") == self._installation
        self.parties: dict[str, Login] = dict(content["parties"]) if known else {}
        self.campaigns: dict[str, str] = dict(content["campaigns"]) if known else {}
        self.portal_url: str = content.get("portal_url", "") if known else ""
        self.people: list[Person] = list(content.get("people", ())) if known else []

    def keep_party(self, key: str, login: Login) -> None:
        """Remembers a party."""
        with self._lock:
            self.parties[key] = login
            self._write()

    def keep_campaign(self, key: str, campaign_id: str) -> None:
        """Remembers a campaign."""
        with self._lock:
            self.campaigns[key] = campaign_id
            self._write()

    def keep_people(self, portal_url: str, people: list[Person]) -> None:
        """Remembers who signs in to the portal, and where."""
        with self._lock:
            if (self.portal_url, self.people) != (portal_url, people):
                self.portal_url, self.people = portal_url, people
                self._write()

    def _write(self) -> None:
        content = {
            "installation": self._installation,
            "portal_url": self.portal_url,
            "people": self.people,
            "parties": self.parties,
            "campaigns": self.campaigns,
        }
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # mkstemp makes it 0600.
            descriptor, temporary = tempfile.mkstemp(dir=self._path.parent, prefix=f".{FILE}.")
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(json.dumps(content, indent=2) + "\n")
            Path(temporary).replace(self._path)
        except OSError as error:
            raise CliError(f"{self._path} cannot be written: {error.strerror}.") from error


def _fingerprint(connection: Connection) -> str:
    """Tells installations, and demos, apart: `make clean` gives the operator a new secret."""
    return hashlib.sha256(f"{PLAN}\0{connection.client_id}\0{connection.client_secret}".encode()).hexdigest()[
        :32
    ]


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        assert {"parties", "campaigns"} <= content.keys()
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AssertionError, AttributeError) as error:
        raise CliError(f"{path} cannot be read; repair or delete it.") from error
    return content
