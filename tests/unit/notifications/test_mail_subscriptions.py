"""Registering addresses, confirming them, and changing what is mailed to them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from services.notifications.domain.mail import MailKind
from services.notifications.domain.subscriptions import (
    MOST_CONFIRMATIONS,
    MOST_SUBSCRIPTIONS,
    Frequency,
    Language,
    MailSubscription,
    SubscriptionState,
)
from services.notifications.handlers import mail_outbox, mail_subscriptions, notices
from services.notifications.handlers.mail_subscriptions import (
    Confirmation,
    NewSubscription,
    SubscriptionChange,
)
from services.notifications.handlers.mailing import Mailer
from services.notifications.mail.rendering import Renderer
from services.shared.commands import Replayed
from services.shared.errors import Conflict, Invalid, NotFound, Stale
from services.shared.paging import PageRequest
from tests.fakes.clock import START, FakeClock
from tests.fakes.invocations import Called
from tests.fakes.notifications import FakeRoster, FakeStore
from tests.unit.notifications.build import add_webhook
from tests.unit.notifications.mail_build import mail, subscribe

CALL = Called("ag_1")
PAGE = PageRequest(10, "", sort="-created_at")
ADDRESS = "ana@a.example"


@pytest.fixture
def store() -> FakeStore:
    """An empty store."""
    return FakeStore()


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still."""
    return FakeClock()


def create(
    store: FakeStore, clock: FakeClock, address: str = ADDRESS, party_id: str = "ag_1", call: Called = CALL
) -> MailSubscription:
    """A subscription that was just registered."""
    given = NewSubscription(party_id, "cl_1", address, Language.EN, Frequency.AT_ONCE, ("offer.sent",))
    return mail_subscriptions.create_subscription(store, clock, given, call)


def mailed_token(store: FakeStore, clock: FakeClock) -> str:
    """The token of the mail that asks for a confirmation, which is kept."""
    while Mailer(store, FakeRoster(), None, Renderer(), clock, FakeRoster()).run():
        pass
    text = next(each.text for each in store.mails.values() if each.kind is MailKind.CONFIRMATION)
    found = re.search(r"^ {4}(\S+)$", text, re.MULTILINE)
    assert found
    return found[1]


def confirm(store: FakeStore, clock: FakeClock, token: str, party_id: str = "ag_1") -> MailSubscription:
    """The one subscription, confirmed."""
    (made,) = store.subscriptions.all()
    given = Confirmation(party_id, made.id, token)
    return mail_subscriptions.confirm_subscription(store, clock, given, CALL)


def change(
    store: FakeStore, clock: FakeClock, expected: int | None = None, **fields: Any
) -> MailSubscription:
    """The subscription, changed by its owner."""
    asked = SubscriptionChange("ag_1", "ms_1", fields, expected)
    return mail_subscriptions.change_subscription(store, clock, asked, CALL)


def test_an_address_is_confirmed_by_the_token_that_was_mailed_to_it(
    store: FakeStore, clock: FakeClock
) -> None:
    assert create(store, clock).state is SubscriptionState.UNCONFIRMED
    token = mailed_token(store, clock)
    assert token not in repr(store.subscriptions.all())
    assert confirm(store, clock, token).state is SubscriptionState.ACTIVE
    with pytest.raises(Conflict):
        confirm(store, clock, token)


def test_no_other_token_will_do(store: FakeStore, clock: FakeClock) -> None:
    create(store, clock)
    with pytest.raises(Conflict):
        confirm(store, clock, "")
    token = mailed_token(store, clock)
    for wrong in ("", "x", token + "x", token[:-1]):
        with pytest.raises(Conflict):
            confirm(store, clock, wrong)
    with pytest.raises(NotFound):
        confirm(store, clock, token, "ag_2")
    clock.advance(days=7)
    with pytest.raises(Conflict):
        confirm(store, clock, token)


def test_a_repeated_registration_asks_for_no_second_confirmation(store: FakeStore, clock: FakeClock) -> None:
    for _ in range(MOST_CONFIRMATIONS - 1):
        create(store, clock, party_id="ag_2")
    call = Called("ag_1", key="k")
    create(store, clock, call=call)
    count = len(store.mails)
    with pytest.raises(Replayed):
        create(store, clock, call=call)
    assert len(store.mails) == count
    # The first time had ended before the mail was written.
    store.mails.popitem()
    with pytest.raises(Replayed):
        create(store, clock, call=call)
    assert len(store.mails) == count


