"""Signing in, and what somebody who guesses, sprays or repeats gets out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyotp
import pytest
from argon2.exceptions import VerificationError

from services.roster.domain.people.commands import FindExternal, SignIn
from services.roster.domain.people.factors import hash_of_recovery
from services.roster.domain.people.person import ExternalIdentity, SecondFactor
from services.roster.domain.people.throttling import OF_ACCOUNT, OF_ADDRESS, OF_CODES
from services.roster.handlers.people import passwords
from services.roster.handlers.people.sealed import seal_secret
from services.roster.handlers.people.signing_in import Outcome, SignedIn, find_external, sign_in
from services.shared.commands import Commit
from services.shared.errors import NotFound
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.roster.people import SEALS, person

PASSWORD = "three quiet rivers, one bridge"
HASH = passwords.hashed(PASSWORD)
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGNED_IN, REFUSED = Outcome.SIGNED_IN, Outcome.REFUSED
THROTTLED, CODE_WANTED = Outcome.THROTTLED, Outcome.SECOND_FACTOR_REQUIRED


class Form:
    """Somebody who tries to sign in."""

    def __init__(self) -> None:
        self.store, self.clock = FakeStore(), FakeClock()

    def add(self, person_id: str = "pe_1", **fields: Any) -> None:
        self.store.people.insert(person(person_id, **{"password_hash": HASH, **fields}), Commit())

    def tries(
        self, email: str = "pe_1@example.com", password: str = PASSWORD, code: str = "", address: str = HOME
    ) -> SignedIn:
        return sign_in(self.store, self.clock, SEALS, SignIn(email, password, code, address))

    def code(self, periods: int = 0) -> str:
        step = int(self.clock.now().timestamp()) // 30 + periods
        return pyotp.TOTP(SECRET).generate_otp(step)


@pytest.fixture
def form() -> Form:
    return Form()


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes against which passwords were compared, without the work."""
    seen: list[str] = []

    class Counting:
        def verify(self, password_hash: str, password: str) -> bool:
            seen.append(password_hash)
            if password != PASSWORD or password_hash != HASH:
                raise VerificationError
            return True

    monkeypatch.setattr(passwords, "_hasher", Counting())
    return seen


def test_the_right_password_however_the_address_is_written(form: Form) -> None:
    form.add()
    found = form.tries(" PE_1@Example.COM ")
    assert (found.outcome, found.person and found.person.id) == (SIGNED_IN, "pe_1")


def test_nothing_is_said_of_whether_there_is_an_account(form: Form) -> None:
    form.add()
    form.add("pe_2", password_hash="")
    wrong = [
        form.tries(password="not it at all"),
        form.tries("nobody@example.com"),
        form.tries("pe_2@example.com"),
    ]
    assert wrong == [SignedIn(REFUSED)] * 3
    assert form.tries("pe_2@example.com", "") == SignedIn(REFUSED)
    assert form.tries("pe_2@example.com", "nobody has this password") == SignedIn(REFUSED)
    assert form.tries("nobody@example.com", "nobody has this password") == SignedIn(REFUSED)


def test_an_unknown_account_costs_as_much_work(form: Form, verified: list[str]) -> None:
    form.add()
    form.tries(password="not it at all")
    form.tries("nobody@example.com")
    assert len(verified) == 2
    for _ in range(20):
        known, unknown = (
            form.tries(password="no", address="a"),
            form.tries("nobody@example.com", "no", address="b"),
        )
        assert known == unknown


def test_guesses_at_one_account_from_many_addresses_come_to_an_end(form: Form, verified: list[str]) -> None:
    form.add()
    outcomes = [form.tries(password=f"guess {n}", address=f"10.0.{n}.1").outcome for n in range(50)]
    assert outcomes.count(REFUSED) == OF_ACCOUNT.most == len(verified)
    held_up = form.tries(address="10.1.0.1")
    assert (held_up.outcome, held_up.person) == (THROTTLED, None)
    assert 0 < held_up.retry_after <= 15 * 60


def test_who_is_throttled_gets_in_after_the_time_that_was_said(form: Form, verified: list[str]) -> None:
    form.add()
    for number in range(50):
        form.tries(password="guess", address=f"10.0.{number}.1")
    form.clock.advance(seconds=form.tries().retry_after)
    assert form.tries().outcome is SIGNED_IN


def test_guesses_at_many_accounts_from_one_address_come_to_an_end(form: Form, verified: list[str]) -> None:
    tried = [form.tries(f"pe_{n}@example.com", "Winter2026!!").outcome for n in range(200)]
    assert tried.count(REFUSED) == OF_ADDRESS.most == len(verified)
    assert form.tries("other@example.com", address=ELSEWHERE).outcome is REFUSED


def test_an_ipv6_network_is_one_address(form: Form, verified: list[str]) -> None:
    tried = [form.tries(f"{n}@example.com", "no", address=f"2001:db8::{n:x}").outcome for n in range(60)]
    assert tried.count(REFUSED) == OF_ADDRESS.most
    assert form.tries("x@example.com", "no", address="2001:db8:0:1::1").outcome is REFUSED
    mapped = [form.tries(f"m{n}@example.com", "no", address=f"::ffff:10.9.9.{n}").outcome for n in range(60)]
    assert THROTTLED not in mapped


