"""Everybody's codes and tokens come from the portal's one address, which nobody can use up for all."""

from __future__ import annotations

from pathlib import Path

from services.gateway.front.proofs import LONGEST_FORM, proof_in
from tests.unit.gateway.sign_in.support import HOST, World, code_in, signed_in


def few(keys: Path, **more: str) -> World:
    """A gateway that hears six requests of an address without a token in an hour."""
    return World(keys, address_limit="6/hour", **more)


def test_what_was_never_given_out_uses_up_the_address_and_not_what_was(keys: Path) -> None:
    world = few(keys)
    code = code_in(signed_in(world).location)
    statuses = [world.refresh(f"rt.se_{number}.x").status_code for number in range(7)]
    assert (statuses[0], statuses[-1]) == (400, 429)
    assert world.exchange("never given out").status_code == 429
    token = world.exchange(code).json["refresh_token"]
    for _ in range(9):
        token = world.refresh(token).json["refresh_token"]
    left = world.http.post(
        "/oauth/revoke", data={"client_id": "portal", "token": token}, headers={"Host": HOST}
    )
    assert left.status_code == 200
    assert world.refresh("rt.se_1.x").status_code == 429


def test_what_was_given_out_does_not_use_up_the_address(keys: Path) -> None:
    world = few(keys)
    browser = signed_in(world)
    token = world.exchange(code_in(browser.location)).json["refresh_token"]
    for _ in range(9):
        token = world.refresh(token).json["refresh_token"]
    assert world.refresh("rt.se_1.x").status_code == 400


def test_one_code_or_token_is_not_shown_without_end(keys: Path) -> None:
    world = few(keys, client_limit="3/hour")
    token = world.exchange(code_in(signed_in(world).location)).json["refresh_token"]
    assert [world.refresh(token).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_what_names_no_proof_is_counted_with_its_address(keys: Path) -> None:
    world = few(keys)
    forms = (b"\xff=%", b"code=", b"grant_type=client_credentials", b"x" * (LONGEST_FORM + 1))
    for form in forms:
        assert proof_in(form) == ""
    kind = "application/x-www-form-urlencoded"
    statuses = [
        world.http.post("/oauth/token", data=form, content_type=kind, headers={"Host": HOST}).status_code
        for form in forms * 2
    ]
    assert statuses[-1] == 429
    assert 429 not in statuses[:6]
