"""The demo: its tables, its memory, and that no action is done twice."""

from __future__ import annotations

import csv
import gzip
import io
import json
import stat
from importlib.resources import files
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from services.cli.data.extract import ADDED, extract, written
from services.cli.demo import actions
from services.cli.demo.audience import dimensions
from services.cli.demo.campaigns import CAMPAIGNS
from services.cli.demo.memory import Memory
from services.cli.demo.offers import OFFERS
from services.cli.demo.parties import CREATORS, KINDS, PARTIES
from services.cli.demo.permissions import PERMISSIONS
from services.cli.demo.session import Session
from services.cli.errors import CliError
from services.cli.settings import Connection

CONNECTION = Connection("http://gateway.test", "op", "secret")
DATA = files("services.cli.data").joinpath("demo_snapshots.csv.gz").read_bytes()
SNAPSHOTS = list(csv.DictReader(io.StringIO(gzip.decompress(DATA).decode())))


def test_the_snapshots_are_small_and_their_creators_are_those_of_the_demo():
    assert len(DATA) <= 300_000
    assert {row["creator"] for row in SNAPSHOTS} == {creator.handle for creator in CREATORS}


def test_made_up_plays_are_marked_and_possible():
    for row in SNAPSHOTS:
        assert row["plays_source"] == "demo"
        assert int(row["full_plays"]) <= int(row["six_second_plays"]) <= int(row["views"])


def test_the_extract_is_the_same_every_time():
    real = [{name: value for name, value in row.items() if name not in ADDED} for row in SNAPSHOTS]
    assert written(extract(real)) == DATA
    assert {row["creator"] for row in extract(real, creators=1)} == {"creator_04885"}


def test_plays_that_nothing_is_known_of_stay_unknown():
    [row] = extract([{"creator": "c", "video": "v", "views": "", "duration_s": ""}])
    assert (row["full_plays"], row["six_second_plays"], row["plays_source"]) == ("", "", "")


def test_keys_are_unique():
    assert len(KINDS) == len(PARTIES)
    assert len({planned.key for planned in OFFERS}) == len(OFFERS)
    assert len({(each.agency, each.creator, each.purpose) for each in PERMISSIONS}) == len(PERMISSIONS)
    assert {planned.campaign for planned in OFFERS} == {campaign.key for campaign in CAMPAIGNS}


def test_delegations_come_in_every_state():
    states = {permission.state for permission in PERMISSIONS}
    assert states == {"requested", "active", "declined", "revoked", "ended", "expired", "superseded"}


@pytest.mark.parametrize("creator", CREATORS, ids=lambda creator: creator.key)
def test_shares_add_up(creator):
    for shares in dimensions(creator).values():
        assert sum(round(each["share"] * 1000) for each in shares) == 1000
        assert all(0 < each["share"] < 1 for each in shares)
    assert dimensions(creator) == dimensions(creator)


def test_memory_lasts_and_is_private(tmp_path):
    memory = Memory(tmp_path / "home", CONNECTION)
    memory.keep_party("maya", {"id": "cr_1", "client_id": "cl_1", "client_secret": "s"})
    memory.keep_campaign("glow", "cp_1")
    path = tmp_path / "home" / "demo.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["demo.json"]
    again = Memory(tmp_path / "home", CONNECTION)
    assert (again.parties["maya"]["id"], again.campaigns) == ("cr_1", {"glow": "cp_1"})
    assert "secret" not in json.loads(path.read_text())["installation"]


def test_another_installation_begins_anew(tmp_path):
    Memory(tmp_path, CONNECTION).keep_campaign("glow", "cp_1")
    assert Memory(tmp_path, Connection("http://gateway.test", "op", "new")).campaigns == {}


@pytest.mark.parametrize("content", ["{", "[]", "{}"])
def test_a_broken_memory_is_said(tmp_path, content):
    (tmp_path / "demo.json").write_text(content)
    with pytest.raises(CliError, match="repair or delete"):
        Memory(tmp_path, CONNECTION)


class Deal:
    """An offer in a state, with what lies below it."""

    def __init__(self, state, *, items=(), said=(), **offer):
        self.offer = {
            "state": state,
            "current_version": 1,
            "current_hash": "h",
            "awaiting": "creator_side",
            "cancellation_requested_by": None,
            "terms": {"price": {"amount_minor": 1, "currency": "USD"}},
            **offer,
        }
        self._items, self._said = items, said

    def messages(self):
        return [{"text": text} for text in self._said]

    def deliverable(self, place):
        return self._items[place] if self.offer["state"] == "active" else None


