"""Mail in both stores: whatever holds for MongoDB must hold for the fake."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.notifications.domain.deliveries import Attempt
from services.notifications.domain.mail import MOST_EVENTS, Mail, MailKind, MailState, Verdict, after
from services.notifications.domain.subscriptions import (
    Frequency,
    Language,
    MailSubscription,
    SubscriptionState,
)
from services.notifications.store import Store
from services.shared.commands import Commit
from services.shared.paging import PageRequest
from tests.fakes.clock import START

NEWEST = PageRequest(10, "", sort="-created_at")
CHANGES = PageRequest(10, "", sort="updated_at")
LATER = START + timedelta(minutes=5)


def subscription(number: int, party_id: str = "ag_1", **fields: Any) -> MailSubscription:
    """The subscription of that number, made so many minutes after the start."""
    made = START + timedelta(minutes=number)
    given = (f"ms_{number}", party_id, "cl_1", "a@a.example", Language.ES, Frequency.DAILY, made, made)
    return replace(MailSubscription(*given, events=("offer.sent",), token_ends_at=LATER), **fields)


def mail(number: int, kind: MailKind = MailKind.EVENT, *event_ids: str, party_id: str = "ag_1") -> Mail:
    """The mail of that number, made and due so many minutes after the start."""
    at = START + timedelta(minutes=number)
    given = (f"ml_{number}", kind, "ms_1", party_id, f"{number}@a.example", Language.EN, at, at, at)
    return Mail(*given, event_ids=event_ids, next_attempt_at=at)


def found(items: list[MailSubscription] | list[Mail]) -> list[str]:
    """Their ids."""
    return [each.id for each in items]


def test_subscriptions_are_read_back_as_they_were_written(store: Store) -> None:
    store.subscriptions.insert(subscription(1), Commit())
    assert store.subscriptions.get("ms_1") == subscription(1)
    store.remove_subscription("ms_1")
    assert store.subscriptions.get("ms_1") is None


def test_a_partys_subscriptions_are_listed_in_order_and_by_state(store: Store) -> None:
    paused = subscription(2, state=SubscriptionState.PAUSED, refusal="550 No such user")
    for each in (subscription(1), paused, subscription(3), subscription(4, "ag_2")):
        store.subscriptions.insert(each, Commit())
    assert found(store.subscriptions_page("ag_1", None, NEWEST)) == ["ms_3", "ms_2", "ms_1"]
    assert found(store.subscriptions_page("ag_1", SubscriptionState.PAUSED, NEWEST)) == ["ms_2"]
    since = replace(CHANGES, since=START + timedelta(minutes=2))
    assert found(store.subscriptions_page("ag_1", None, since)) == ["ms_2", "ms_3"]
    assert sorted(found(store.subscriptions_of(["ag_1", "ag_2"]))) == ["ms_1", "ms_2", "ms_3", "ms_4"]


def test_a_mail_is_put_once(store: Store) -> None:
    store.put_mail(mail(1, MailKind.EVENT, "ev_1"))
    store.put_mail(replace(mail(1), recipient="other@a.example"))
    assert store.mail("ml_1") == mail(1, MailKind.EVENT, "ev_1")
    assert store.mail("ml_2") is None


def test_what_asks_for_confirmations_is_counted(store: Store) -> None:
    for each in (mail(1, MailKind.CONFIRMATION), mail(2, MailKind.CONFIRMATION), mail(3)):
        store.put_mail(each)
    store.put_mail(replace(mail(4, MailKind.CONFIRMATION, party_id="ag_2"), recipient="1@a.example"))
    assert store.confirmations_to("1@a.example", START) == 2
    assert store.confirmations_to("1@a.example", START + timedelta(minutes=2)) == 1
    assert store.confirmations_of("ag_1", START) == 2


def test_a_digest_gathers_until_it_is_taken(store: Store) -> None:
    for event in ("ev_1", "ev_2", "ev_1"):
        assert store.gather(mail(1, MailKind.DIGEST, event))
    taken = store.claim_mail(LATER, LATER + timedelta(minutes=1))
    assert taken is not None
    assert taken.event_ids == ("ev_1", "ev_2")
    assert not store.gather(mail(1, MailKind.DIGEST, "ev_3"))
    assert store.gather(mail(1, MailKind.DIGEST, "ev_2"))
    assert store.mail("ml_1") == taken


def test_a_digest_counts_those_for_which_there_is_no_room(store: Store) -> None:
    full = mail(1, MailKind.DIGEST, *(f"ev_{number}" for number in range(MOST_EVENTS)))
    store.put_mail(full)
    assert store.gather(mail(1, MailKind.DIGEST, "ev_0"))
    assert store.gather(mail(1, MailKind.DIGEST, "ev_new"))
    assert store.mail("ml_1") == replace(full, more=1)


def test_a_mail_is_one_workers_until_its_claim_runs_out(store: Store) -> None:
    for each in (mail(2), mail(1), mail(9)):
        store.put_mail(each)
    until = LATER + timedelta(minutes=1)
    first, second = store.claim_mail(LATER, until), store.claim_mail(LATER, until)
    assert first == replace(mail(1), claimed_until=until)
    assert second == replace(mail(2), claimed_until=until)
    assert store.claim_mail(LATER, until) is None
    again = store.claim_mail(until, until + timedelta(minutes=1))
    assert again is not None
    assert again.id == "ml_1"
    attempt = Attempt(until, 1, 250, "", "taken")
    store.write_mail(after(first, attempt, Verdict.TAKEN, until, 0))
    assert store.mail("ml_1") == again
    sent = after(again, attempt, Verdict.TAKEN, until, 0)
    store.write_mail(sent)
    assert store.mail("ml_1") == replace(sent, claimed_until=until)


def test_a_mail_that_failed_is_due_again_when_its_time_has_come(store: Store) -> None:
    store.put_mail(mail(1))
    taken = store.claim_mail(LATER, LATER + timedelta(minutes=5))
    assert taken is not None
    store.write_mail(after(taken, Attempt(LATER, 1, 451, "451 Later"), Verdict.LATER, LATER, 0))
    assert store.claim_mail(LATER, LATER) is None
    soon = LATER + timedelta(seconds=5)
    again = store.claim_mail(soon, soon + timedelta(minutes=5))
    assert again is not None
    assert again.attempts[0].status == 451


def test_mails_are_listed_in_order_and_by_state(store: Store) -> None:
    for each in (mail(1), replace(mail(2), state=MailState.KEPT), mail(3)):
        store.put_mail(each)
    assert found(store.mails_page(None, NEWEST)) == ["ml_3", "ml_2", "ml_1"]
    assert found(store.mails_page(MailState.KEPT, NEWEST)) == ["ml_2"]
    since = replace(CHANGES, since=START + timedelta(minutes=2))
    assert found(store.mails_page(None, since)) == ["ml_2", "ml_3"]
    behind = replace(NEWEST, after=NEWEST.place(mail(3)))
    assert found(store.mails_page(None, behind)) == ["ml_2", "ml_1"]
