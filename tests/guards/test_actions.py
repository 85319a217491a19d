"""The words by which activity logs know what was done: each stands for one thing."""

from __future__ import annotations

import pytest

from protos.roster.v1 import events_pb2
from services.shared import contracts
from services.shared.access import Rule, UndeclaredRule, action_of


def test_every_rpc_for_parties_has_a_word_of_its_own() -> None:
    for_parties = [name for name, rule in contracts.rules().items() if rule.kinds]
    assert sorted(contracts.actions()) == sorted(map(action_of, for_parties))


def test_what_happened_has_no_word_of_what_is_asked() -> None:
    events = {action_of(name) for name in events_pb2.DESCRIPTOR.message_types_by_name}
    assert "delegation_revoked" in events
    assert events & contracts.actions().keys() == set()


def test_two_rpcs_of_the_same_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = Rule(public=False, services=frozenset(), kinds=frozenset({"brand"}), creator_field="", scope="x")
    same = {"a.v1.A/GetOffer": rule, "b.v1.B/GetOffer": Rule(**vars(rule))}
    monkeypatch.setattr(contracts, "rules", lambda: same)
    with pytest.raises(UndeclaredRule, match="get_offer"):
        contracts.actions.__wrapped__()