def item(state, drafts=0, comments=()):
    """A deliverable."""
    remarks = [{"text": text} for text in comments]
    return {"id": "dl_1", "state": state, "drafts": [{}] * drafts, "comments": remarks}


def active(*arguments, **more):
    """An active deal with one deliverable."""
    return Deal("active", items=(item(*arguments, **more),))


DUE = [
    (actions.Proposes("maya", 1, 2, "m"), Deal("in_review")),
    (actions.Proposes("maya", 2, 2, "m"), Deal("negotiating", current_version=2)),
    (actions.Accepts("northlight"), Deal("in_review")),
    (actions.Accepts("solstice"), Deal("negotiating", awaiting="brand")),
    (actions.Confirms("maya"), Deal("awaiting_confirmation")),
    (actions.Declines("maya", "r"), Deal("awaiting_confirmation")),
    (actions.Withdraws("solstice", "r"), Deal("in_review")),
    (actions.Cancels("solstice", "r"), Deal("active")),
    (actions.Cancels("maya", "r", after="brand"), Deal("active", cancellation_requested_by="brand")),
    (actions.Says("maya", "hello"), Deal("in_review", said=["other"])),
    (actions.Drafts("maya", 0), active("awaiting_draft")),
    (actions.Drafts("maya", 0, number=2), active("changes_requested", 1)),
    (actions.Reviews("solstice", 0), active("in_review", 1)),
    (actions.Comments("solstice", 0, 1.0, "c"), active("in_review", 1)),
    (actions.Publishes("maya", 0, "v1"), active("approved", 1)),
]

NOT_DUE = [
    (actions.Proposes("maya", 1, 2, "m"), Deal("negotiating", current_version=2)),
    (actions.Proposes("maya", 1, 2, "m"), Deal("expired")),
    (actions.Accepts("northlight"), Deal("negotiating", awaiting="brand")),
    (actions.Accepts("northlight"), Deal("awaiting_confirmation")),
    (actions.Confirms("maya"), Deal("active")),
    (actions.Declines("maya", "r"), Deal("declined")),
    (actions.Withdraws("solstice", "r"), Deal("expired")),
    (actions.Cancels("solstice", "r"), Deal("active", cancellation_requested_by="brand")),
    (actions.Cancels("maya", "r", after="brand"), Deal("cancelled", cancellation_requested_by="brand")),
    (actions.Says("maya", "hello"), Deal("in_review", said=["hello"])),
    (actions.Drafts("maya", 0), active("changes_requested", 1)),
    (actions.Drafts("maya", 0), active("approved", 1)),
    (actions.Drafts("maya", 0), Deal("cancelled", items=(item("awaiting_draft"),))),
    (actions.Reviews("solstice", 0), active("in_review", 2)),
    (actions.Reviews("solstice", 0), active("approved", 1)),
    (actions.Comments("solstice", 0, 1.0, "c"), active("in_review", 1, comments=("c",))),
    (actions.Publishes("maya", 0, "v1"), active("published", 1)),
]


@pytest.mark.parametrize(("action", "deal"), DUE)
def test_an_act_that_is_due(action, deal):
    tail, body = action.request(deal)
    assert tail.startswith("/")
    assert isinstance(body, dict)


@pytest.mark.parametrize(("action", "deal"), NOT_DUE)
def test_an_act_that_was_done_or_came_too_late(action, deal):
    assert action.request(deal) is None


def keys_of(secret, tmp_path):
    """The keys under which the demo of an installation sends two steps."""
    sent = []
    context: Any = SimpleNamespace(clock=None, client=lambda _: None)
    operator = Connection("http://gateway.test", "op", secret)
    stage = Session(context, operator, Memory(tmp_path, CONNECTION))

    def request(*_, idempotency_key, **__):
        sent.append(idempotency_key)
        return httpx.Response(201, json={})

    for step in ("create-maya", "create-ravi"):
        stage.post(cast(Any, SimpleNamespace(request=request)), "/v1", {}, step=step)
    return sent


def test_the_key_of_a_step_is_the_same_in_every_run_and_known_to_the_operator_alone(tmp_path):
    """The answers hold secrets, and are kept sealed with these keys."""
    first, again, elsewhere = (keys_of(secret, tmp_path) for secret in ("one", "one", "two"))
    assert first == again
    assert len({*first, *elsewhere}) == 4
    assert all(len(bytes.fromhex(key)) == 32 for key in first)
