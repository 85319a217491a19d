"""Mail subscriptions: registering addresses, confirming them, and changing what is mailed to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.notifications.domain.mail import MailKind
from services.notifications.domain.subscriptions import (
    CONFIRMATIONS_COUNTED,
    UNKNOWN,
    Frequency,
    Language,
    MailSubscription,
    SubscriptionState,
    confirm,
    require_own,
    require_resumable,
    require_room,
)
from services.notifications.handlers.mail_events import mail_to
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, Replayed, create, execute, repeatable
from services.shared.errors import Stale
from services.shared.paging import Page, PageRequest


@dataclass(frozen=True)
class NewSubscription:
    """What a party says of an address."""

    party_id: str
    client_id: str
    address: str
    language: Language
    frequency: Frequency
    events: tuple[str, ...]


def create_subscription(
    store: Store, clock: Clock, given: NewSubscription, invocation: Invocation
) -> MailSubscription:
    """A new subscription, whose address is asked for its confirmation; raises Conflict for too many."""
    now = clock.now()
    subscription = MailSubscription(
        id=invocation.new_id("ms"),
        party_id=given.party_id,
        client_id=given.client_id,
        # So that one address is not many for whoever counts what is sent to it.
        address=given.address.lower(),
        language=given.language,
        frequency=given.frequency,
        events=given.events,
        created_at=now,
        updated_at=now,
    )
    with repeatable(store.subscriptions, subscription.id, invocation):
        _require_room(store, clock, given)
    confirmation = mail_to(subscription, MailKind.CONFIRMATION, "", now, now)
    try:
        created = create(store.subscriptions, subscription, lambda _: [], invocation, clock)
    except Replayed:
        # The first time may have ended before the mail was written.
        store.put_mail(confirmation)
        raise
    store.put_mail(confirmation)
    return created


def _require_room(store: Store, clock: Clock, given: NewSubscription) -> None:
    since = clock.now() - CONFIRMATIONS_COUNTED
    require_room(
        len(store.subscriptions_of([given.party_id])),
        store.confirmations_to(given.address.lower(), since),
        store.confirmations_of(given.party_id, since),
    )


def list_subscriptions(
    store: Store, *, party_id: str, state: SubscriptionState | None, page: PageRequest
) -> Page[MailSubscription]:
    """A party's subscriptions."""
    return page.cut(store.subscriptions_page(party_id, state, page))


def get_subscription(store: Store, *, party_id: str, subscription_id: str) -> MailSubscription:
    """One of the party's subscriptions; raises NotFound."""
    return require_own(store.subscriptions.get(subscription_id), party_id)


@dataclass(frozen=True)
class SubscriptionChange:
    """What changes of a subscription, by field, and over which version."""

    party_id: str
    subscription_id: str
    fields: Mapping[str, Any]
    expected_version: int | None


def change_subscription(
    store: Store, clock: Clock, change: SubscriptionChange, invocation: Invocation
) -> MailSubscription:
    """The subscription, changed; raises NotFound, Stale, Invalid, and Conflict before the confirmation."""

    def decide(subscription: MailSubscription) -> MailSubscription:
        require_own(subscription, change.party_id)
        if change.expected_version not in (None, subscription.version):
            raise Stale("The subscription has changed since you read it; read it again.")
        if "state" in change.fields:
            require_resumable(subscription, change.fields["state"])
        changed = replace(subscription, **change.fields)
        if changed == subscription:
            return subscription
        refusal = "" if "state" in change.fields else subscription.refusal
        return replace(changed, refusal=refusal, updated_at=clock.now())

    return _execute(store, clock, change.subscription_id, decide, invocation)


def delete_subscription(store: Store, *, party_id: str, subscription_id: str) -> None:
    """Removes a subscription; raises NotFound."""
    get_subscription(store, party_id=party_id, subscription_id=subscription_id)
    store.remove_subscription(subscription_id)


@dataclass(frozen=True)
class Confirmation:
    """What a party says to show that an address is its to use."""

    party_id: str
    subscription_id: str
    token: str


def confirm_subscription(
    store: Store, clock: Clock, given: Confirmation, invocation: Invocation
) -> MailSubscription:
    """The subscription, which is written to from now on; raises NotFound, and Conflict for another token."""

    def decide(subscription: MailSubscription) -> MailSubscription:
        return confirm(require_own(subscription, given.party_id), given.token, clock.now())

    return _execute(store, clock, given.subscription_id, decide, invocation)


def _execute(
    store: Store,
    clock: Clock,
    subscription_id: str,
    decide: Callable[[MailSubscription], MailSubscription],
    invocation: Invocation,
) -> MailSubscription:
    return execute(
        store.subscriptions,
        subscription_id,
        decide,
        lambda _: [],
        invocation,
        clock,
        missing=UNKNOWN,
        missing_code=ErrorCode.MAIL_SUBSCRIPTION_NOT_FOUND,
    )
