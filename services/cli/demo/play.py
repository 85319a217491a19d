"""The demo from the first party to the last deal."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from services.cli import output
from services.cli.demo.audience import survey
from services.cli.demo.campaigns import CAMPAIGNS, launch
from services.cli.demo.cast import AGENCIES, CAST, CREATORS, Agency, Brand, Creator
from services.cli.demo.permissions import PERMISSIONS, permit
from services.cli.demo.stage import Stage
from services.cli.demo.stories import STORIES, tell

SNAPSHOTS = "demo_snapshots.csv.gz"
TABS = ("pending", "active", "completed", "inactive")

LABELS = {
    "maya": (("a-list", "beauty"), "Prefers drafts on Thursdays. Do not offer series before March."),
    "ravi": (("running",), "Answers within the hour."),
    "marcus": (("a-list",), "His lawyer reads every clause."),
}
"""What the first agency notes about its creators."""


def play(stage: Stage) -> dict[str, Any]:
    """Plays all of it and returns the report: logins, the import, and what each agency's tabs hold."""
    output.note("Parties")
    for party in CAST:
        _register(stage, party)
    output.note("Snapshots")
    imported = _import(stage)
    output.note("Delegations, rate cards, audiences, labels")
    waits = [permit(stage, permission) for permission in PERMISSIONS]
    for creator in CREATORS:
        _price(stage, creator)
        survey(stage, creator)
    for creator_key, (tags, notes) in LABELS.items():
        _label(stage, creator_key, tags, notes)
    output.note("Campaigns and deals")
    for campaign in CAMPAIGNS:
        launch(stage, campaign)
    waits += [tell(stage, story) for story in STORIES]
    for wait in waits:
        wait()
    return _report(stage, imported)


def _register(stage: Stage, party: Agency | Brand | Creator) -> None:
    """Creates a party that is not remembered. A repetition under the same key gets its secret again."""
    if party.key in stage.memory.parties:
        return
    path = f"/v1/operator/{party.collection}"
    answer = stage.post(stage.operator, path, party.body(), step=f"{party.kind}-{party.key}")
    client = answer["client"]
    login = {
        "id": answer[party.kind]["id"],
        **{name: client[name] for name in ("client_id", "client_secret")},
    }
    stage.memory.keep_party(party.key, login)


def _import(stage: Stage) -> dict[str, Any]:
    content = files("services.cli.data").joinpath(SNAPSHOTS).read_bytes()
    report = stage.operator.upload(
        "/v1/metrics/snapshots", [content], content_type="text/csv", size=len(content)
    )
    if report["accepted"]:
        stage.changed(f"{report['accepted']} snapshots")
    return {name: report[name] for name in ("accepted", "duplicates", "rejected")}


def _price(stage: Stage, creator: Creator) -> None:
    """Sets the rate card of a creator who never had one."""
    api, path = stage.api(creator.key), f"/v1/creators/{stage.id(creator.key)}/rate-card"
    card, etag = api.etag(path)
    if not card["version"]:
        api.put(path, {"rates": creator.rate_card()}, etag=etag)
        stage.changed(f"{creator.key}-rate-card")


def _label(stage: Stage, creator: str, tags: tuple[str, ...], notes: str) -> None:
    """Sets the labels of a creator who never had any, where she is still on the roster."""
    api, path = stage.api(AGENCIES[0].key), f"/v1/roster/{stage.id(creator)}/labels"
    labels, etag = api.etag(path)
    if not labels["version"]:
        api.put(path, {"tags": list(tags), "notes": notes}, etag=etag)
        stage.changed(f"{creator}-labels")


def _report(stage: Stage, imported: dict[str, Any]) -> dict[str, Any]:
    logins = [{"party": party.name, "kind": party.kind, **stage.memory.parties[party.key]} for party in CAST]
    tabs = {
        agency.name: {tab: sum(1 for _ in stage.api(agency.key).pages("/v1/inbox", tab=tab)) for tab in TABS}
        for agency in AGENCIES
    }
    return {
        "base_url": stage.operator.connection.base_url,
        "changes": stage.changes,
        "snapshots": imported,
        "tabs": tabs,
        "logins": logins,
    }