def test_an_attacker_keeps_nobody_out_from_where_she_has_signed_in_before(
    form: Form, verified: list[str]
) -> None:
    form.add()
    assert form.tries().outcome is SIGNED_IN
    for number in range(100):
        form.tries(password="guess", address=f"10.0.{number}.1")
    assert form.tries(address=ELSEWHERE).outcome is THROTTLED
    assert form.tries().outcome is SIGNED_IN
    assert form.tries(password="guess", address="10.0.200.1").outcome is THROTTLED


def test_guesses_from_a_known_address_come_to_an_end_too(form: Form, verified: list[str]) -> None:
    form.add()
    form.tries()
    outcomes = [form.tries(password="guess").outcome for _ in range(30)]
    assert outcomes.count(REFUSED) == OF_ACCOUNT.most


def test_signing_in_oneself_does_not_clear_what_was_guessed_at_others(
    form: Form, verified: list[str]
) -> None:
    form.add()
    form.add("pe_2")
    refused = 0
    for number in range(300):
        refused += form.tries("pe_2@example.com").outcome is REFUSED
        refused += form.tries(f"victim{number}@example.com", "Winter2026!!").outcome is REFUSED
    assert refused == OF_ADDRESS.most


def with_factor(form: Form, *recovery: str) -> None:
    hashes = tuple(map(hash_of_recovery, recovery))
    form.add(factor=SecondFactor(seal_secret(SEALS, "pe_1", SECRET), confirmed=True, recovery_codes=hashes))


def test_a_code_is_asked_for_only_behind_the_right_password(form: Form) -> None:
    with_factor(form)
    assert form.tries(password="not it at all").outcome is REFUSED
    assert form.tries(password="not it at all", code=form.code()).outcome is REFUSED
    assert form.tries() == SignedIn(CODE_WANTED)
    assert form.tries(code=form.code()).outcome is SIGNED_IN


def test_an_unconfirmed_factor_is_not_asked_for(form: Form) -> None:
    form.add(factor=SecondFactor(seal_secret(SEALS, "pe_1", SECRET)))
    assert form.tries().outcome is SIGNED_IN


def test_a_code_works_once_and_none_before_it_after(form: Form) -> None:
    with_factor(form)
    for code in (form.code(-2), form.code(2), "", "000000 ", "１２３４５６"):
        assert form.tries(code=code).outcome in (REFUSED, CODE_WANTED)
    form.store.clear_attempts(OF_CODES.key("pe_1"))
    code, former = form.code(), form.code(-1)
    assert form.tries(code=code).outcome is SIGNED_IN
    assert form.tries(code=code).outcome is REFUSED
    assert form.tries(code=former).outcome is REFUSED
    form.clock.advance(minutes=30)
    assert form.tries(code=f" {form.code()[:3]} {form.code()[3:]} ").outcome is SIGNED_IN


def test_a_recovery_code_works_once_however_it_is_typed(form: Form) -> None:
    with_factor(form, "k7wq-2m4n-9p3x-h6ra", "aaaa-bbbb-cccc-dddd")
    assert form.tries(code="K7WQ 2M4N 9P3X H6RA").outcome is SIGNED_IN
    assert form.tries(code="k7wq-2m4n-9p3x-h6ra").outcome is REFUSED
    assert form.tries(code="aaaabbbbccccdddd").outcome is SIGNED_IN
    found = form.store.people.get("pe_1")
    assert found is not None
    assert found.recovery_codes_left == 0


def test_guesses_at_codes_come_to_an_end(form: Form, verified: list[str]) -> None:
    with_factor(form)
    outcomes = [form.tries(code=f"{n:06}", address=f"10.0.{n}.1").outcome for n in range(40)]
    assert outcomes.count(REFUSED) == OF_CODES.most
    assert form.tries(code=form.code(), address=ELSEWHERE).outcome is THROTTLED


def test_hostile_input_is_refused_and_nothing_else(form: Form) -> None:
    form.add()
    for text in ("", "\x00", "$where", "a" * 200, "’ or 1=1", "🙂" * 50):
        assert form.tries(text or "x", text, text, text).outcome is REFUSED


ISSUER = "https://issuer.example.com"


def external(form: Form, **fields: Any) -> Any:
    given: dict[str, Any] = {
        "issuer": ISSUER,
        "subject": "s1",
        "email": "pe_1@example.com",
        "email_verified": True,
    }
    return find_external(form.store, form.clock, FindExternal(**(given | fields)))


def test_an_external_identity_is_linked_by_a_verified_address_only(form: Form) -> None:
    form.add(email_proven=True)
    with pytest.raises(NotFound):
        external(form, email_verified=False)
    with pytest.raises(NotFound):
        external(form, email="nobody@example.com")
    linked = external(form, email="PE_1@example.com")
    assert linked.identities == (ExternalIdentity(ISSUER, "s1"),)
    assert linked.password_hash == HASH
    assert external(form, email="", email_verified=False).id == "pe_1"
    with pytest.raises(NotFound):
        external(form, issuer="https://other.example.com", email="", email_verified=False)


def test_who_set_an_account_up_under_an_address_of_somebody_else_loses_it(form: Form) -> None:
    """The link of an invitation is shown to whoever invites: it does not prove the address."""
    form.add(factor=SecondFactor(seal_secret(SEALS, "pe_1", SECRET), confirmed=True))
    form.clock.advance(minutes=1)
    linked = external(form)
    assert (linked.password_hash, linked.factor, linked.email_proven) == ("", None, True)
    assert linked.sessions_valid_from == form.clock.now()
    assert form.tries().outcome is REFUSED
    again = external(form)
    assert again == replace(linked)
