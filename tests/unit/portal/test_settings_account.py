"""One's own account: what is shown, password, second factor, sessions."""

from __future__ import annotations

import httpx
import pytest
import segno

from tests.unit.portal.gateway import FakeGateway, page, problem
from tests.unit.portal.settings import ACCOUNT, SESSION, owner

SECRET = {"uri": "otpauth://totp/Callboard:ana?secret=JBSWY3DPEHPK3PXP", "secret": "JBSWY3DPEHPK3PXP"}


@pytest.fixture
def gateway() -> FakeGateway:
    """As an owner finds it."""
    return owner()


def test_the_account_shows_who_one_is(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/settings").text
    assert 'value="Ana López"' in shown
    assert 'value="Europe/Madrid"' in shown
    assert "Northlight Talent" in shown
    for words in ("Sessions", "People", "Applications", "Webhooks", "Mail and reminders"):
        assert f">{words}</a>" in shown


def test_a_client_is_told_that_it_has_no_account(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me/account"] = problem(403, "person_required")
    gateway.answers["GET /v1/me/sessions"] = problem(403, "person_required")
    shown = gateway.browser().look("/settings")
    assert shown.status_code == 200
    assert "which has no account of its own" in shown.text
    assert "A client of a party has no sessions." in gateway.browser().look("/settings/sessions").text


def test_an_account_is_changed(gateway: FakeGateway) -> None:
    gateway.answers["PATCH /v1/me/account"] = ACCOUNT
    form = {"name": "Ana L.", "locale": "en", "time_zone": "", "base": "7"}
    assert gateway.browser().send("/settings", form).status_code == 303
    assert gateway.bodies("/v1/me/account") == [{"name": "Ana L.", "locale": "en", "time_zone": None}]


def test_an_account_that_was_changed_elsewhere_keeps_both(gateway: FakeGateway) -> None:
    gateway.answers["PATCH /v1/me/account"] = problem(412, "stale")
    shown = gateway.browser().send("/settings", {"name": "Mine", "locale": "es", "base": "6"})
    assert shown.status_code == 409
    assert 'value="Mine"' in shown.text
    assert "<td>Ana López</td>" in shown.text


def test_another_password_ends_this_session(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/me/account/password"] = ACCOUNT
    browser = gateway.browser()
    form = {
        "current_password": "old one here",
        "new_password": "three quiet rivers",
        "again": "three quiet rivers",
    }
    assert browser.send("/settings/password", form).location == "/signed-out"
    assert browser.look("/settings").location == "/sign-in?next=/settings"


def test_a_password_is_written_twice(gateway: FakeGateway) -> None:
    form = {"current_password": "old", "new_password": "three quiet rivers", "again": "other"}
    shown = gateway.browser().send("/settings/password", form)
    assert shown.status_code == 422
    assert "The two are not the same." in shown.text
    assert "three quiet rivers" not in shown.text
    assert gateway.bodies("/v1/me/account/password") == []


def test_a_wrong_password_is_said_and_not_shown_again(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/me/account/password"] = problem(403, "password_wrong", "The password is wrong.")
    form = {
        "current_password": "tried in vain",
        "new_password": "three quiet rivers",
        "again": "three quiet rivers",
    }
    shown = gateway.browser().send("/settings/password", form)
    assert "The password is wrong." in shown.text
    assert "tried in vain" not in shown.text


def test_a_second_factor_is_set_up_in_two_steps(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/me/account/second-factor"] = SECRET
    gateway.answers["POST /v1/me/account/second-factor/confirm"] = {"codes": ["k7wq-2m4n", "9p3x-h6ra"]}
    browser = gateway.browser()
    begun = browser.send("/settings/second-factor", {"step": "start", "password": "p"}).text
    assert "<span>JBSW</span><span>Y3DP</span>" in begun
    assert segno.make(SECRET["uri"], error="m", micro=False).svg_inline(omitsize=True, light="#fff") in begun
    assert gateway.bodies("/v1/me/account/second-factor") == [{"password": "p"}]
    done = browser.send("/settings/second-factor", {"step": "confirm", "code": "123 456", **SECRET}).text
    assert "k7wq-2m4n" in done
    assert gateway.bodies("/v1/me/account/second-factor/confirm") == [{"code": "123456"}]


def test_what_is_too_long_to_be_drawn_is_typed(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/me/account/second-factor"] = {**SECRET, "uri": "otpauth://totp/" + "x" * 3000}
    begun = gateway.browser().send("/settings/second-factor", {"step": "start", "password": "p"}).text
    assert "Type this key" in begun
    assert "QR code" not in begun


def test_a_wrong_code_shows_the_key_again(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/me/account/second-factor/confirm"] = problem(
        403, "code_wrong", "Not this code."
    )
    hostile = {"uri": '"><script>', "secret": '"><script>'}
    for given in (SECRET, hostile):
        shown = gateway.browser().send("/settings/second-factor", {"step": "confirm", "code": "1", **given})
        assert shown.status_code == 422
        assert "Not this code." in shown.text
        assert '"><script>' not in shown.text


def test_a_second_factor_is_given_up_for_a_proof(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me/account"] = {**ACCOUNT, "second_factor": True, "recovery_codes_left": 9}
    gateway.answers["POST /v1/me/account/second-factor/remove"] = ACCOUNT
    browser = gateway.browser()
    assert "9 recovery codes left" in browser.look("/settings").text
    assert browser.send("/settings/second-factor/remove", {"code": "123456"}).status_code == 303
    assert gateway.bodies("/v1/me/account/second-factor/remove") == [{"code": "123456"}]


def test_sessions_are_ended_one_by_one_or_all_others(gateway: FakeGateway) -> None:
    gateway.answers["DELETE /v1/me/sessions/se_2"] = httpx.Response(204)
    gateway.answers["POST /v1/me/sessions/end-others"] = httpx.Response(204)
    browser = gateway.browser()
    shown = browser.look("/settings/sessions").text
    assert "Firefox on Linux" in shown
    assert "/settings/sessions/se_2/end" in shown
    assert "/settings/sessions/se_1/end" not in shown
    assert browser.send("/settings/sessions/se_2/end", {}).status_code == 303
    assert browser.send("/settings/sessions/end-others", {}).status_code == 303


def test_what_a_device_calls_itself_is_text(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me/sessions"] = page({**SESSION, "device": "<script>alert(1)</script>"})
    assert "<script>alert" not in gateway.browser().look("/settings/sessions").text
