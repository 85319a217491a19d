"""The end of a delegation is the last that a webhook of the agency is sent about the creator."""

from __future__ import annotations

from tests.unit.notifications.build import add_webhook, put
from tests.unit.notifications.test_sending import Stage


def test_what_follows_it_is_silenced_though_an_answer_from_before_is_still_good() -> None:
    stage = Stage()
    to = add_webhook(stage.store)
    put(stage.store, to)
    put(stage.store, to, type="delegation.revoked", scope="", brand_id="", agency_id="ag_1")
    put(stage.store, to)

    def revoked(_: str, event_id: str) -> int:
        if event_id == "ev_1":
            stage.roster.grant("ag_1", "cr_1")
        return 204

    stage.sender.answer = revoked
    stage.run()
    assert stage.events == ["ev_1", "ev_2"]
    assert stage.states() == ["delivered", "delivered", "silenced"]
