"""`callboard webhooks listen` receives what the sender sends."""

from __future__ import annotations

import asyncio
import threading

from services.cli.webhook_listener import HOST, Arrival, listener
from services.notifications.sending.network import GuardedNetwork
from services.notifications.sending.sender import Sender
from services.shared.clock import SystemClock

SECRET, OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_a_delivery_is_taken_and_a_foreign_one_refused() -> None:
    told: list[Arrival] = []
    with listener(0, SECRET, told.append) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            statuses = asyncio.run(_send(f"http://{HOST}:{server.server_port}/", SECRET, OTHER))
        finally:
            server.shutdown()
            thread.join()
    assert statuses == [204, 400]
    assert told[0] == Arrival("ev_1", {"type": "offer.sent"})
    assert told[1].refused


async def _send(url: str, *secrets: str) -> list[int]:
    async def allowed() -> bool:
        return True

    sender = Sender(GuardedNetwork(private=True), SystemClock(), plain_http=True)
    try:
        body = '{"type": "offer.sent"}'
        return [(await sender.send(url, [each], "ev_1", body, allowed)).status for each in secrets]
    finally:
        await sender.close()
