"""The demo from the first party to the last deal."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from callboard import types
from services.cli import output
from services.cli.demo.audience import survey
from services.cli.demo.campaigns import CAMPAIGNS, launch
from services.cli.demo.offers import OFFERS, negotiate
from services.cli.demo.parties import AGENCIES, CREATORS, PARTIES, Agency, Brand, Creator
from services.cli.demo.permissions import PERMISSIONS, permit
from services.cli.demo.session import Session

SNAPSHOTS = "demo_snapshots.csv.gz"
TABS: tuple[types.Tab, ...] = ("pending", "active", "completed", "inactive")

LABELS = {
    "maya": (("a-list", "beauty"), "Prefers drafts on Thursdays. Do not offer series before March."),
    "ravi": (("running",), "Answers within the hour."),
    "marcus": (("a-list",), "His lawyer reads every clause."),
}
"""What the first agency notes about its creators."""


def load(session: Session) -> dict[str, Any]:
    """Loads all of it and returns the report: logins, the import, and what each agency's tabs hold."""
    output.note("Parties")
    for party in PARTIES:
        _register(session, party)
    output.note("Snapshots")
    imported = _import(session)
    output.note("Delegations, rate cards, audiences, labels")
    waits = [permit(session, permission) for permission in PERMISSIONS]
    for creator in CREATORS:
        _price(session, creator)
        survey(session, creator)
    for creator_key, (tags, notes) in LABELS.items():
        _label(session, creator_key, tags, notes)
    output.note("Campaigns and deals")
    for campaign in CAMPAIGNS:
        launch(session, campaign)
    waits += [negotiate(session, planned) for planned in OFFERS]
    for wait in waits:
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


def _import(session: Session) -> dict[str, Any]:
    content = files("services.cli.data").joinpath(SNAPSHOTS).read_bytes()
    report = session.operator.import_snapshots(content=content, content_type="text/csv")
    if report["accepted"]:
        session.changed(f"{report['accepted']} snapshots")
    return {
        "accepted": report["accepted"],
        "duplicates": report["duplicates"],
        "rejected": report["rejected"],
    }


def _price(session: Session, creator: Creator) -> None:
    """Sets the rate card of a creator who never had one."""
    api, creator_id = session.api(creator.key), session.id(creator.key)
    card = api.get_rate_card(creator_id)
    if not card["version"]:
        api.put_rate_card(creator_id, if_match=card, rates=creator.rate_card())
        session.changed(f"{creator.key}-rate-card")


def _label(session: Session, creator: str, tags: tuple[str, ...], notes: str) -> None:
    """Sets the labels of a creator who never had any, where she is still on the roster."""
    api, creator_id = session.api(AGENCIES[0].key), session.id(creator)
    labels = api.get_labels(creator_id)
    if not labels["version"]:
        api.put_labels(creator_id, if_match=labels, tags=tags, notes=notes)
        session.changed(f"{creator}-labels")


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
        "changes": session.changes,
        "snapshots": imported,
        "tabs": tabs,
        "logins": logins,
    }
