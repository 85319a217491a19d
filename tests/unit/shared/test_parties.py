"""Parties by name."""

from __future__ import annotations

from services.shared.parties import Actor, ActorKind, actor, actor_or_none, beside


def test_an_id_says_what_kind_of_party_it_is_of() -> None:
    kinds = {each: actor(f"{each}_018f", "x").kind.value for each in ("op", "ag", "br", "cr")}
    assert kinds == {"op": "operator", "ag": "agency", "br": "brand", "cr": "creator"}


def test_the_timer_acts_in_callboards_name() -> None:
    assert actor("timer", "") == Actor("timer", ActorKind.TIMER, "Callboard")


def test_nobody_is_none() -> None:
    assert actor_or_none("", "") is None
    assert actor_or_none("br_1", "Glow") == actor("br_1", "Glow")


def test_where_a_name_stands() -> None:
    named = [beside(field) for field in ("creator_id", "updated_by", "id", "notes", "on_behalf_of")]
    assert named == ["creator", "updated_by_actor", "", "", ""]
