"""A person's own account, new passwords, and links to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pyotp
import pytest

from services.roster.domain.people.commands import (
    ChangeAccount,
    ChangePassword,
    RemoveSecondFactor,
    ResetPassword,
    SignIn,
)
from services.roster.domain.people.person import ExternalIdentity, Locale, SecondFactor
from services.roster.domain.people.throttling import OF_PROOFS, OF_RESETS, OF_RESETS_BY
from services.roster.handlers.people import accounts, passwords, resets
from services.roster.handlers.people.signing_in import Outcome, sign_in
from services.shared.commands import Commit
from services.shared.errors import Conflict, Forbidden, Invalid, NotFound, Stale, TooManyRequests
from tests.contracts.roster.concurrently import concurrently
from tests.fakes.clock import FakeClock
from tests.fakes.invocations import Called
from tests.fakes.roster import FakeStore
from tests.unit.roster.people import SEALS, person

PASSWORD, NEW = "three quiet rivers, one bridge", "seven loud engines, no driver"
HASH = passwords.hashed(PASSWORD)
EMAIL = "pe_1@example.com"


class Ana:
    """A person at her own account."""

    def __init__(self) -> None:
        self.store, self.clock = FakeStore(), FakeClock()
        self.store.people.insert(person(password_hash=HASH, email_proven=True), Commit())
        self.called = Called("ag_1")

    @property
    def account(self) -> Any:
        return self.store.people.get("pe_1")

    def changes(self, version: int | None = None, **to: Any) -> Any:
        command = ChangeAccount("pe_1", tuple(to.items()), version)
        return accounts.change_account(self.store, self.clock, command, self.called)

    def changes_password(self, current: str = PASSWORD, new: str = NEW) -> Any:
        command = ChangePassword("pe_1", current, new)
        return accounts.change_password(self.store, self.clock, command, self.called)

    def starts(self, password: str = PASSWORD) -> Any:
        given: dict[str, Any] = {"person_id": "pe_1", "password": password, "invocation": self.called}
        return accounts.start_second_factor(self.store, self.clock, SEALS, **given)

    def confirms(self, code: str) -> Any:
        given: dict[str, Any] = {"person_id": "pe_1", "code": code, "invocation": self.called}
        return accounts.confirm_second_factor(self.store, self.clock, SEALS, **given)

    def removes(self, **proof: str) -> Any:
        command = RemoveSecondFactor("pe_1", **proof)
        return accounts.remove_second_factor(self.store, self.clock, SEALS, command, self.called)

    def signs_in(self, password: str = PASSWORD, code: str = "") -> Outcome:
        return sign_in(self.store, self.clock, SEALS, SignIn(EMAIL, password, code, "192.0.2.1")).outcome

    def code(self, secret: str) -> str:
        return pyotp.TOTP(secret).generate_otp(int(self.clock.now().timestamp()) // 30)

    def asks_for_a_reset(self, email: str = EMAIL, address: str = "") -> None:
        resets.request_reset(self.store, self.clock, email=email, address=address)

    def token(self) -> str:
        reset_id = sorted(self.store.resets.rows)[-1]
        return resets.issue_token(self.store, self.clock, reset_id=reset_id)[1]

    def resets(self, token: str, password: str = NEW) -> Any:
        return resets.reset_password(self.store, self.clock, ResetPassword(token, password))


@pytest.fixture
def ana() -> Ana:
    return Ana()


def test_a_client_has_no_account(ana: Ana) -> None:
    for person_id in ("", "pe_unknown"):
        with pytest.raises(Forbidden):
            accounts.get_account(ana.store, person_id=person_id)
        command = ChangeAccount(person_id, (("name", "x"),))
        with pytest.raises(Forbidden):
            accounts.change_account(ana.store, ana.clock, command, ana.called)


def test_name_language_and_time_zone(ana: Ana) -> None:
    changed = ana.changes(name=" Zoë ", locale="es", time_zone="Europe/Madrid")
    assert (changed.name, changed.locale, changed.time_zone) == ("Zoë", Locale.ES, "Europe/Madrid")
    assert ana.changes(time_zone="").time_zone == ""
    for zone in ("Europe/Nowhere", "../../etc/passwd", "localtime ", "europe/madrid"):
        with pytest.raises(Invalid):
            ana.changes(time_zone=zone)
    with pytest.raises(Stale):
        ana.changes(version=1, name="x")


def test_a_new_password_ends_sessions_and_the_former_one(ana: Ana) -> None:
    ana.clock.advance(minutes=1)
    assert ana.changes_password().sessions_valid_from == ana.clock.now()
    assert ana.signs_in() is Outcome.REFUSED
    assert ana.signs_in(NEW) is Outcome.SIGNED_IN


def test_who_took_a_session_over_does_not_guess_the_password_there(ana: Ana) -> None:
    guessed = 0
    for number in range(20):
        with pytest.raises((Forbidden, TooManyRequests)) as refused:
            ana.changes_password(f"guess {number}")
        guessed += refused.type is Forbidden
    assert guessed == OF_PROOFS.most
    with pytest.raises(TooManyRequests):
        ana.removes(code="123456")
    assert ana.signs_in() is Outcome.SIGNED_IN


def test_a_weak_new_password_is_refused(ana: Ana) -> None:
    for weak in ("short", "password1234", EMAIL, "x" * 201):
        with pytest.raises(Invalid, match="new_password"):
            ana.changes_password(new=weak)
    assert ana.account.password_hash == HASH


def test_a_second_factor_holds_when_its_code_was_shown(ana: Ana) -> None:
    with pytest.raises(Forbidden):
        ana.starts("not it")
    with pytest.raises(Conflict):
        ana.confirms("123456")
    started = ana.starts()
    assert started.uri.startswith("otpauth://totp/Callboard:pe_1%40example.com?secret=" + started.secret)
    assert started.secret not in repr(started) + repr(ana.account) + ana.account.factor.secret
    assert ana.signs_in() is Outcome.SIGNED_IN
    with pytest.raises(Forbidden):
        ana.confirms("000000")
    confirmed = ana.confirms(ana.code(started.secret))
    assert len(set(confirmed.codes)) == 10
    assert ana.signs_in() is Outcome.SECOND_FACTOR_REQUIRED
    assert ana.signs_in(code=ana.code(started.secret)) is Outcome.REFUSED, "it was used to confirm"
    assert ana.signs_in(code=confirmed.codes[0]) is Outcome.SIGNED_IN
    assert confirmed.codes[1] not in repr(vars(ana.account.factor))


def test_a_second_factor_is_not_replaced_without_proof(ana: Ana) -> None:
    started = ana.starts()
    codes = ana.confirms(ana.code(started.secret)).codes
    with pytest.raises(Conflict):
        ana.starts()
    for proof in ({}, {"password": "not it"}, {"code": "000000"}):
        with pytest.raises(Forbidden):
            ana.removes(**proof)
    assert ana.removes(code=codes[0]).second_factor is False
    with pytest.raises((Conflict, Forbidden)):
        ana.removes(code=codes[0])
    ana.starts()
    assert ana.removes(password=PASSWORD).factor is None
    with pytest.raises(Conflict):
        ana.removes(password=PASSWORD)


def test_a_reset_sets_a_password_once_and_ends_sessions(ana: Ana) -> None:
    ana.asks_for_a_reset(" PE_1@example.com")
    first, second = ana.token(), ana.token()
    with pytest.raises(Invalid):
        ana.resets(first, "password1234")
    ana.clock.advance(minutes=1)
    assert ana.resets(second).sessions_valid_from == ana.clock.now()
    for token in (first, second):
        with pytest.raises(NotFound):
            ana.resets(token, PASSWORD)
    with pytest.raises(NotFound):
        ana.token()
    assert ana.signs_in(NEW) is Outcome.SIGNED_IN


def test_a_reset_used_at_once_sets_one_password(ana: Ana) -> None:
    ana.asks_for_a_reset()
    token = ana.token()
    results = concurrently(4, lambda number: ana.resets(token, f"{NEW} {number}"))
    assert sum(not isinstance(each, Exception) for each in results) == 1


def test_a_reset_ends_after_an_hour_and_no_other_token_opens_it(ana: Ana) -> None:
    ana.asks_for_a_reset()
    token = ana.token()
    for wrong in ("", ".", token + "x", token.partition(".")[0], "iv_1.x", "rs_unknown.x"):
        with pytest.raises(NotFound):
            ana.resets(wrong)
    assert token.partition(".")[2] not in repr(ana.store.resets.all())
    ana.clock.advance(hours=1)
    with pytest.raises(NotFound):
        ana.resets(token)


def test_a_reset_is_asked_in_the_same_way_for_nobody(ana: Ana) -> None:
    ana.asks_for_a_reset()
    ana.asks_for_a_reset("nobody@example.com")
    known, unknown = ana.store.resets.all()
    assert [known.email, unknown.email] == [EMAIL, "nobody@example.com"]
    assert known.expires_at == unknown.expires_at == ana.clock.now() + timedelta(hours=1)
    with pytest.raises(NotFound):
        resets.issue_token(ana.store, ana.clock, reset_id=unknown.id)


def test_nobody_is_flooded_with_resets(ana: Ana) -> None:
    for _ in range(20):
        ana.asks_for_a_reset()
    assert len(ana.store.resets.all()) == OF_RESETS.most
    for number in range(50):
        ana.asks_for_a_reset(f"x{number}@example.com", "192.0.2.1")
    assert len(ana.store.resets.all()) == OF_RESETS.most + OF_RESETS_BY.most


def test_a_reset_keeps_the_second_factor_of_a_proven_address_only(ana: Ana) -> None:
    factor = SecondFactor("SECRET", confirmed=True)
    intruder = person("pe_2", password_hash=HASH, factor=factor, identities=(ExternalIdentity("i", "s"),))
    ana.store.people.insert(intruder, Commit())
    ana.store.people.insert(person("pe_3", email_proven=True, factor=factor), Commit())
    ana.asks_for_a_reset("pe_2@example.com")
    taken = ana.resets(ana.token())
    assert (taken.factor, taken.identities, taken.email_proven) == (None, (), True)
    ana.asks_for_a_reset("pe_3@example.com")
    assert ana.resets(ana.token()).factor == factor
