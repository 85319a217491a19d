"""The people of the demo, who sign in by the pages as everybody does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.portal.browser import WIDE, Look

ROLES = ("operator", "owner", "manager", "viewer", "creator", "brand")


@dataclass(frozen=True)
class Person:
    """Somebody with a password."""

    role: str
    email: str
    password: str


def people(home: Path) -> dict[str, Person]:
    """Those of the demo in a home, by their roles."""
    known = _demo(home)["people"]
    return {each["role"]: Person(each["role"], each["email"], each["password"]) for each in known}


def portal_url(home: Path) -> str:
    """Where they sign in."""
    return str(_demo(home)["portal_url"])


def _demo(home: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((home / "demo.json").read_text(encoding="utf-8"))
    return known


def enter(page: Page, person: Person) -> None:
    """Fills in the form of the sign-in page that is open."""
    page.fill("#email", person.email)
    page.fill("#password", person.password)
    page.click("form button[type=submit]")


def sign_in(page: Page, portal_url: str, person: Person) -> None:
    """Signs in by the form to which the portal leads."""
    page.goto(f"{portal_url}/sign-in")
    enter(page, person)
    page.wait_for_url(f"{portal_url}/**")


@contextmanager
def as_person(
    browser: Browser, portal_url: str, person: Person, *, width: int = WIDE, language: str = "en"
) -> Iterator[Look]:
    """A browser of hers, in which she has signed in; what goes wrong from then on is noted."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    look = Look(context.new_page(), portal_url)
    try:
        sign_in(look.page, portal_url, person)
        look.watch()
        yield look
    finally:
        context.close()
