"""Who hides cannot be found out, and who is suspended is served nothing more."""

from __future__ import annotations

import statistics
import time
from typing import Any

import pytest

from tests.e2e.api import Actor, Operator, unique
from tests.e2e.revocation import Revocation
from tests.e2e.test_parties import patch

LOOKS = 60
HOSTILE = ["$where", "a\u202eb", "\u0000", '{"$gt":""}', "%00", "\U0010ffff", "." * 100, "'"]


class _Suspension(Revocation):
    """As a revocation; but the operator bars the agency, or the creator."""

    def suspend(self, operator: Operator, path: str) -> None:
        operator.post(f"{path}/suspend", {"reason": "x"}, status=200)
        self.acknowledged = time.monotonic()


@pytest.mark.parametrize("kind", ["agencies", "creators"])
def test_a_suspension_holds_from_its_answer_on(operator: Operator, kind: str) -> None:
    """Readers hammer the profile; not one request begun after the answer is served."""
    race = _Suspension(operator)
    with race:
        whom = race.agency if kind == "agencies" else race.creator
        race.suspend(operator, f"/v1/operator/{kind}/{whom.id}")


def seen(agency: Actor, handle: str) -> tuple[float, dict[str, Any]]:
    """How long a look took, and what it brought, but for the request's id."""
    begun = time.perf_counter()
    told = agency.get("/v1/directory/creators", handle=handle, status=404)
    return time.perf_counter() - begun, {**told, "request_id": ""}


def test_who_hides_cannot_be_told_from_who_is_not_there(operator: Operator) -> None:
    agency, handle, barred = operator.agency(), unique("hid"), unique("bar")
    hidden = operator.creator(handle)
    patch(hidden, f"/v1/creators/{hidden.id}/visibility", {"found_by_handle": False})
    suspended = operator.creator(barred)
    operator.post(f"/v1/operator/creators/{suspended.id}/suspend", {"reason": "x"}, status=200)
    looks: dict[str, list[float]] = {handle: [], barred: [], unique("non"): []}
    answers = []
    for _ in range(LOOKS):
        for each, times in looks.items():
            seconds, told = seen(agency, each)
            times.append(seconds)
            answers.append(told)
    assert all(told == answers[0] for told in answers)
    medians = [statistics.median(times) for times in looks.values()]
    assert max(medians) < 1.5 * min(medians)
    by_id = [
        {**agency.get(f"/v1/directory/creators/{each}", status=404), "request_id": ""}
        for each in (hidden.id, suspended.id, "cr_nobody")
    ]
    assert by_id[0] == by_id[1] == by_id[2]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_find_nothing_and_break_nothing(operator: Operator, text: str) -> None:
    agency = operator.agency()
    for actor, path in ((operator, "/v1/operator/creators"), (agency, "/v1/directory/creators")):
        reply = actor.send("GET", path, params={"q": text})
        assert reply.status_code in (200, 422), reply.text
        assert reply.status_code == 422 or reply.json()["items"] == []


def test_a_profile_hides_nothing_and_only_operators_administer(operator: Operator) -> None:
    creator, agency = operator.creator(), operator.agency()
    path = f"/v1/creators/{creator.id}"
    for name in ("a\u202eb", "\u200b", "a\nb", " "):
        patch(creator, path, {"display_name": name}, status=422)
    for null in ("display_name", "country"):
        patch(creator, path, {null: None}, status=422)
    patch(agency, path, {"bio": "x"}, status=404)
    for actor in (agency, creator):
        for act in ("suspend", "resume"):
            actor.post(f"/v1/operator/creators/{creator.id}/{act}", {"reason": "x"}, status=403)
        actor.get(f"/v1/operator/creators/{creator.id}", status=403)
    me = operator.get("/v1/me")["party"]["id"]
    for kind in ("agencies", "brands", "creators"):
        operator.post(f"/v1/operator/{kind}/{me}/suspend", {"reason": "x"}, status=404)
