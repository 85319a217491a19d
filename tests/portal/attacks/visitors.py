"""Browsers that sign in on the real pages, of the gateway and of the portal, and send whatever they like."""

from __future__ import annotations

import html
import re
import secrets
from typing import Any
from urllib.parse import quote

from tests.e2e.browsing import PASSWORD, Browser

EVIL = "https://evil.example"
_TOKEN = re.compile(r'<meta name="csrf" content="([^"]+)"')
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


def elsewhere() -> str:
    """An address of this machine that nobody has used: what is counted by address begins at nought."""
    return "127." + ".".join(str(2 + secrets.randbelow(250)) for _ in range(3))


class Visitor(Browser):
    """A browser of the portal. It sees the gateway too, as all do: cookies know hosts, and no ports."""

    def __init__(self, portal_url: str, gateway_url: str, address: str = "") -> None:
        self.address, self.email = address or elsewhere(), ""
        super().__init__(gateway_url, self.address)
        self.portal_url = portal_url
        self.passed: list[str] = []
        """Every address to which it was sent by the way in."""

    def look(self, path: str, **headers: str) -> Any:
        """A page of the portal; where it leads is not followed."""
        return self.get(f"{self.portal_url}{path}", **headers)

    def led(self) -> str:
        """Follows redirects to their end, unless they leave both; the address at which it stopped."""
        own = (self.portal_url + "/", self.base_url + "/")
        at = str(self.shown.url)
        for _ in range(10):
            if self.shown.status_code not in _REDIRECTS:
                return at
            at = str(self.shown.url.join(self.shown.headers["Location"]))
            self.passed.append(at)
            if not at.startswith(own):
                return at
            self.get(at)
        raise AssertionError(f"it goes round in circles: {self.passed[-3:]}")

    def enter(self, email: str, password: str = PASSWORD, back: str = "") -> str:
        """Signs in by the way on which the portal leads; the address at which that ends."""
        self.look(f"/sign-in?next={quote(back, safe='')}" if back else "/sign-in")
        self.led()
        assert 'name="password"' in self.shown.text, self.shown.text
        self.send(email=email, password=password)
        self.email = email
        return self.led()

    def token(self, page: str = "/signed-out") -> str:
        """The token that this session's forms carry, as a page has it."""
        found = _TOKEN.search(self.look(page).text)
        return html.unescape(found[1]) if found else ""

    def post(
        self, path: str, form: dict[str, str] | None = None, *, csrf: str | None = None, **headers: str
    ) -> Any:
        """Sends a form as a page of the portal would, with this session's token unless another is given."""
        token = self.token() if csrf is None else csrf
        said = {"Origin": self.portal_url, "Sec-Fetch-Site": "same-origin"} | headers
        said = {name.replace("_", "-"): value for name, value in said.items() if value}
        fields = ({"csrf": token} if token else {}) | (form or {})
        self.shown = self.http.post(f"{self.portal_url}{path}", data=fields, headers=said)
        return self.shown

    def held(self, name: str = "callboard") -> str:
        """A cookie that it holds; empty where it does not."""
        return next((each.value or "" for each in self.http.cookies.jar if each.name == name), "")

    def plant(self, value: str, name: str = "callboard") -> None:
        """Gives it a cookie that it was not given by the portal."""
        for each in list(self.http.cookies.jar):
            if each.name == name:
                self.http.cookies.jar.clear(each.domain, each.path, each.name)
        self.http.cookies.set(name, value, domain="127.0.0.1")
