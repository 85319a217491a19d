"""Proofs in pieces, and the signed heads against which a rewritten log does not hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.roster.domain.activity import link
from services.roster.handlers import checkpoints
from services.roster.handlers.activity import append
from services.roster.handlers.checkpoints import Attester, list_proofs, sign_grown
from services.shared.commands import Commit
from services.shared.hashchain import GENESIS, Head
from services.shared.paging import page_request
from services.shared.tokens import TrustedKeys, attested
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.pages import asked
from tests.unit.roster.build import CREATOR, chain, entry, party
from tests.unit.roster.calling import attester as attester_of
from tests.unit.roster.calling import keys
from tests.unit.shared.keys import make_keys, signer


class Log:
    """Logs, and everything that proves or forges them."""

    def __init__(self, store: FakeStore, clock: FakeClock) -> None:
        self.store: Any = store
        self.clock, self.attester = clock, attester_of(clock)

    def write(self, entries: int, creator_id: str = CREATOR) -> None:
        if not self.store.parties.get(creator_id):
            self.store.parties.insert(party(creator_id), Commit())
        for number in range(entries):
            append(self.store, self.clock, entry(str(number), creator_id=creator_id))

    def sign(self) -> int:
        self.clock.advance(seconds=31)
        return sign_grown(self.store, self.clock, self.attester)

    def prove(self, page_size: int = 100) -> list[Any]:
        """Every proof, over as many pages as it takes."""
        found: list[Any] = []
        cursor = ""
        while True:
            page = list_proofs(
                self.store, self.clock, self.attester, page=page_request(page_size, cursor, "p")
            )
            found += page.items
            cursor = page.next_cursor
            if not cursor:
                return found

    def rewrite(self, at: int) -> None:
        """What an attacker with every right does: changes an entry and all hashes after it."""
        old, head = chain(self.store), Head()
        forged = []
        for number, each in enumerate(old):
            content = replace(each, reason="never happened") if number == at else each
            forged.append(link(content, head))
            head = Head(forged[-1].sequence, forged[-1].hash)
        self.store.log[CREATOR] = forged

    def cut(self, kept: int) -> None:
        """Removes the newest entries."""
        self.store.log[CREATOR] = chain(self.store)[:kept]


@pytest.fixture
def log(store: FakeStore, clock: FakeClock) -> Log:
    return Log(store, clock)


def test_a_head_is_signed_once_and_anew_when_the_log_has_grown(log: Log) -> None:
    log.write(3)
    assert log.sign() == 3
    assert log.sign() == 0
    (made,) = log.store.checkpoints(CREATOR, asked("-sequence"))
    assert (made.sequence, made.hash) == (3, chain(log.store)[-1].hash)
    public = TrustedKeys(keys() / "public", log.clock).current()["roster"]
    assert attested(made.statement, "callboard-checkpoint+jwt", public) == made.content()
    log.write(2)
    log.sign()
    assert [each.sequence for each in log.store.checkpoints(CREATOR, asked("-sequence"))] == [5, 3]


def test_entries_that_may_still_be_under_way_wait(log: Log) -> None:
    log.write(1)
    assert sign_grown(log.store, log.clock, log.attester) == 0
    assert log.sign() == 1


def test_a_run_is_bounded_and_the_oldest_come_first(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "ENTRIES_A_RUN", 3)
    for number in range(5):
        log.clock.advance(seconds=1)
        log.write(1, f"cr_{number}")
    log.clock.advance(seconds=31)
    runs = []
    while seen := sign_grown(log.store, log.clock, log.attester):
        runs.append((seen, len(log.store.signed)))
    assert runs == [(2, 2), (2, 4), (1, 5)]
    assert [each.creator_id for each in log.store.signed] == [f"cr_{number}" for number in range(5)]


def test_what_was_written_before_a_standstill_is_signed_after_it(log: Log) -> None:
    log.write(2)
    log.clock.advance(days=3)
    log.write(1, "cr_2")
    log.sign()
    assert {each.creator_id for each in log.store.signed} == {CREATOR, "cr_2"}


def test_a_proof_signs_the_head_that_it_came_to(log: Log) -> None:
    log.write(4)
    log.write(0, "cr_2")
    hers, empty = log.prove()
    assert (hers.entries, hers.problem, hers.checkpoint.head) == (4, "", Head(4, hers.head_hash))
    assert (empty.entries, empty.head_hash, empty.checkpoint) == (0, GENESIS, None)
    assert log.prove()[0].checkpoint == hers.checkpoint
    assert log.store.checkpoints(CREATOR, asked("-sequence")) == [hers.checkpoint]


@pytest.mark.parametrize("page_size", [1, 2, 100])
def test_long_logs_are_proven_in_pieces(log: Log, monkeypatch: pytest.MonkeyPatch, page_size: int) -> None:
    monkeypatch.setattr(checkpoints, "PROVEN_A_PAGE", 4)
    monkeypatch.setattr(checkpoints, "STEP", 3)
    lengths = {"cr_1": 9, "cr_2": 0, "cr_3": 4, "cr_4": 1, "cr_5": 8}
    for name, length in lengths.items():
        log.write(length, name)
    proofs = log.prove(page_size)
    assert {each.creator_id: each.entries for each in proofs} == lengths
    assert len(proofs) == len(lengths)
    assert all(each.intact for each in proofs)


def test_a_break_far_inside_is_found_in_its_piece(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "PROVEN_A_PAGE", 4)
    log.write(9)
    log.store.log[CREATOR][6] = replace(log.store.log[CREATOR][6], reason="never happened")
    (proof,) = log.prove()
    assert (proof.entries, proof.checkpoint) == (6, None)
    assert "entry 7 was changed" in proof.problem


@pytest.mark.parametrize("at", [0, 4])
def test_a_log_that_was_written_anew_in_itself_is_found_and_not_signed(log: Log, at: int) -> None:
    log.write(5)
    log.sign()
    log.write(1)
    log.rewrite(at)
    (proof,) = log.prove()
    assert proof.problem == "entry 5 is not the one that was signed: the log was written anew"
    log.sign()
    assert [each.sequence for each in log.store.checkpoints(CREATOR, asked("-sequence"))] == [5]


def test_an_older_checkpoint_speaks_against_a_forgery_too(log: Log) -> None:
    log.write(3)
    log.sign()
    (older,) = log.store.signed
    log.store.signed.clear()
    log.rewrite(1)
    log.write(1)
    log.sign()
    assert log.prove()[0].intact
    log.store.signed.append(older)
    assert "entry 3 is not the one that was signed" in log.prove()[0].problem


@pytest.mark.parametrize("kept", [0, 4])
def test_a_tail_that_was_removed_is_found(log: Log, kept: int) -> None:
    log.write(5)
    log.sign()
    log.cut(kept)
    (proof,) = log.prove()
    assert proof.problem == "entries up to 5 were signed; the last are missing"
    log.write(3)
    log.sign()
    assert len(log.store.signed) == 1


def test_a_checkpoint_that_the_installation_did_not_sign_is_found(log: Log, tmp_path: Any) -> None:
    log.write(2)
    make_keys(tmp_path, "roster")
    stranger = Attester(signer(tmp_path, "roster", log.clock), TrustedKeys(tmp_path / "public", log.clock))
    forged = stranger.sign(CREATOR, Head(2, chain(log.store)[-1].hash), log.clock.now())
    log.store.append_checkpoint(forged)
    assert "does not carry this installation's signature" in log.prove()[0].problem
    other = log.attester.sign(CREATOR, Head(1, forged.hash), log.clock.now())
    log.store.signed[0] = replace(other, sequence=2)
    assert "does not carry" in log.prove()[0].problem


def test_a_new_key_signs_the_same_head_anew(log: Log, tmp_path: Any) -> None:
    log.write(2)
    log.sign()
    public = make_keys(tmp_path, "roster")
    old = (keys() / "public" / "roster.pub.pem").read_bytes()
    file = public / "roster.pub.pem"
    new = file.read_bytes()
    file.write_bytes(new + old)
    log.attester = Attester(signer(tmp_path, "roster", log.clock), TrustedKeys(public, log.clock))
    log.clock.advance(seconds=1)
    assert log.prove()[0].intact
    assert [each.sequence for each in log.store.signed] == [2, 2]
    file.write_bytes(new)
    log.attester = Attester(signer(tmp_path, "roster", log.clock), TrustedKeys(public, log.clock))
    assert log.prove()[0].intact
