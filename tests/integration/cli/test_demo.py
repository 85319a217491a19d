"""`callboard demo` against a whole Callboard: every state is there, and a second run changes nothing."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from callboard import Client
from services.cli.context import CliContext
from services.cli.demo.campaigns import CAMPAIGNS
from services.cli.demo.parties import AGENCIES, BRANDS, CREATORS, PARTIES
from services.cli.settings import Connection
from services.shared.clock import Clock, SystemClock

OFFERS = {
    "in_review": 10,
    "negotiating": 9,
    "awaiting_confirmation": 4,
    "active": 13,
    "completed": 7,
    "declined": 3,
    "withdrawn": 2,
    "expired": 2,
    "cancelled": 2,
}
DELEGATIONS = {
    "active": 17,
    "requested": 2,
    "declined": 1,
    "revoked": 1,
    "ended": 2,
    "expired": 1,
    "superseded": 1,
}
HELD = {"confirm_above", "confirm_all", "scope", "max_active_campaigns"}
DELIVERABLES = {"awaiting_draft", "in_review", "changes_requested", "approved", "published"}


class NextMonth(SystemClock):
    """A clock that is 31 days ahead."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=31)


class BrokenOff(Exception):
    """The demo's process ended."""


class Answers(httpx.HTTPTransport):
    """Of which none is heard any more after so many, whatever has become of its request."""

    def __init__(self, heard: int) -> None:
        super().__init__()
        self._left = iter(range(heard))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if next(self._left, None) is None:
            response.close()
            raise BrokenOff
        return response


def broken_off(environ, run, answers):
    """Runs the demo until no answer is heard any more."""
    with httpx.Client(transport=Answers(answers)) as http:

        def connected(connection: Connection, clock: Clock) -> Client:
            login = (connection.client_id, connection.client_secret)
            return Client(connection.base_url, *login, clock=clock, http=http)

        with pytest.raises(BrokenOff):
            run(CliContext(environ=environ, connected=connected), "demo")


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

    def registered(self, context):
        """The first agency, as the operator sees it."""
        with context.api() as operator:
            return operator.get_operator_agency(self.memory["parties"]["northlight"]["id"])

    def offers(self):
        for brand in BRANDS:
            with self.api(brand.key) as api:
                for campaign in list(api.list_campaigns()):
                    for offer in list(api.list_campaign_offers(campaign["id"])):
                        owed = list(api.list_campaign_offer_deliverables(campaign["id"], offer["id"]))
                        yield offer, owed

    def delegations(self):
        for agency in AGENCIES:
            with self.api(agency.key) as api:
                yield from api.list_delegations()

    def everything(self):
        """All of it, to be compared."""
        return self.memory, list(self.offers()), list(self.delegations())


@pytest.fixture
def loaded(callboard_home, context, run):
    """What the demo made, by whichever test came first."""
    if not (callboard_home / "demo.json").is_file():
        run(context, "demo")
    return Loaded(callboard_home)


def test_demo_from_nothing_to_everything_once(callboard_home, context, run):
    # Broken off among the parties, and again among the deals, it is gone on with.
    for answers in (40, 500):
        broken_off(context.environ, run, answers)
    code, first = run(context, "demo")
    assert code == 0
    assert first["changes"] > 50
    assert len(first["logins"]) == len(PARTIES)
    assert all(all(tabs.values()) for tabs in first["tabs"].values())
    loaded = Loaded(callboard_home)
    offers = list(loaded.offers())
    assert Counter(offer["state"] for offer, _ in offers) == OFFERS
    assert {item["state"] for _, owed in offers for item in owed} == DELIVERABLES
    assert Counter(each["state"] for each in loaded.delegations()) == DELEGATIONS
    assert {reason for offer, _ in offers for reason in offer["held_because"]} == HELD
    assert sum(offer["late"] for offer, _ in offers) == 1
    assert any(remark["at_second"] for _, owed in offers for item in owed for remark in item["comments"])
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


def test_figures_say_where_they_come_from(loaded):
    creator_id = loaded.memory["parties"]["maya"]["id"]
    with loaded.api("maya") as api:
        metrics = api.get_metrics(creator_id)
        audience = api.get_audience(creator_id)
    views, completion = metrics["average_views"], metrics["completion_rate"]
    assert (views["source"], views["note"]) == ("operator", "demo: made up, demo: times shifted")
    assert (completion["source"], completion["note"]) == ("operator", "demo")
    assert completion["value"] > 0
    assert metrics["follower_growth_rate"]["value"] is not None
    assert (audience["source"], audience["note"]) == ("operator", "demo")


@pytest.mark.parametrize("metric", ["followers", "views", "engagement_rate"])
def test_a_chart_of_three_months_is_full_up_to_yesterday(context, loaded, metric):
    begun = datetime.fromisoformat(loaded.registered(context)["created_at"]).date()
    days = {"from_": f"{begun - timedelta(days=90)}", "to": f"{begun - timedelta(days=1)}"}
    for key in ("maya", "freya"):
        with loaded.api(key) as api:
            series = api.get_series(loaded.memory["parties"][key]["id"], metric=metric, **days)
        values = [point["value"] for point in series["points"]]
        assert len(values) == 90
        assert sum(value is None for value in values) <= 3
        assert values[-1] is not None


def test_what_is_missing_is_there_to_be_seen(loaded):
    parties = loaded.memory["parties"]
    with loaded.api("ines") as api:
        assert api.get_metrics(parties["ines"]["id"])["followers"]["value"] is None
    with loaded.api("northlight") as api:
        assert api.get_audience(parties["kenji"]["id"])["captured_at"] is None
        roster = list(api.list_roster())
        found = {each["handle"] for each in api.list_directory()}
    assert len(roster) >= 12
    assert all(each["labels"]["tags"] for each in roster)
    assert found == {each.handle for each in CREATORS if each.visibility != "hidden"}


def test_a_campaign_is_over_and_the_snapshots_were_imported_once(context, loaded):
    today = datetime.now(UTC).date().isoformat()
    with loaded.api("solstice") as api:
        ends = [campaign["ends_on"] for campaign in api.list_campaigns()]
    assert len(ends) == sum(campaign.brand == "solstice" for campaign in CAMPAIGNS)
    assert {end < today for end in ends} == {True, False}
    with context.api() as operator:
        assert [each["state"] for each in operator.list_imports()].count("finished") == 1


def test_the_logs_that_it_leaves_are_whole(context, run, loaded):
    code, verified = run(context, "audit", "verify")
    assert (code, verified["intact"], len(verified["proofs"])) == (0, True, len(CREATORS))
    login = loaded.memory["parties"]["maya"]
    own = {"CALLBOARD_CLIENT_ID": login["client_id"], "CALLBOARD_CLIENT_SECRET": login["client_secret"]}
    herself = CliContext(environ={**context.environ, **own})
    code, proved = run(herself, "audit", "verify", "--creator", login["id"])
    assert (code, proved["intact"]) == (0, True)
    head = proved["proofs"][0]["head_hash"]
    herself = CliContext(environ={**context.environ, **own})
    assert run(herself, "audit", "verify", "--creator", login["id"], "--expect-head", head)[0] == 0
