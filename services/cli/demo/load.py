"""The demo from the first party to the last deal.

What must come one after the other does: the steps of one creator's delegations, and of her deals. Everything
else goes side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from callboard import types
from services.cli import output
from services.cli.demo.audience import survey
from services.cli.demo.campaigns import CAMPAIGNS, launch
from services.cli.demo.deals import OFFERS
from services.cli.demo.deals.offer import Offer, negotiate, offers_of
from services.cli.demo.figures import bring
from services.cli.demo.labels import LABELS, label
from services.cli.demo.parties import AGENCIES, CREATORS, PARTIES, Agency, Brand, Creator
from services.cli.demo.people import enrol
from services.cli.demo.permissions import PERMISSIONS, Permission, delegations_of, permit
from services.cli.demo.portfolio import introduce, price
from services.cli.demo.reminders import HOURS, remind
from services.cli.demo.session import Session

TABS: tuple[types.Tab, ...] = ("pending", "active", "completed", "inactive")

Wait = Callable[[], None]
"""Waits until a timer of the services has done its part."""

T = TypeVar("T", Permission, Offer)


def load(session: Session) -> dict[str, Any]:
    """Loads all of it and returns the report: logins, the import, and what each agency's tabs hold."""
    output.note("Parties")
    session.each(lambda party: _register(session, party), PARTIES)
    enrol(session)
    output.note("Profiles, rate cards, audiences, reminders")
    session.each(lambda creator: _describe(session, creator), CREATORS)
    session.each(lambda key: remind(session, key), HOURS)
    output.note("Snapshots")
    imported = bring(session)
    output.note("Delegations, labels")
    waits = _delegations(session)
    session.each(lambda labels: label(session, labels), LABELS)
    output.note("Campaigns and deals")
    waits += _deals(session)
    for wait in (wait for own in waits for wait in own):
        wait()
    return _report(session, imported)


def _register(session: Session, party: Agency | Brand | Creator) -> None:
    """Creates a party that is not remembered. A repetition under the same key gets its secret again."""
    if party.key in session.memory.parties:
        return
    path = f"/v1/operator/{party.collection}"
    answer = session.post(session.operator, path, party.body(), step=f"{party.kind}-{party.key}")
    client = answer["client"]
    login = {
        "id": answer[party.kind]["id"],
        **{name: client[name] for name in ("client_id", "client_secret")},
    }
    session.memory.keep_party(party.key, login)


def _describe(session: Session, creator: Creator) -> None:
    introduce(session, creator)
    price(session, creator)
    survey(session, creator)


def _delegations(session: Session) -> list[list[Wait]]:
    known = {key: each for agency in AGENCIES for key, each in delegations_of(session, agency.key).items()}
    return session.each(
        lambda own: [permit(session, planned, known) for planned in own], _by_creator(PERMISSIONS)
    )


def _deals(session: Session) -> list[list[Wait]]:
    session.each(lambda campaign: launch(session, campaign), CAMPAIGNS)
    keys = [campaign.key for campaign in CAMPAIGNS]
    sent = dict(zip(keys, session.each(lambda key: offers_of(session, key), keys), strict=True))
    return session.each(
        lambda own: [negotiate(session, planned, sent[planned.campaign]) for planned in own],
        _by_creator(OFFERS),
    )


def _by_creator(planned: Iterable[T]) -> Sequence[Sequence[T]]:
    """What is planned, each creator's together and in its order."""
    found: dict[str, list[T]] = defaultdict(list)
    for each in planned:
        found[each.creator].append(each)
    return tuple(found.values())


def _report(session: Session, imported: dict[str, Any]) -> dict[str, Any]:
    logins = [
        {"party": party.name, "kind": party.kind, **session.memory.parties[party.key]} for party in PARTIES
    ]
    tabs = {
        agency.name: {tab: sum(1 for _ in session.api(agency.key).list_inbox(tab=tab)) for tab in TABS}
        for agency in AGENCIES
    }
    return {
        "base_url": session.operator.base_url,
        "portal_url": session.memory.portal_url,
        "changes": session.changes,
        "snapshots": imported,
        "tabs": tabs,
        "logins": logins,
        "people": session.memory.people,
    }
