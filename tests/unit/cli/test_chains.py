"""A log that is recomputed piece by piece, and held against what was signed."""

from __future__ import annotations

import pytest
from joserfc.jwk import OKPKey

from services.cli.chains import Chain, unsigned
from services.shared.hashchain import GENESIS, digest
from tests.unit.cli.signed import ME, Installation, chain, lines


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    return Installation(tmp_path_factory.mktemp("keys"))


def read(entries, wanted=(), expected="", pieces=2):
    """A log that was read in pieces."""
    made = Chain(ME, wanted, expected)
    made.read(lambda after: lines(entries[after : after + pieces]))
    return made


def problem(entries, held=(), **more):
    return read(entries, [each["sequence"] for each in held], **more).proof(held)["problem"]


@pytest.mark.parametrize("pieces", [1, 2, 5, 9])
def test_an_intact_chain_in_pieces(pieces):
    entries = chain(5)
    assert read(entries, pieces=pieces).proof([]) == {
        "creator_id": ME,
        "entries": 5,
        "head_hash": entries[-1]["hash"],
        "intact": True,
        "problem": "",
    }
    assert read([]).proof([])["head_hash"] == GENESIS


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
    assert problem(entries)


def test_anothers_log_proves_nothing():
    made = Chain("cr_2")
    made.read(lambda after: lines(chain(2)[after:]))
    assert made.proof([])["problem"] == "entry 1 is another creator's"
    garbage = Chain(ME)
    garbage.read(lambda _: b"<html>\n")
    assert "no JSON" in garbage.problem


def test_a_kept_head_must_still_be_there():
    entries = chain(5)
    for expected in (entries[-1]["hash"], entries[2]["hash"], GENESIS):
        assert not problem(entries, expected=expected)
    assert "no entry has the expected hash" in problem(entries[:3], expected=entries[4]["hash"])


def test_checkpoints_are_held_against_what_was_read(installation):
    entries = chain(5)
    held = [installation.checkpoint(3, entries[2]["hash"])]
    assert not problem(entries, held)
    assert "the last are missing" in problem(entries[:2], held)
    assert "written anew" in problem(entries, [installation.checkpoint(3, "a" * 64)])


def test_a_signature_is_the_installations_and_of_what_is_said(installation, tmp_path):
    keys = [OKPKey.import_key(installation.pem)]
    genuine = installation.checkpoint(3, "a" * 64)
    assert unsigned(genuine, keys) == ""
    for forged in (
        {**genuine, "sequence": 4},
        {**genuine, "creator_id": "cr_2"},
        {**genuine, "statement": "x"},
        {key: value for key, value in genuine.items() if key != "statement"},
        Installation(tmp_path).checkpoint(3, "a" * 64),
    ):
        assert "does not carry this installation's signature" in unsigned(forged, keys)
