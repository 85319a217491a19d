"""The portal's application in the test's own process, before the gateway that runs: what it asks is seen."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field
from typing import Any

import httpx
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.portal.app import Dependencies, create_app
from services.portal.config import Settings
from services.portal.gateway import Gateway
from services.shared.clock import SystemClock
from tests.portal.attacks.routes import is_command
from tests.portal.conftest import Portal


@dataclass(frozen=True)
class Asked:
    """A request of the portal to the API, and the status of the answer."""

    method: str
    path: str
    status: int

    @property
    def changes(self) -> bool:
        """Whether it is of a kind that changes something."""
        return is_command(self.method, self.path)


@dataclass
class Watched:
    """A portal whose questions are seen. `base_url` may be another one than that of the portal that runs."""

    portal: Portal
    base_url: str = ""
    asked: list[Asked] = field(default_factory=list)
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        """Makes the application."""
        self.base_url = self.base_url or self.portal.base_url
        key = self.portal.key_file.read_text(encoding="utf-8").strip()
        gateway_url = self.portal.gateway_url
        settings = Settings(
            gateway_url=gateway_url, gateway_public_url=gateway_url, base_url=self.base_url, cookie_key=key
        )
        http = httpx.Client(timeout=30, trust_env=False, event_hooks={"response": [self._note]})
        weakref.finalize(self, http.close)
        gateway = Gateway(settings.gateway_url, settings.gateway_public_url, settings.base_url, http)
        self.client = create_app(Dependencies(settings, gateway, SystemClock())).test_client()

    def _note(self, answer: httpx.Response) -> None:
        self.asked.append(Asked(answer.request.method, answer.request.url.path, answer.status_code))

    @property
    def commands(self) -> list[Asked]:
        """What has changed something, or was to."""
        return [each for each in self.asked if each.changes]

    def let_in(self, cookie: str, name: str = "callboard") -> None:
        """Has the browser hold the cookie of somebody who is signed in."""
        domain = self.base_url.rpartition("/")[2].partition(":")[0]
        self.client.set_cookie(name, cookie, domain=domain)

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request."""
        return self.client.open(path, method=method, base_url=self.base_url, **options)
