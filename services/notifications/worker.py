"""The worker of the notifications service: it publishes events, and sends them to webhooks and by mail."""

from __future__ import annotations

import asyncio
import ssl

from services.notifications.config import Settings
from services.notifications.consumes import consumers
from services.notifications.handlers.mailing import Mailer
from services.notifications.handlers.readings import report_readings
from services.notifications.handlers.sending import Dispatcher
from services.notifications.mail.rendering import Renderer
from services.notifications.mail.smtp import Smtp
from services.notifications.roster import Leased, RosterClient
from services.notifications.sending.network import GuardedNetwork
from services.notifications.sending.sender import Sender
from services.notifications.store import MongoStore
from services.shared.client import Client
from services.shared.clock import Clock, SystemClock
from services.shared.tokens import Signer
from services.shared.worker import Timer, run


def main(settings: Settings) -> None:
    """Runs until told to stop."""
    store, clock = MongoStore(settings.mongo_uri), SystemClock()
    signer = Signer("notifications", settings.signing_key_file, clock)
    roster = RosterClient(Client("roster", settings.roster_target, signer, settings.tls_dir))
    leased = Leased(roster, clock)
    private = settings.webhook_private == "on"

    async def send(stopping: asyncio.Event) -> None:
        sender = Sender(GuardedNetwork(private=private), clock, plain_http=private)
        try:
            await Dispatcher(store, leased, sender, clock).run(stopping)
        finally:
            await sender.close()

    mailer = Mailer(store, leased, _transport(settings, clock), Renderer(settings.portal_url), clock)
    timers = [
        Timer("readings", 0.5, lambda: report_readings(store, roster)),
        Timer("mail", 1.0, mailer.run),
    ]
    run(settings, store.repositories, consumers(store, clock, roster), timers, {"sending": send})


def _transport(settings: Settings, clock: Clock) -> Smtp | None:
    if settings.relay is None:
        return None
    return Smtp(
        settings.relay, settings.mail_from, clock, ssl.create_default_context(cafile=settings.smtp_ca_file)
    )
