"""The worker of the notifications service: it publishes events, sends them, and reminds."""

from __future__ import annotations

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor

from services.notifications import telemetry
from services.notifications.config import Settings
from services.notifications.consumes import DEADLINES, consumers
from services.notifications.handlers.delivering import Deliverer
from services.notifications.handlers.mailing import Mailer
from services.notifications.handlers.publishing import remove_old_events
from services.notifications.handlers.readings import BATCH, report_readings
from services.notifications.handlers.reminders import Hours, reminders
from services.notifications.handlers.sending import Dispatcher
from services.notifications.mail.rendering import Renderer
from services.notifications.mail.smtp import Smtp
from services.notifications.roster import Fresh, RosterClient
from services.notifications.sending.network import GuardedNetwork
from services.notifications.sending.sender import Sender
from services.notifications.store import MongoStore
from services.shared import backlog
from services.shared.client import Client
from services.shared.clock import Clock, SystemClock
from services.shared.leased import Leased
from services.shared.tokens import Signer
from services.shared.worker import Timer, run

QUESTIONS = 8
"""Put to roster at once: while it is out of reach, these threads wait, and no others."""


def main(settings: Settings) -> None:
    """Runs until told to stop."""
    store, clock = MongoStore(settings.mongo_uri), SystemClock()
    signer = Signer("notifications", settings.signing_key_file, clock)
    roster = RosterClient(Client("roster", settings.roster_target, signer, settings.tls_dir))
    private = settings.webhook_private == "on"

    sender = Sender(GuardedNetwork(private=private), clock, plain_http=private)
    standings = Leased(roster.standing, ThreadPoolExecutor(QUESTIONS, thread_name_prefix="roster"), clock)
    deliverer = Deliverer(store, standings, sender, clock, telemetry.noted)
    dispatcher = Dispatcher(store, deliverer, clock)

    async def send(stopping: asyncio.Event) -> None:
        await dispatcher.run(stopping)
        await sender.close()

    renderer, transport = Renderer(settings.portal_url), _transport(settings, clock)
    mailer = Mailer(store, Fresh(roster, clock), transport, renderer, clock, roster)
    timers = [
        Timer("mail", 1.0, mailer.run),
        Timer("hours", 10.0, Hours(store, clock).run),
        Timer("reminders", 1.0, reminders(store, roster, clock).run, informed_by=DEADLINES),
        # Only a full batch is followed by another at once: what comes one by one is reported together.
        Timer("readings", 0.5, lambda: report_readings(store, roster) // BATCH),
        Timer("old-events", 60.0, lambda: remove_old_events(store, clock)),
        Timer("figures", backlog.PERIOD_SECONDS, lambda: telemetry.measure(store, clock)),
    ]
    consuming = consumers(store, clock, roster, dispatcher.wake)
    run(settings, store.repositories, consuming, timers, {"sending": send}, telemetry.SERIES)


def _transport(settings: Settings, clock: Clock) -> Smtp | None:
    if settings.relay is None:
        return None
    return Smtp(
        settings.relay, settings.mail_from, clock, ssl.create_default_context(cafile=settings.smtp_ca_file)
    )
