"""The demo: its tables, its memory, and that no act is done twice."""

from __future__ import annotations

import csv
import gzip
import io
import json
import stat
from importlib.resources import files
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.cli.data.extract import ADDED, extract, written
from services.cli.demo import acts
from services.cli.demo.audience import dimensions
from services.cli.demo.campaigns import CAMPAIGNS
from services.cli.demo.cast import CAST, CREATORS, KINDS
from services.cli.demo.memory import Memory
from services.cli.demo.permissions import PERMISSIONS
from services.cli.demo.stage import Stage
from services.cli.demo.stories import STORIES
from services.cli.errors import CliError
from services.cli.settings import Connection

CONNECTION = Connection("http://gateway.test", "op", "secret")
DATA = files("services.cli.data").joinpath("demo_snapshots.csv.gz").read_bytes()
SNAPSHOTS = list(csv.DictReader(io.StringIO(gzip.decompress(DATA).decode())))


def test_the_snapshots_are_small_and_their_creators_are_the_cast():
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
    assert len(KINDS) == len(CAST)
    assert len({story.key for story in STORIES}) == len(STORIES)
    assert len({(each.agency, each.creator, each.purpose) for each in PERMISSIONS}) == len(PERMISSIONS)
    assert {story.campaign for story in STORIES} == {campaign.key for campaign in CAMPAIGNS}


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

    def read(self, _):
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
    (acts.Proposes("maya", 1, 2, "m"), Deal("in_review")),
    (acts.Proposes("maya", 2, 2, "m"), Deal("negotiating", current_version=2)),
    (acts.Accepts("northlight"), Deal("in_review")),
    (acts.Accepts("solstice"), Deal("negotiating", awaiting="brand")),
    (acts.Confirms("maya"), Deal("awaiting_confirmation")),
    (acts.Declines("maya", "r"), Deal("awaiting_confirmation")),
    (acts.Withdraws("solstice", "r"), Deal("in_review")),
    (acts.Cancels("solstice", "r"), Deal("active")),
    (acts.Cancels("maya", "r", after="brand"), Deal("active", cancellation_requested_by="brand")),
    (acts.Says("maya", "hello"), Deal("in_review", said=["other"])),
    (acts.Drafts("maya", 0), active("awaiting_draft")),
    (acts.Drafts("maya", 0, number=2), active("changes_requested", 1)),
    (acts.Reviews("solstice", 0), active("in_review", 1)),
    (acts.Comments("solstice", 0, 1.0, "c"), active("in_review", 1)),
    (acts.Publishes("maya", 0, "v1"), active("approved", 1)),
]

NOT_DUE = [
    (acts.Proposes("maya", 1, 2, "m"), Deal("negotiating", current_version=2)),
    (acts.Proposes("maya", 1, 2, "m"), Deal("expired")),
    (acts.Accepts("northlight"), Deal("negotiating", awaiting="brand")),
    (acts.Accepts("northlight"), Deal("awaiting_confirmation")),
    (acts.Confirms("maya"), Deal("active")),
    (acts.Declines("maya", "r"), Deal("declined")),
    (acts.Withdraws("solstice", "r"), Deal("expired")),
    (acts.Cancels("solstice", "r"), Deal("active", cancellation_requested_by="brand")),
    (acts.Cancels("maya", "r", after="brand"), Deal("cancelled", cancellation_requested_by="brand")),
    (acts.Says("maya", "hello"), Deal("in_review", said=["hello"])),
    (acts.Drafts("maya", 0), active("changes_requested", 1)),
    (acts.Drafts("maya", 0), active("approved", 1)),
    (acts.Drafts("maya", 0), Deal("cancelled", items=(item("awaiting_draft"),))),
    (acts.Reviews("solstice", 0), active("in_review", 2)),
    (acts.Reviews("solstice", 0), active("approved", 1)),
    (acts.Comments("solstice", 0, 1.0, "c"), active("in_review", 1, comments=("c",))),
    (acts.Publishes("maya", 0, "v1"), active("published", 1)),
]


@pytest.mark.parametrize(("act", "deal"), DUE)
def test_an_act_that_is_due(act, deal):
    tail, body = act.request(deal)
    assert tail.startswith("/")
    assert isinstance(body, dict)


@pytest.mark.parametrize(("act", "deal"), NOT_DUE)
def test_an_act_that_was_done_or_came_too_late(act, deal):
    assert act.request(deal) is None


def keys_of(secret, tmp_path):
    """The keys under which the demo of an installation sends two steps."""
    sent = []
    operator: Any = SimpleNamespace(connection=Connection("http://gateway.test", "op", secret))
    stage = Stage(
        cast(Any, SimpleNamespace(clock=None, transport=None)), operator, Memory(tmp_path, CONNECTION)
    )
    for step in ("create-maya", "create-ravi"):
        stage.post(cast(Any, SimpleNamespace(post=lambda *_, key: sent.append(key))), "/v1", {}, step=step)
    return sent


def test_the_key_of_a_step_is_the_same_in_every_run_and_known_to_the_operator_alone(tmp_path):
    """The answers hold secrets, and are kept sealed with these keys."""
    first, again, elsewhere = (keys_of(secret, tmp_path) for secret in ("one", "one", "two"))
    assert first == again
    assert len({*first, *elsewhere}) == 4
    assert all(len(bytes.fromhex(key)) == 32 for key in first)
