"""Mail subscriptions: the addresses to which a party's events are mailed, once they are confirmed."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import Conflict, NotFound, invalid

MOST_SUBSCRIPTIONS = 20
"""Of one party."""

MOST_CONFIRMATIONS = 3
"""Mails that ask one address for its confirmation in a day, whichever parties have named it."""

MOST_CONFIRMATIONS_OF_PARTY = 2 * MOST_SUBSCRIPTIONS
"""Those that one party causes in a day."""

CONFIRMATIONS_COUNTED = timedelta(days=1)
TOKEN_KEPT = timedelta(days=7)
LONGEST_REFUSAL = 300
UNKNOWN = "There is no such mail subscription."


class Language(StrEnum):
    """In which mails are written."""

    EN = "en"
    ES = "es"


class Frequency(StrEnum):
    """When events are mailed."""

    OFF = "off"
    AT_ONCE = "at_once"
    DAILY = "daily"


class SubscriptionState(StrEnum):
    """Whether an address is written to."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True)
class MailSubscription:
    """An address to which a party's events are mailed; no `events` means all types.

    `party_id` owns it, and `client_id` is the client that has registered it.
    """

    id: str
    party_id: str
    client_id: str
    address: str
    language: Language
    frequency: Frequency
    created_at: datetime
    updated_at: datetime
    events: tuple[str, ...] = ()
    state: SubscriptionState = SubscriptionState.UNCONFIRMED
    refusal: str = ""
    """Why the mail server refused the address; empty where it has not."""
    token_sha256: str = ""
    """Of the token that was mailed last, in hexadecimal; empty where none is valid."""
    token_ends_at: datetime | None = None
    version: int = 1

    @property
    def path(self) -> str:
        """Where its owner reads it."""
        return f"/v1/mail/subscriptions/{self.id}"

    def wants(self, event_type: str) -> bool:
        """Whether events of that type are mailed now."""
        wanted = not self.events or event_type in self.events
        return wanted and self.state is SubscriptionState.ACTIVE and self.frequency is not Frequency.OFF


def require_own(subscription: MailSubscription | None, party_id: str) -> MailSubscription:
    """The subscription, where it is the party's; raises NotFound."""
    if subscription is None or subscription.party_id != party_id:
        raise NotFound(UNKNOWN, code=ErrorCode.MAIL_SUBSCRIPTION_NOT_FOUND)
    return subscription


def require_room(count: int, to_address: int, of_party: int) -> None:
    """Raises Conflict where there are enough of them, or of the mails that ask for a confirmation today."""
    if count >= MOST_SUBSCRIPTIONS:
        message = f"A party has at most {MOST_SUBSCRIPTIONS} mail subscriptions; remove one first."
        raise Conflict(message, code=ErrorCode.LIMIT_REACHED)
    if to_address >= MOST_CONFIRMATIONS or of_party >= MOST_CONFIRMATIONS_OF_PARTY:
        message = "Too many confirmations were asked for in the last 24 hours; try again tomorrow."
        raise Conflict(message, code=ErrorCode.LIMIT_REACHED)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def with_token(subscription: MailSubscription, token: str, now: datetime) -> MailSubscription:
    """With the token that is mailed, in place of any former one."""
    return replace(subscription, token_sha256=_sha256(token), token_ends_at=now + TOKEN_KEPT)


def confirm(subscription: MailSubscription, token: str, now: datetime) -> MailSubscription:
    """Active, where the token is the one that was mailed; raises Conflict."""
    valid = subscription.token_ends_at is not None and now < subscription.token_ends_at
    if not valid or not hmac.compare_digest(subscription.token_sha256, _sha256(token)):
        message = "The token is wrong, was used, or is older than seven days; register the address anew."
        raise Conflict(message, code=ErrorCode.CONFIRMATION_REFUSED)
    active = SubscriptionState.ACTIVE
    return replace(subscription, state=active, token_sha256="", token_ends_at=None, updated_at=now)


def refused(subscription: MailSubscription, refusal: str, now: datetime) -> MailSubscription:
    """After the address was refused for good: written to no more. One that is not confirmed stays so."""
    active = subscription.state is SubscriptionState.ACTIVE
    state = SubscriptionState.PAUSED if active else subscription.state
    return replace(subscription, state=state, refusal=refusal[:LONGEST_REFUSAL], updated_at=now)


def require_resumable(subscription: MailSubscription, state: SubscriptionState) -> None:
    """Raises Invalid for a state that the owner cannot set, and Conflict before the confirmation."""
    if state is not SubscriptionState.ACTIVE:
        message = "can only be set to active; the frequency off stops the mails"
        raise invalid("state", message, FieldCode.NOT_ALLOWED)
    if subscription.state is SubscriptionState.UNCONFIRMED:
        message = "The address is not confirmed yet; confirm it by the token that was mailed to it."
        raise Conflict(message, code=ErrorCode.ADDRESS_NOT_CONFIRMED)
