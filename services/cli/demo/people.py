"""Who signs in to the portal: one person for each role, with a password that anybody may know.

Each is invited by the operator, and accepts on the gateway's page, as people do in a browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from services.cli.demo.memory import Person
from services.cli.demo.session import Session
from services.cli.errors import CliError

ROLES = ("operator", "owner", "manager", "viewer", "creator", "brand")
"""The roles of which there is one person each."""

_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True)
class Member:
    """Somebody who is invited. Without a `party` it is the operator's; `role` is what demo.json calls her."""

    role: str
    name: str
    party: str = ""
    joins_as: str = ""

    @property
    def email(self) -> str:
        """An address that leads nowhere (RFC 2606)."""
        return f"{self.role}@demo.example"

    @property
    def password(self) -> str:
        """Long enough, and no secret: whoever can reach a demo may look at it."""
        return f"{self.role} looks at the demo"


MEMBERS = (
    Member("operator", "Olga Brandt"),
    Member("owner", "Ana López", "northlight", "owner"),
    Member("manager", "Sam Whitfield", "northlight", "manager"),
    Member("viewer", "Vera Kim", "northlight", "viewer"),
    Member("creator", "Maya Lindqvist", "maya", "creator"),
    Member("brand", "Bruno Castell", "solstice", "member"),
)


def enrol(session: Session) -> None:
    """Has people for all roles, and keeps in demo.json where they sign in, and by which passwords."""
    for member in MEMBERS:
        if not _is_there(session, member):
            _join(session, member)
    people: list[Person] = [
        {"role": each.role, "email": each.email, "password": each.password} for each in MEMBERS
    ]
    session.memory.keep_people(session.portal_url, people)


def _is_there(session: Session, member: Member) -> bool:
    found = session.operator.request("GET", "/v1/operator/people", query={"email": member.email}).json()
    return bool(found["items"])


def _join(session: Session, member: Member) -> None:
    """Invites her, and accepts for her."""
    party_id = session.id(member.party) if member.party else _operator_id(session)
    body = {"email": member.email} | ({"role": member.joins_as} if member.joins_as else {})
    step = f"{member.name} is invited as {member.role}"
    made = session.post(session.operator, f"/v1/operator/parties/{party_id}/invitations", body, step=step)
    accept(session.operator.base_url, made["link"], member.name, member.password)


def _operator_id(session: Session) -> str:
    return str(session.operator.get_me()["party"]["id"])


def accept(base_url: str, link: str, name: str, password: str) -> None:
    """Accepts an invitation on the page that its link leads to; raises CliError where it is not accepted."""
    path = urlsplit(link).path
    with httpx.Client(base_url=base_url, timeout=30) as browser:
        form = _CSRF.search(browser.get(path).text)
        if form is None:
            raise CliError(f"{base_url}{path} shows no form; was the invitation accepted before?")
        filled = {"csrf": form[1], "name": name, "password": password}
        answer = browser.post(path, data=filled, headers={"Sec-Fetch-Site": "same-origin"})
    if not answer.is_redirect:
        raise CliError(
            f"The invitation of {name} was not accepted: {answer.status_code} {answer.reason_phrase}."
        )
