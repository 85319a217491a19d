"""Outgoing mail: events on their way to an address, by themselves or gathered for a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.notifications.domain.deliveries import Attempt, again_at, with_latest
from services.notifications.domain.subscriptions import Language

DIGEST_HOUR = 7
"""Of the day in UTC, at which the events of the 24 hours before are mailed."""

MOST_EVENTS = 200
"""Of one digest; the others are counted in it."""


class MailKind(StrEnum):
    """What a mail is for."""

    CONFIRMATION = "confirmation"
    EVENT = "event"
    DIGEST = "digest"
    INVITATION = "invitation"
    RESET = "reset"


OF_ACCOUNTS = frozenset({MailKind.INVITATION, MailKind.RESET})
"""Mails that bring a link to a person, who need not have asked for mail. Their `subscription_id` is the id of
what the link is of."""


class MailState(StrEnum):
    """What has become of a mail."""

    PENDING = "pending"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"
    SILENCED = "silenced"


class Verdict(StrEnum):
    """What an attempt has come to."""

    TAKEN = "taken"
    REFUSED = "refused"
    """For good."""
    UNKNOWN_RECIPIENT = "unknown_recipient"
    """For good, as any mail to that address would be."""
    LATER = "later"
    SILENCED = "silenced"
    """Nothing was left to be said when it was to be sent."""


@dataclass(frozen=True)
class Content:
    """What a mail says, as plain text and as HTML."""

    subject: str
    text: str
    html: str


NOTHING = Content("", "", "")


@dataclass(frozen=True)
class Mail:
    """A mail to a subscription's address. What it says is made when it leaves, of what may be heard then."""

    id: str
    kind: MailKind
    subscription_id: str
    party_id: str
    recipient: str
    language: Language
    planned_at: datetime
    """When it is to leave first."""
    created_at: datetime
    updated_at: datetime
    event_ids: tuple[str, ...] = ()
    more: int = 0
    """Events for which there was no room."""
    state: MailState = MailState.PENDING
    subject: str = ""
    text: str = ""
    html: str = ""
    attempts: tuple[Attempt, ...] = ()
    count: int = 0
    """Of all attempts, also of those that are no longer kept."""
    next_attempt_at: datetime | None = None
    claimed_until: datetime | None = None
    """Until when a worker has it; None before the first has taken it."""


def digest_time(now: datetime) -> datetime:
    """The next moment at which digests are sent."""
    today = now.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return today if now < today else today + timedelta(days=1)


def kept(mail: Mail, content: Content, now: datetime) -> Mail:
    """The mail to be read where it is, because nothing sends it."""
    ended = _ended(mail, MailState.KEPT, now)
    return replace(ended, subject=content.subject, text=content.text, html=content.html)


def silenced(mail: Mail, now: datetime) -> Mail:
    """The mail of which there is nothing that its receiver may hear."""
    return _ended(mail, MailState.SILENCED, now)


def after(mail: Mail, attempt: Attempt, verdict: Verdict, now: datetime, chance: float) -> Mail:
    """The mail after an attempt; `chance`, from -1 to 1, moves the next one."""
    tried = replace(mail, attempts=with_latest(mail.attempts, attempt), count=mail.count + 1)
    if verdict is Verdict.TAKEN:
        return _ended(tried, MailState.SENT, now)
    again = again_at(tried.count, attempt.at, mail.planned_at, chance)
    if verdict is not Verdict.LATER or again is None:
        return _ended(tried, MailState.FAILED, now)
    return replace(tried, next_attempt_at=again, updated_at=now)


def _ended(mail: Mail, state: MailState, now: datetime) -> Mail:
    return replace(mail, state=state, next_attempt_at=None, updated_at=now)
