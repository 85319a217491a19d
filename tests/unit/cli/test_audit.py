"""`callboard audit verify`."""

from __future__ import annotations

import httpx
import pytest

from services.cli.audit import prove
from services.shared.hashchain import GENESIS, digest

ME = "cr_1"


def chain(length):
    """A creator's log, ascending, as the API shows it."""
    entries, previous = [], GENESIS
    for sequence in range(1, length + 1):
        entry = {
            "sequence": sequence,
            "previous_hash": previous,
            "creator_id": ME,
            "at": "2026-03-01T12:00:00Z",
            "actor_id": "ag_1",
            "actor_kind": "agency",
            "client_id": "cl_1",
            "on_behalf_of": ME,
            "delegation_id": "dg_1",
            "delegation_version": 2,
            "action": "roster.v1.PartyService/GetCreator",
            "object": "/v1/creators/cr_1",
            "decision": "allowed",
            "rule": "delegation",
            "reason": "",
            "request_id": f"r{sequence}",
        }
        previous = digest(entry)
        entries.append(entry | {"hash": previous})
    return entries


def test_an_intact_chain():
    entries = chain(5)
    proof = prove(ME, entries)
    assert proof == {
        "creator_id": ME,
        "entries": 5,
        "head_hash": entries[-1]["hash"],
        "intact": True,
        "problem": "",
    }
    assert prove(ME, [])["head_hash"] == GENESIS


def _edit(entries):
    entries[2]["decision"] = "denied"


def _remove(entries):
    del entries[2]


def _swap(entries):
    entries[1], entries[2] = entries[2], entries[1]


def _rewrite(entries):
    """Changes an entry with its hash, but not the rest of the chain."""
    entries[2]["reason"] = "forged"
    entries[2]["hash"] = digest({key: value for key, value in entries[2].items() if key != "hash"})


def _strip(entries):
    del entries[2]["hash"]


def _add_a_field(entries):
    entries[2]["note"] = "new"


@pytest.mark.parametrize("tamper", [_edit, _remove, _swap, _rewrite, _strip, _add_a_field])
def test_tampering_is_found(tamper):
    entries = chain(5)
    tamper(entries)
    proof = prove(ME, entries)
    assert not proof["intact"]
    assert proof["problem"]


def test_anothers_log_proves_nothing():
    assert prove("cr_2", chain(2))["problem"] == "entry 1 is another creator's"


def test_a_kept_head_must_still_be_there():
    entries = chain(5)
    assert prove(ME, entries, entries[-1]["hash"])["intact"]
    assert prove(ME, entries, entries[2]["hash"])["intact"]
    assert prove(ME, entries, GENESIS)["intact"]
    assert "no entry has the expected hash" in prove(ME, entries[:3], entries[4]["hash"])["problem"]


@pytest.fixture
def log(gateway):
    """A gateway with a creator's log in pages of two, newest first."""
    gateway.party_id = ME
    entries = chain(5)

    def page(request):
        start = int(request.url.params.get("cursor", "0"))
        newest = entries[::-1]
        cursor = str(start + 2) if start + 2 < len(newest) else None
        return httpx.Response(200, json={"items": newest[start : start + 2], "next_cursor": cursor})

    gateway.answers["GET /v1/creators/cr_1/activity"] = page
    return entries


def test_a_creator_recomputes_her_own_log(gateway, shell, log):
    outcome = shell(gateway.world(), "audit", "verify", "--creator", ME, "--json")
    assert outcome.code == 0
    assert outcome.document["intact"] is True
    assert outcome.document["proofs"][0]["entries"] == 5
    assert len(gateway.asked) == 3


def test_a_changed_entry_ends_with_two(gateway, shell, log):
    log[2]["object"] = "/v1/elsewhere"
    outcome = shell(gateway.world(), "audit", "verify", "--creator", ME)
    assert outcome.code == 2
    assert "BROKEN" in outcome.out
    assert "entry 3 was changed" in outcome.err


def test_a_lost_head_ends_with_two(gateway, shell, log):
    expected = log.pop()["hash"]
    outcome = shell(gateway.world(), "audit", "verify", "--creator", ME, "--expect-head", expected, "--json")
    assert outcome.code == 2
    assert outcome.document["intact"] is False


def test_somebody_else_is_told_so(gateway, shell, log):
    gateway.party_id = "ag_1"
    outcome = shell(gateway.world(), "audit", "verify", "--creator", ME)
    assert outcome.code == 1
    assert "own client" in outcome.err


def test_the_operator_walks_all_logs(gateway, shell):
    sound = {"creator_id": "cr_1", "entries": 1200, "head_hash": "a" * 64, "intact": True, "problem": ""}
    broken = {**sound, "creator_id": "cr_2", "intact": False, "problem": "entry 7 was changed"}
    pages = [{"items": [sound], "next_cursor": "n"}, {"items": [broken], "next_cursor": None}]
    gateway.answers["GET /v1/operator/activity-proofs"] = [httpx.Response(200, json=page) for page in pages]
    outcome = shell(gateway.world(), "audit", "verify")
    assert outcome.code == 2
    assert "1,200" in outcome.out
    assert "2 checked, 1 not intact." in outcome.out
    assert "The log of cr_2 is not intact: entry 7 was changed." in outcome.err
    gateway.answers["GET /v1/operator/activity-proofs"] = {"items": [sound]}
    outcome = shell(gateway.world(), "audit", "verify", "--json")
    assert (outcome.code, outcome.document) == (0, {"intact": True, "proofs": [sound]})


def test_a_head_needs_a_creator(gateway, shell):
    assert shell(gateway.world(), "audit", "verify", "--expect-head", "a").code == 1
