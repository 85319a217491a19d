"""What waits in the outbox is sent, or kept where nothing sends it: each mail is written when it leaves."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from services.notifications.domain.deliveries import Attempt
from services.notifications.domain.events import Published
from services.notifications.domain.mail import (
    OF_ACCOUNTS,
    Content,
    Mail,
    MailKind,
    Verdict,
    after,
    kept,
    silenced,
)
from services.notifications.domain.subscriptions import (
    Frequency,
    MailSubscription,
    SubscriptionState,
    refused,
    with_token,
)
from services.notifications.handlers.hearing import may_hear, permit
from services.notifications.mail.rendering import Renderer
from services.notifications.roster import Links, Standings
from services.notifications.store import Store
from services.shared import logs
from services.shared.clock import Clock
from services.shared.commands import execute, internal

log = logs.logger()

CLAIM = timedelta(minutes=5)
"""For how long a mail is a worker's without a sign of life: longer than any attempt takes."""

TOKEN_BYTES = 24

Compose = Callable[[], Content | None]
"""Writes a mail; None where there is nothing left to be said."""


class Transport(Protocol):
    """Sends mails."""

    def send(self, mail: Mail, compose: Compose) -> tuple[Attempt, Verdict]:
        """Makes one attempt; what goes wrong on the way stands in it, what `compose` raises is raised.

        `compose` is asked when the server waits for the body, however long that took; it leaves at once.
        """
        ...


class Mailer:
    """Deals with mails as they fall due. Without a transport they are kept."""

    def __init__(
        self,
        store: Store,
        roster: Standings,
        transport: Transport | None,
        renderer: Renderer,
        clock: Clock,
        links: Links,
    ) -> None:
        self._links = links
        self._store, self._roster, self._clock = store, roster, clock
        self._transport, self._renderer = transport, renderer

    def run(self) -> int:
        """Deals with one mail; returns how many there were. One that fails is tried anew after its claim."""
        now = self._clock.now()
        mail = self._store.claim_mail(now, now + CLAIM)
        if mail is None:
            return 0
        self._store.write_mail(self._sent(mail) if self._transport else self._kept(mail))
        return 1

    def _kept(self, mail: Mail) -> Mail:
        content = self._compose(mail)
        return kept(mail, content, self._clock.now()) if content else silenced(mail, self._clock.now())

    def _sent(self, mail: Mail) -> Mail:
        assert self._transport
        attempt, verdict = self._transport.send(mail, lambda: self._compose(mail))
        now = self._clock.now()
        if verdict is Verdict.SILENCED:
            return silenced(mail, now)
        if verdict is not Verdict.TAKEN:
            # Without the answer, in which addresses stand: the outbox shows it.
            log.warning("mail_not_taken", mail=mail.id, status=attempt.status, verdict=verdict.value)
        if verdict is Verdict.UNKNOWN_RECIPIENT and mail.kind not in OF_ACCOUNTS:
            # Before the mail is written: a crash in between only repeats the attempt.
            self._change(mail.subscription_id, lambda each: refused(each, attempt.error, now))
        return after(mail, attempt, verdict, now, random.uniform(-1, 1))  # noqa: S311 (no secret)

    def _compose(self, mail: Mail) -> Content | None:
        if mail.kind in OF_ACCOUNTS:
            found = self._links.link(mail.subscription_id)
            return self._renderer.account(mail, found) if found else None
        subscription = self._store.subscriptions.get(mail.subscription_id)
        if subscription is None:
            return None
        if mail.kind is MailKind.CONFIRMATION:
            return self._confirmation(subscription)
        if subscription.state is not SubscriptionState.ACTIVE or subscription.frequency is Frequency.OFF:
            return None
        events = self._heard(subscription, mail)
        return self._renderer.events(subscription, events, mail) if events else None

    def _confirmation(self, subscription: MailSubscription) -> Content | None:
        """Asks for the confirmation by a new token, in place of that of an attempt which has failed."""
        if subscription.state is not SubscriptionState.UNCONFIRMED:
            return None
        token = secrets.token_urlsafe(TOKEN_BYTES)
        now = self._clock.now()
        self._change(subscription.id, lambda each: with_token(each, token, now))
        return self._renderer.confirmation(subscription, token)

    def _heard(self, subscription: MailSubscription, mail: Mail) -> list[Published]:
        """The events of a mail that the subscription's owner may hear now."""
        found = [self._store.event(each) for each in mail.event_ids]
        permitted = [
            each
            for each in found
            if each and permit(self._store, self._roster, self._clock, subscription, each)
        ]
        # The others may have outlasted the answers for the first.
        return [each for each in permitted if may_hear(self._roster, subscription.party_id, each)]

    def _change(self, subscription_id: str, decide: Callable[[MailSubscription], MailSubscription]) -> None:
        by = internal("notifications")
        execute(self._store.subscriptions, subscription_id, decide, lambda _: [], by, self._clock)