def test_nobody_is_flooded_with_confirmations(store: FakeStore, clock: FakeClock) -> None:
    for number in range(MOST_CONFIRMATIONS):
        create(store, clock, party_id=f"ag_{number}")
    for same in (ADDRESS, ADDRESS.upper()):
        with pytest.raises(Conflict, match="24 hours"):
            create(store, clock, same)
    clock.advance(days=1)
    create(store, clock)


def test_removing_and_registering_again_makes_no_more_room(store: FakeStore, clock: FakeClock) -> None:
    for number in range(2 * MOST_SUBSCRIPTIONS):
        made = create(store, clock, f"{number}@a.example")
        mail_subscriptions.delete_subscription(store, party_id="ag_1", subscription_id=made.id)
    with pytest.raises(Conflict, match="24 hours"):
        create(store, clock)


def test_there_is_room_for_so_many(store: FakeStore, clock: FakeClock) -> None:
    for number in range(MOST_SUBSCRIPTIONS):
        subscribe(store, f"ms_{number}")
    with pytest.raises(Conflict, match="at most"):
        create(store, clock)


def test_a_subscription_is_its_owners(store: FakeStore, clock: FakeClock) -> None:
    subscribe(store)
    subscribe(store, "ms_2", party_id="ag_2")
    named = {"party_id": "ag_2", "subscription_id": "ms_1"}
    with pytest.raises(NotFound):
        mail_subscriptions.get_subscription(store, **named)
    with pytest.raises(NotFound):
        mail_subscriptions.delete_subscription(store, **named)
    asked = SubscriptionChange("ag_2", "ms_1", {"frequency": Frequency.OFF}, None)
    with pytest.raises(NotFound):
        mail_subscriptions.change_subscription(store, clock, asked, CALL)
    page = mail_subscriptions.list_subscriptions(store, party_id="ag_1", state=None, page=PAGE)
    assert [each.id for each in page.items] == ["ms_1"]


def test_it_is_changed_over_the_version_that_was_read(store: FakeStore, clock: FakeClock) -> None:
    subscribe(store)
    clock.advance(seconds=1)
    changed = change(store, clock, 1, frequency=Frequency.DAILY, language=Language.ES)
    assert (changed.frequency, changed.language, changed.version) == (Frequency.DAILY, Language.ES, 2)
    assert changed.updated_at > START
    assert change(store, clock, frequency=Frequency.DAILY) == changed
    with pytest.raises(Stale):
        change(store, clock, 1, frequency=Frequency.OFF)


def test_one_that_was_refused_is_resumed(store: FakeStore, clock: FakeClock) -> None:
    subscribe(store, state=SubscriptionState.PAUSED, refusal="550 No such user")
    resumed = change(store, clock, state=SubscriptionState.ACTIVE)
    assert (resumed.state, resumed.refusal) == (SubscriptionState.ACTIVE, "")
    for state in (SubscriptionState.PAUSED, SubscriptionState.UNCONFIRMED):
        with pytest.raises(Invalid):
            change(store, clock, state=state)


def test_no_change_takes_the_place_of_a_confirmation(store: FakeStore, clock: FakeClock) -> None:
    subscribe(store, state=SubscriptionState.UNCONFIRMED)
    with pytest.raises(Conflict):
        change(store, clock, state=SubscriptionState.ACTIVE)


def test_the_outbox_shows_one_mail(store: FakeStore) -> None:
    store.put_mail(mail())
    assert mail_outbox.get_mail(store, mail_id=mail().id) == mail()
    assert mail_outbox.list_mails(store, state=None, page=PAGE).items == (mail(),)
    with pytest.raises(NotFound):
        mail_outbox.get_mail(store, mail_id="ml_2")


def test_the_pause_of_a_webhook_is_mailed_to_its_owner(store: FakeStore, clock: FakeClock) -> None:
    subscribe(store)
    subscribe(store, "ms_2", party_id="ag_2")
    paused = add_webhook(store, failing_since=START)
    for _ in range(2):
        notices.announce_pause(store, clock, paused)
    assert [each.recipient for each in store.mails.values()] == ["ms_1@a.example"]
    while Mailer(store, FakeRoster(), None, Renderer(), clock, FakeRoster()).run():
        pass
    (told,) = store.mails.values()
    assert "https://wh_1.example/ is paused" in told.text
