"""`callboard audit verify`."""

from __future__ import annotations

import json

import httpx
import pytest

from services.shared.hashchain import GENESIS
from tests.unit.cli.signed import ME, Installation, chain, lines

EXPORT, CHECKPOINTS = "GET /v1/creators/cr_1/activity/export", "GET /v1/creators/cr_1/activity/checkpoints"
PROOFS = "GET /v1/operator/activity-proofs"


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    return Installation(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def log(gateway, installation):
    """A gateway with a creator's log of five entries, four of them under a checkpoint."""
    gateway.party_id = ME
    entries = chain(5)

    def page(request):
        after = int(request.url.params["after"])
        return httpx.Response(200, content=lines(entries[after : after + 2]))

    gateway.answers |= {
        EXPORT: page,
        CHECKPOINTS: {"items": [installation.checkpoint(4, entries[3]["hash"])]},
        "GET /oauth/jwks": installation.key_set(),
    }
    return entries


def test_a_creator_recomputes_her_own_log(gateway, shell, log):
    outcome = shell(gateway.context(), "audit", "verify", "--creator", ME, "--json")
    assert outcome.code == 0
    assert outcome.document["intact"] is True
    (proof,) = outcome.document["proofs"]
    assert (proof["entries"], proof["checkpoint"]["sequence"]) == (5, 4)


def test_keys_of_a_file_ask_nobody(gateway, shell, log, installation, tmp_path):
    del gateway.answers["GET /oauth/jwks"]
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(installation.key_set()))
    assert shell(gateway.context(), "audit", "verify", "--creator", ME, "--keys", str(file)).code == 0
    for wrong in ("{", '{"keys": []}', '{"keys": [{"kid": "roster", "kty": "OKP"}]}', "[]"):
        file.write_text(wrong)
        outcome = shell(gateway.context(), "audit", "verify", "--creator", ME, "--keys", str(file))
        assert (outcome.code, "key" in outcome.err.lower()) == (1, True)


def test_a_changed_entry_ends_with_five(gateway, shell, log):
    log[2]["object"] = "/v1/elsewhere"
    outcome = shell(gateway.context(), "audit", "verify", "--creator", ME)
    assert outcome.code == 5
    assert "BROKEN" in outcome.out
    assert "entry 3 was changed" in outcome.err


def test_a_lost_tail_ends_with_five(gateway, shell, log):
    del log[3:]
    outcome = shell(gateway.context(), "audit", "verify", "--creator", ME)
    assert (outcome.code, "the last are missing" in outcome.err) == (5, True)


def test_a_lost_head_ends_with_five(gateway, shell, log):
    expected = log.pop()["hash"]
    outcome = shell(
        gateway.context(), "audit", "verify", "--creator", ME, "--expect-head", expected, "--json"
    )
    assert outcome.code == 5
    assert outcome.document["intact"] is False


def test_a_checkpoint_of_somebody_else_ends_with_five(gateway, shell, log, tmp_path):
    gateway.answers[CHECKPOINTS] = {"items": [Installation(tmp_path).checkpoint(4, log[3]["hash"])]}
    outcome = shell(gateway.context(), "audit", "verify", "--creator", ME)
    assert (outcome.code, "signature" in outcome.err) == (5, True)


def test_what_was_kept_must_hold_and_what_is_new_is_kept(gateway, shell, log, installation, tmp_path):
    file = tmp_path / "kept.json"
    arguments = ("audit", "verify", "--creator", ME, "--kept", str(file))
    assert shell(gateway.context(), *arguments).code == 0
    (kept,) = json.loads(file.read_text())["checkpoints"]
    assert kept == installation.checkpoint(4, log[3]["hash"])
    gateway.answers[CHECKPOINTS] = {"items": []}
    honest = file.read_text()
    log[:] = chain(3)
    outcome = shell(gateway.context(), *arguments)
    assert (outcome.code, "entries up to 4 were signed" in outcome.err) == (5, True)
    assert file.read_text() == honest
    file.write_text("{}")
    assert shell(gateway.context(), *arguments).code == 1


