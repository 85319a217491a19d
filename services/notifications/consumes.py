"""What the notifications service does on events: a consumer for each stream publishes in its order."""

from __future__ import annotations

from collections.abc import Callable

from google.protobuf.message import Message

from services.notifications import catalogue
from services.notifications.handlers.publishing import publish
from services.notifications.roster import Roster
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.events import Consumer, Handler, Received


def consumers(store: Store, clock: Clock, roster: Roster, wake: Callable[[], None]) -> list[Consumer]:
    """Every durable consumer of the service, one row each; `wake` has sent what is put on its way."""

    def on_event(event: Received) -> None:
        publish(store, roster, clock, event)
        wake()

    def handlers(messages: tuple[type[Message], ...]) -> dict[type[Message], Handler]:
        return dict.fromkeys(messages, on_event)

    return [
        Consumer(
            f"notifications-{stream.lower()}",
            stream,
            f"{stream.lower()}.v1.>",
            handlers(messages),
            ordered=True,
        )
        for stream, messages in catalogue.sources().items()
    ]
