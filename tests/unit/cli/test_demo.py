"""The demo: its memory, and that no action is done twice."""

from __future__ import annotations

import json
import stat
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from services.cli.demo import actions
from services.cli.demo.memory import Memory
from services.cli.demo.session import Session
from services.cli.demo.terms import Changes
from services.cli.errors import CliError
from services.cli.settings import Connection

CONNECTION = Connection("http://gateway.test", "op", "secret")


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


def test_people_are_kept_beside_the_address_of_the_portal(tmp_path):
    owner = {"role": "owner", "email": "owner@northlight.test", "password": "p"}
    Memory(tmp_path, CONNECTION).keep_people("http://portal.test", [owner])
    kept = json.loads((tmp_path / "demo.json").read_text())
    assert (kept["portal_url"], kept["people"]) == ("http://portal.test", [owner])
    Memory(tmp_path, CONNECTION).keep_campaign("glow", "cp_1")
    assert json.loads((tmp_path / "demo.json").read_text())["people"] == [owner]


def test_another_demo_begins_anew(tmp_path, monkeypatch):
    Memory(tmp_path, CONNECTION).keep_campaign("glow", "cp_1")
    monkeypatch.setattr("services.cli.demo.memory.PLAN", 3)
    assert Memory(tmp_path, CONNECTION).campaigns == {}


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
        self.session = SimpleNamespace(hours=lambda ahead: f"in {ahead} h")

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
    (actions.Proposes("maya", 1, Changes(price=2), "m"), Deal("in_review")),
    (actions.Proposes("maya", 2, Changes(price=2), "m", hours=3), Deal("negotiating", current_version=2)),
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
    (actions.Proposes("maya", 1, Changes(price=2), "m"), Deal("negotiating", current_version=2)),
    (actions.Proposes("maya", 1, Changes(price=2), "m"), Deal("expired")),
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


def asked(action, deal):
    return action.request(deal)


def test_a_proposal_says_by_when_it_is_to_be_answered():
    deal: Any = Deal("in_review")
    _, body = asked(actions.Proposes("maya", 1, Changes(price=2), "m", hours=3), deal)
    assert (body["respond_by"], body["terms"]["price"]["amount_minor"]) == ("in 3 h", 200)
    _, body = asked(actions.Proposes("maya", 1, Changes(price=2), "m"), deal)
    assert "respond_by" not in body


def test_side_by_side_the_order_of_the_results_is_that_of_the_items(tmp_path):
    context: Any = SimpleNamespace(clock=None, client=lambda _: None)
    stage = Session(context, CONNECTION, Memory(tmp_path, CONNECTION))
    assert stage.each(lambda number: -number, range(50)) == [-number for number in range(50)]
    with pytest.raises(ZeroDivisionError):
        stage.each(lambda number: 1 / number, range(3))


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
