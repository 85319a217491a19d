"""Signing in at the gateway (authorization code with PKCE), and out; and who is signed in at each request."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from flask import Flask, Response, g, make_response, redirect, request
from flask_babel import gettext

from callboard.errors import CallboardError
from services.portal import errors
from services.portal.languages import language
from services.portal.session import Session, Sessions
from services.portal.vault import TooLong, Vault

if TYPE_CHECKING:
    from services.portal.app import Dependencies

SIGNING_IN = "signing-in"
SIGNING_IN_SECONDS = 600
SESSION_SECONDS = 14 * 86_400
OPEN = frozenset(("static", "sign_in", "signed_in", "signed_out"))
"""What answers nobody who is signed in, too."""


def register(app: Flask, sessions: Sessions, dependencies: Dependencies) -> None:
    """Serves /sign-in, /signed-in and /sign-out, and finds the session of every request."""
    views = SignIn(sessions, dependencies)
    app.before_request(views.enter)
    app.after_request(views.leave)
    app.add_url_rule("/sign-in", "sign_in", views.sign_in)
    app.add_url_rule("/signed-in", "signed_in", views.signed_in)
    app.add_url_rule("/sign-out", "sign_out", views.sign_out, methods=["POST"])
    app.add_url_rule("/session", "session", lambda: Response(status=204))


class SignIn:
    """The cookies of one installation, and the ways in and out."""

    def __init__(self, sessions: Sessions, dependencies: Dependencies) -> None:
        self._sessions, self._gateway = sessions, dependencies.gateway
        self._vault: Vault = dependencies.vault
        self._clock, self._secure = dependencies.clock, dependencies.settings.secure

    def cookie_name(self, use: str = "") -> str:
        """With the prefix that keeps other hosts of the domain from setting it, where https allows it."""
        name = f"callboard-{use}" if use else "callboard"
        return f"__Host-{name}" if self._secure else name

    def enter(self) -> Response | None:
        """Finds the session, with a token that holds; sends whoever has none to sign in."""
        known = self._sessions.read(request.cookies.get(self.cookie_name(), ""))
        g.session = self._sessions.current(known) if known and request.endpoint != "static" else None
        g.renewed = g.session is not None and g.session != known
        if g.session is not None:
            g.api = self._gateway.client(g.session.access)
            return None
        return None if request.endpoint in OPEN else to_sign_in()

    def leave(self, response: Response) -> Response:
        """Writes a renewed session into the cookie; takes away one that has ended."""
        if g.get("ended"):
            self._forget(response, self.cookie_name())
        elif g.get("renewed"):
            self._keep(response, self.cookie_name(), self._sessions.write(g.session), SESSION_SECONDS)
        return response

    def sign_in(self) -> Response:
        """Leads to the gateway's own page."""
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        response = redirect(self._gateway.authorization_url(state, challenge, language()))
        kept = {"state": state, "verifier": verifier, "next": own_path(request.args.get("next", ""))}
        kept["until"] = str(int(self._clock.now().timestamp()) + SIGNING_IN_SECONDS)
        try:
            sealed = self._vault.seal(SIGNING_IN, kept)
        except TooLong:
            # Whoever came from an address that no cookie holds begins at the first page.
            sealed = self._vault.seal(SIGNING_IN, {**kept, "next": "/"})
        self._keep(cast(Response, response), self.cookie_name(SIGNING_IN), sealed, SIGNING_IN_SECONDS)
        return cast(Response, response)

    def signed_in(self) -> Response:
        """Where the gateway leads back with a code, or with why there is none."""
        kept = self._vault.open(SIGNING_IN, request.cookies.get(self.cookie_name(SIGNING_IN), ""))
        code = request.args.get("code", "")
        if not self._is_answer(kept) or kept is None:
            return errors.page(400, gettext("This sign-in was begun elsewhere, or too long ago."), again=True)
        if not code:
            return errors.page(403, gettext("You were not signed in."), again=True)
        try:
            token = self._gateway.exchanged(code, kept["verifier"])
        except CallboardError as error:
            return errors.of(error, again=True)
        g.session = Session.begun(token, self._clock.now().timestamp())
        g.renewed = True
        response = make_response(redirect(own_path(kept["next"])))
        self._forget(response, self.cookie_name(SIGNING_IN))
        return response

    def _is_answer(self, kept: dict[str, Any] | None) -> bool:
        if kept is None or self._clock.now().timestamp() > float(kept["until"]):
            return False
        return compare_digest(request.args.get("state", "").encode(), str(kept["state"]).encode())

    def sign_out(self) -> Response:
        """Ends the tokens and takes the cookie away."""
        # Whoever signs out here is out, whether or not the gateway can be reached.
        with suppress(CallboardError):
            self._gateway.revoke(g.session.refresh or g.session.access)
        g.ended = True
        return errors.signed_out()

    def _keep(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=self._secure, httponly=True, samesite="Lax"
        )

    def _forget(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self._secure, httponly=True, samesite="Lax")


def to_sign_in() -> Response:
    """Sends a browser to sign in and back; what asks for a part of a page is told to load it whole."""
    back = request.full_path.rstrip("?") if request.method == "GET" else "/"
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Refresh": "true"})
    if request.endpoint == "session":
        return Response(status=401)
    return cast(Response, redirect(f"/sign-in?next={quote(back)}" if back != "/" else "/sign-in"))


def own_path(path: str) -> str:
    """The path, where it is one of the portal; else the first page."""
    fits = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if fits else "/"
