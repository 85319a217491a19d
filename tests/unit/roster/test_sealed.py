"""The secrets of second factors at rest: sealed for one person, and sealed anew when the key is replaced."""

from __future__ import annotations

from typing import Any

import pyotp
import pytest

from services.roster.domain.people.commands import SignIn
from services.roster.domain.people.factors import hash_of_recovery
from services.roster.domain.people.person import SecondFactor
from services.roster.handlers.people import passwords
from services.roster.handlers.people.sealed import open_secret, reseal, seal_secret, seals_of
from services.roster.handlers.people.signing_in import Outcome, sign_in
from services.shared.commands import Commit
from services.shared.sealing import Seals
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.roster.people import KEY, SEALS, person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "three quiet rivers, one bridge"
HASH = passwords.hashed(PASSWORD)
NEWER = "n" * 43
BOTH, NEW = seals_of(f"{NEWER}\n{KEY}"), seals_of(NEWER)


class Kept:
    """People with a second factor, as a store keeps them."""

    def __init__(self) -> None:
        self.store, self.clock = FakeStore(), FakeClock()

    def add(self, person_id: str, secret: str) -> None:
        factor = SecondFactor(secret, confirmed=True, recovery_codes=(hash_of_recovery("k7wq"),))
        self.store.people.insert(person(person_id, password_hash=HASH, factor=factor), Commit())

    def of(self, person_id: str) -> Any:
        return self.store.people.get(person_id)

    def signs_in(self, seals: Seals, code: str) -> Outcome:
        form = SignIn("pe_1@example.com", PASSWORD, code, "192.0.2.1")
        return sign_in(self.store, self.clock, seals, form).outcome

    def code(self) -> str:
        return pyotp.TOTP(SECRET).generate_otp(int(self.clock.now().timestamp()) // 30)


@pytest.fixture
def kept() -> Kept:
    return Kept()


def test_a_secret_is_good_for_its_person_alone(kept: Kept) -> None:
    sealed = seal_secret(SEALS, "pe_1", SECRET)
    assert SECRET not in sealed
    kept.add("pe_1", sealed)
    kept.add("pe_2", sealed)
    assert open_secret(SEALS, kept.of("pe_1")) == SECRET
    assert open_secret(SEALS, kept.of("pe_2")) is None


def test_without_the_key_only_recovery_codes_are_right(kept: Kept) -> None:
    kept.add("pe_1", seal_secret(SEALS, "pe_1", SECRET))
    assert kept.signs_in(NEW, kept.code()) is Outcome.REFUSED
    assert kept.signs_in(NEW, "k7wq") is Outcome.SIGNED_IN
    assert kept.signs_in(SEALS, kept.code()) is Outcome.SIGNED_IN, "and nothing was lost"


def test_a_new_key_seals_what_was_sealed_before(kept: Kept) -> None:
    kept.add("pe_1", seal_secret(SEALS, "pe_1", SECRET))
    kept.add("pe_2", seal_secret(SEALS, "pe_2", SECRET))
    kept.store.people.insert(person("pe_3"), Commit())
    assert reseal(kept.store, kept.clock, BOTH) == 2
    assert {open_secret(NEW, kept.of(each)) for each in ("pe_1", "pe_2")} == {SECRET}
    assert kept.signs_in(NEW, kept.code()) is Outcome.SIGNED_IN
    before = kept.of("pe_1")
    assert reseal(kept.store, kept.clock, BOTH) == 0
    assert kept.of("pe_1") == before


def test_what_no_key_opens_stays_as_it_is(kept: Kept) -> None:
    sealed = seal_secret(SEALS, "pe_1", SECRET)
    kept.add("pe_1", sealed)
    assert reseal(kept.store, kept.clock, NEW) == 0
    assert kept.of("pe_1").factor.secret == sealed
