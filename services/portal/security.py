"""What keeps other sites and injected text from acting for whoever is signed in."""

from __future__ import annotations

import gzip
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hmac import compare_digest

from flask import Flask, Response, abort, current_app, g, request

from services.portal.config import Settings

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
FIELD, HEADER = "csrf", "X-CSRF-Token"
SMALL = 1000
"""Bytes, up to which nothing is compressed."""


def policy(settings: Settings) -> str:
    """The Content-Security-Policy: nothing of other hosts, nothing inline, no frame."""
    return "; ".join(
        (
            "default-src 'self'",
            # The style sheet of Tabler draws small signs by data: URLs.
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            # A form of the portal may lead on to the page where people sign in.
            f"form-action 'self' {settings.gateway_public_url}",
        )
    )


def headers(settings: Settings) -> dict[str, str]:
    """What every answer carries; a page may say something else instead."""
    found = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy(settings),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    if settings.secure:
        found["Strict-Transport-Security"] = "max-age=31536000"
    return found


def raw_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    """The same, as an answer has them that Flask does not make."""
    return [(name.lower().encode(), value.encode()) for name, value in headers(settings).items()]


def protect(app: Flask, settings: Settings) -> None:
    """Has every request checked, and every answer carry the headers."""
    usual = headers(settings)

    def finished(response: Response) -> Response:
        for name, value in usual.items():
            response.headers.setdefault(name, value)
        return compressed(response)

    app.jinja_env.globals["csrf_token"] = masked
    app.before_request(take_head_for_get)
    app.before_request(require_own_form)
    app.after_request(finished)


def take_head_for_get() -> None:
    """Has pages answer HEAD as they answer GET: none of them is to take it for the form that it shows."""
    if request.method == "HEAD":
        request.method = "GET"


def require_own_form() -> None:
    """Refuses what changes something and does not come from a page that this session was shown."""
    if request.method in SAFE:
        return
    own = current_app.config["BASE_URL"]
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in (None, "same-origin") or origin not in (None, own):
        abort(403)
    session = g.get("session")
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if session is None or not compare_digest(unmasked(given), session.csrf.encode()):
        abort(403)


def masked() -> str:
    """The token of this session, written otherwise each time: compression tells nothing of it."""
    token = g.session.csrf.encode() if g.get("session") else b""
    mask = secrets.token_bytes(len(token))
    return urlsafe_b64encode(mask + _xor(mask, token)).decode()


def unmasked(text: str) -> bytes:
    """The token; nothing where it is none."""
    try:
        whole = urlsafe_b64decode(text.encode())
    except ValueError:
        return b""
    half = len(whole) // 2
    return _xor(whole[:half], whole[half:])


def _xor(one: bytes, two: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, two, strict=False))


def compressed(response: Response) -> Response:
    """A page as gzip, where the browser takes it."""
    fits = response.mimetype == "text/html" and "Content-Encoding" not in response.headers
    if fits and request.accept_encodings["gzip"] and len(body := response.get_data()) > SMALL:
        response.set_data(gzip.compress(body, 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    if fits:
        response.vary.add("Accept-Encoding")
    return response