def test_somebody_else_is_told_so(gateway, shell, log):
    gateway.party_id = "ag_1"
    outcome = shell(gateway.context(), "audit", "verify", "--creator", ME)
    assert outcome.code == 1
    assert "own client" in outcome.err


@pytest.fixture
def proofs(gateway, installation):
    """A gateway that has proven two logs, in two pages with an empty one between them."""
    signed = installation.checkpoint(1200, "a" * 64)
    sound = {"creator_id": ME, "entries": 1200, "head_hash": "a" * 64, "intact": True, "problem": ""}
    sound["checkpoint"] = signed
    empty = {**sound, "creator_id": "cr_2", "entries": 0, "head_hash": GENESIS, "checkpoint": None}
    gateway.answers["GET /oauth/jwks"] = installation.key_set()
    pages = [
        {"items": [sound], "next_cursor": "n"},
        {"items": [], "next_cursor": "o"},
        {"items": [empty], "next_cursor": ""},
    ]
    gateway.answers[PROOFS] = [httpx.Response(200, json=page) for page in pages]
    return sound, empty


def answer(gateway, *proofs):
    gateway.answers[PROOFS] = {"items": list(proofs)}


def test_the_operator_walks_all_logs(gateway, shell, proofs):
    outcome = shell(gateway.context(), "audit", "verify")
    assert outcome.code == 0
    assert "1,200" in outcome.out
    assert "2 checked, 0 not intact." in outcome.out


def test_what_the_server_found_broken_is_said(gateway, shell, proofs):
    sound, empty = proofs
    broken = {
        **sound,
        "creator_id": "cr_3",
        "intact": False,
        "problem": "entry 7 was changed",
        "checkpoint": None,
    }
    answer(gateway, sound, broken, empty)
    outcome = shell(gateway.context(), "audit", "verify")
    assert outcome.code == 5
    assert "3 checked, 1 not intact." in outcome.out
    assert "The log of cr_3 is not intact: entry 7 was changed." in outcome.err
    answer(gateway, sound)
    outcome = shell(gateway.context(), "audit", "verify", "--json")
    assert (outcome.code, outcome.document) == (0, {"intact": True, "proofs": [sound]})


def test_a_head_without_the_right_signature_is_not_believed(gateway, shell, proofs, installation, tmp_path):
    sound, _ = proofs
    for checkpoint, said in (
        (None, "its head is not signed"),
        (installation.checkpoint(1100, "a" * 64), "not of the head"),
        (installation.checkpoint(1200, "a" * 64, "cr_2"), "not of the head"),
        (Installation(tmp_path).checkpoint(1200, "a" * 64), "signature"),
    ):
        answer(gateway, {**sound, "checkpoint": checkpoint})
        outcome = shell(gateway.context(), "audit", "verify")
        assert (outcome.code, said in outcome.err) == (5, True)


def test_the_operator_keeps_checkpoints_too(gateway, shell, proofs, installation, tmp_path):
    sound, _ = proofs
    file = tmp_path / "kept.json"
    arguments = ("audit", "verify", "--kept", str(file))
    assert shell(gateway.context(), *arguments).code == 0
    assert [each["sequence"] for each in json.loads(file.read_text())["checkpoints"]] == [1200]
    answer(gateway, sound)
    for items, code in (([sound["checkpoint"]], 0), ([], 5), ([installation.checkpoint(1200, "b" * 64)], 5)):
        gateway.answers[CHECKPOINTS] = {"items": items}
        assert shell(gateway.context(), *arguments).code == code
    assert dict(gateway.asked[-1].url.params) == {"page_size": "1", "sequence": "1200"}


def test_a_head_needs_a_creator(gateway, shell):
    assert shell(gateway.context(), "audit", "verify", "--expect-head", "a").code == 2
