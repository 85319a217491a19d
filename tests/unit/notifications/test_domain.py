"""Webhooks, deliveries and events by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifications.domain.deliveries import (
    JITTER,
    MOST_ATTEMPTS_KEPT,
    PAUSES,
    Attempt,
    Delivery,
    DeliveryState,
    after,
    lane_of,
    silenced,
)
from services.notifications.domain.events import Creator, Standing
from services.notifications.domain.webhooks import (
    GIVE_UP,
    MOST_SECRETS,
    MOST_WEBHOOKS,
    OVERLAP,
    WebhookState,
    note_outcome,
    require_own,
    require_room,
    rotate,
)
from services.notifications.handlers.publishing import delivery_of
from services.shared.errors import Conflict, NotFound
from tests.fakes.clock import START
from tests.unit.notifications.build import SCOPE, SECRET, published, webhook

FAILED = Attempt(START, 10, 500, "The receiver answered 500.")
DONE = Attempt(START, 10, 204)


def delivery(**fields: object) -> Delivery:
    """An event on its way."""
    return replace(delivery_of(webhook(), published(), START), **fields)  # type: ignore[arg-type]


def test_what_is_taken_is_delivered() -> None:
    done = after(delivery(), DONE, START, 0)
    assert (done.state, done.count, done.attempts) == (DeliveryState.DELIVERED, 1, (DONE,))
    assert done.next_attempt_at is None


def test_each_failure_makes_the_next_pause_longer_up_to_a_limit() -> None:
    tried, pauses = delivery(), []
    for _ in range(len(PAUSES) + 2):
        tried = after(tried, FAILED, START, 0)
        assert tried.next_attempt_at is not None
        pauses.append(tried.next_attempt_at - START)
    assert pauses == [*PAUSES, PAUSES[-1], PAUSES[-1]]


def test_chance_moves_the_next_attempt() -> None:
    for chance in (-1.0, 1.0):
        moved = after(delivery(), FAILED, START, chance).next_attempt_at
        assert moved == START + PAUSES[0] * (1 + JITTER * chance)


def test_three_days_after_the_event_it_has_failed() -> None:
    late = replace(FAILED, at=START + GIVE_UP)
    tried = after(delivery(), late, late.at, 0)
    assert (tried.state, tried.next_attempt_at) == (DeliveryState.FAILED, None)


def test_the_latest_attempts_are_kept_and_all_are_counted() -> None:
    tried = delivery()
    for number in range(MOST_ATTEMPTS_KEPT + 5):
        tried = after(tried, replace(FAILED, duration_ms=number), START, 0)
    assert tried.count == MOST_ATTEMPTS_KEPT + 5
    assert [each.duration_ms for each in tried.attempts] == list(range(5, MOST_ATTEMPTS_KEPT + 5))


def test_what_is_silenced_is_forgotten() -> None:
    quiet = silenced(delivery(next_attempt_at=START), START)
    assert (quiet.state, quiet.body, quiet.next_attempt_at) == (DeliveryState.SILENCED, "", None)


def test_a_lane_holds_one_creators_events_for_one_webhook() -> None:
    assert delivery().lane == lane_of("wh_1", "cr_1")
    own = published(creator_id="", owner_id="ag_1")
    assert delivery_of(webhook(), own, START).lane == lane_of("wh_1", "ev_1")


def test_a_webhook_wants_the_types_that_it_names_or_all() -> None:
    assert webhook().wants("offer.sent")
    assert webhook(events=("offer.sent",)).wants("offer.sent")
    assert not webhook(events=("offer.declined",)).wants("offer.sent")


def test_a_former_secret_signs_for_a_day() -> None:
    turned = rotate(webhook(), "whsec_new", START)
    assert turned.signing_secrets(START) == ["whsec_new", SECRET]
    assert turned.signing_secrets(START + OVERLAP - timedelta(seconds=1)) == ["whsec_new", SECRET]
    assert turned.signing_secrets(START + OVERLAP) == ["whsec_new"]


def test_there_are_only_so_many_secrets() -> None:
    turned = webhook()
    for number in range(5):
        turned = rotate(turned, f"whsec_{number}", START)
    assert turned.signing_secrets(START) == ["whsec_4", "whsec_3", "whsec_2"]
    assert len(turned.secrets) == MOST_SECRETS
    later = rotate(turned, "whsec_5", START + OVERLAP)
    assert [each.value for each in later.secrets] == ["whsec_5", "whsec_4"]


def test_a_webhook_pauses_after_three_days_in_which_all_has_failed() -> None:
    failing = note_outcome(webhook(), delivered=False, now=START)
    assert (failing.failing_since, failing.state) == (START, WebhookState.ACTIVE)
    assert note_outcome(failing, delivered=False, now=START + GIVE_UP - timedelta(seconds=1)) is failing
    paused = note_outcome(failing, delivered=False, now=START + GIVE_UP)
    assert paused.state is WebhookState.PAUSED
    assert note_outcome(paused, delivered=False, now=START + GIVE_UP) is paused


def test_one_success_ends_a_failure() -> None:
    failing = webhook(failing_since=START)
    assert note_outcome(failing, delivered=True, now=START).failing_since is None
    fine = webhook()
    assert note_outcome(fine, delivered=True, now=START) is fine


def test_only_the_owner_knows_a_webhook() -> None:
    assert require_own(webhook(), "ag_1") == webhook()
    for found in (None, webhook(party_id="ag_2")):
        with pytest.raises(NotFound):
            require_own(found, "ag_1")


def test_a_party_has_only_so_many_webhooks() -> None:
    require_room(MOST_WEBHOOKS - 1)
    with pytest.raises(Conflict):
        require_room(MOST_WEBHOOKS)


def standing(*scopes: str) -> Standing:
    """How a creator stands of whom an agency holds these scopes."""
    return Standing(Creator("cr_1", "zoe", "Zoe"), {"ag_1": frozenset(scopes)})


@pytest.mark.parametrize(
    ("party_id", "scopes", "hears"),
    [
        ("cr_1", (), True),
        ("br_1", (), True),
        ("br_2", (), False),
        ("ag_1", (SCOPE,), True),
        ("ag_1", ("marketplace.rates.read",), False),
        ("ag_1", (), False),
        ("ag_2", (SCOPE,), False),
    ],
)
def test_who_hears_of_an_offer(party_id: str, scopes: tuple[str, ...], *, hears: bool) -> None:
    assert standing(*scopes).hears(party_id, published()) is hears


def test_an_agency_hears_of_its_own_delegation_whatever_it_holds() -> None:
    ended = published(scope="", brand_id="", agency_id="ag_1")
    assert standing().hears("ag_1", ended)
    assert not standing(SCOPE).hears("ag_2", ended)


def test_the_owner_alone_hears_of_a_webhook() -> None:
    own = published(creator_id="", brand_id="", scope="", owner_id="ag_1")
    assert standing().hears("ag_1", own)
    assert not standing().hears("cr_1", own)


def test_what_an_agency_is_told_about_a_creator_is_a_reading() -> None:
    assert published().tells_agency("ag_1")
    assert not published().tells_agency("cr_1")
    assert not published().tells_agency("br_1")
    assert not published(creator_id="", owner_id="ag_1").tells_agency("ag_1")
