"""The routes of the pages."""

from __future__ import annotations

from flask import Flask

from services.gateway import languages
from services.gateway.sign_in.consent import AuthorizePage
from services.gateway.sign_in.entrance import SecondFactorPage, SignInPage, SignOutPage
from services.gateway.sign_in.external import ExternalBackPage, ExternalPage
from services.gateway.sign_in.links import InvitationPage, NewPasswordPage, ResetPage
from services.gateway.sign_in.pages import AUTHORIZE, SIGN_IN, Page, Site

PAGES: dict[str, tuple[str, type[Page]]] = {
    "authorize": (AUTHORIZE, AuthorizePage),
    "sign_in": (SIGN_IN, SignInPage),
    "second_factor": ("/oauth/second-factor", SecondFactorPage),
    "sign_out": ("/oauth/sign-out", SignOutPage),
    "external": ("/oauth/external/<issuer>", ExternalPage),
    "external_back": ("/oauth/external/<issuer>/back", ExternalBackPage),
    "reset": ("/oauth/reset", ResetPage),
    "new_password": ("/oauth/reset/<token>", NewPasswordPage),
    "invitation": ("/invitations/<token>", InvitationPage),
}
"""Endpoint, path and view of each page."""


_LINKS = tuple(path.removesuffix("<token>") for path, _ in PAGES.values() if path.endswith("<token>"))


def without_token(path: str) -> str:
    """A path as a log may hold it: whoever reads a log is not to follow the links of others."""
    found = next((link for link in _LINKS if path.startswith(link)), "")
    return f"{found}…" if found else path


def add_pages(app: Flask, site: Site) -> None:
    """Serves the pages."""
    languages.register(app)
    for name, (path, view) in PAGES.items():
        app.add_url_rule(path, f"page_{name}", view(site), methods=["GET", "POST"])
