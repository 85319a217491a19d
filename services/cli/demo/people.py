"""Who signs in to the portal, one person for each role, with a password."""

from __future__ import annotations

from services.cli.demo.memory import Person
from services.cli.demo.session import Session

ROLES = ("operator", "owner", "manager", "viewer", "creator", "brand")
"""The roles of which there is to be one person each, at least."""


def enrol(session: Session) -> None:
    """Keeps in demo.json who signs in: `portal_url`, and `people` with role, email and password.

    Callboard has no people yet, so that there are none to invite: the list stays as it was.
    """
    people: list[Person] = session.memory.people
    session.memory.keep_people(session.portal_url, people)
