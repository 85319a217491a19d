"""`callboard demo` against a whole Callboard: every state is there, and a second run changes nothing."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from callboard import Client
from services.cli.context import CliContext
from services.shared.clock import SystemClock

OFFERS = {
    "in_review": 3,
    "negotiating": 4,
    "awaiting_confirmation": 2,
    "active": 5,
    "completed": 3,
    "declined": 1,
    "withdrawn": 1,
    "expired": 1,
    "cancelled": 1,
}
DELEGATIONS = {
    "active": 10,
    "requested": 2,
    "declined": 1,
    "revoked": 1,
    "ended": 1,
    "expired": 1,
    "superseded": 1,
}
DELIVERABLES = {"awaiting_draft", "in_review", "changes_requested", "approved", "published"}


class NextMonth(SystemClock):
    """A clock that is 31 days ahead."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=31)


@pytest.fixture
def context(callboard_home):
    """What a command has around it, with a Callboard outside."""
    return CliContext(environ={"CALLBOARD_HOME": str(callboard_home)})


class Loaded:
    """What the demo made, as its parties see it."""

    def __init__(self, home):
        self._url = json.loads((home / "credentials.json").read_text())["base_url"]
        self.memory = json.loads((home / "demo.json").read_text())

    def api(self, key):
        login = self.memory["parties"][key]
        return Client(self._url, login["client_id"], login["client_secret"])

    def offers(self):
        for brand in ("solstice", "peakform", "lumen"):
            with self.api(brand) as api:
                for campaign in list(api.list_campaigns()):
                    for offer in list(api.list_campaign_offers(campaign["id"])):
                        owed = list(api.list_campaign_offer_deliverables(campaign["id"], offer["id"]))
                        yield offer, owed

    def delegations(self):
        for agency in ("northlight", "casaverde"):
            with self.api(agency) as api:
                yield from api.list_delegations()

    def everything(self):
        """All of it, to be compared."""
        return self.memory, list(self.offers()), list(self.delegations())


def test_demo_from_nothing_to_everything_once(callboard_home, context, run):
    code, first = run(context, "demo")
    assert code == 0
    assert first["changes"] > 100
    assert len(first["logins"]) == 17
    assert all(first["tabs"]["Northlight Talent"].values())
    loaded = Loaded(callboard_home)
    offers = list(loaded.offers())
    assert Counter(offer["state"] for offer, _ in offers) == OFFERS
    assert {item["state"] for _, owed in offers for item in owed} == DELIVERABLES
    assert Counter(each["state"] for each in loaded.delegations()) == DELEGATIONS
    before = loaded.everything()

    for clock in (SystemClock(), NextMonth()):
        again = CliContext(environ=context.environ, clock=clock)
        code, second = run(again, "demo")
        assert (code, second["changes"], second["snapshots"]["accepted"]) == (0, 0, 0)
        assert Loaded(callboard_home).everything() == before

    # Without its memory it finds everything again, by its keys and by what there is.
    (callboard_home / "demo.json").unlink()
    code, third = run(CliContext(environ=context.environ, clock=NextMonth()), "demo")
    assert (code, third["logins"]) == (0, first["logins"])
    assert Loaded(callboard_home).everything() == before


def test_figures_say_where_they_come_from(callboard_home, context, run):
    run(context, "demo")
    loaded = Loaded(callboard_home)
    creator_id = loaded.memory["parties"]["maya"]["id"]
    with loaded.api("maya") as api:
        metrics = api.get_metrics(creator_id)
        audience = api.get_audience(creator_id)
    assert (metrics["average_views"]["source"], metrics["average_views"]["note"]) == ("operator", "")
    assert (metrics["completion_rate"]["source"], metrics["completion_rate"]["note"]) == ("operator", "demo")
    assert metrics["completion_rate"]["value"] > 0
    assert (audience["source"], audience["note"]) == ("operator", "demo")


def test_the_logs_that_it_leaves_are_whole(callboard_home, context, run):
    run(context, "demo")
    code, verified = run(context, "audit", "verify")
    assert (code, verified["intact"], len(verified["proofs"])) == (0, True, 12)
    login = Loaded(callboard_home).memory["parties"]["maya"]
    own = {"CALLBOARD_CLIENT_ID": login["client_id"], "CALLBOARD_CLIENT_SECRET": login["client_secret"]}
    herself = CliContext(environ={**context.environ, **own})
    code, proved = run(herself, "audit", "verify", "--creator", login["id"])
    assert (code, proved["intact"]) == (0, True)
    head = proved["proofs"][0]["head_hash"]
    herself = CliContext(environ={**context.environ, **own})
    assert run(herself, "audit", "verify", "--creator", login["id"], "--expect-head", head)[0] == 0
