"""The stream of dead letters: what could not be handled, with its cause, and how it is sent again."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.header import Header, decode_header
from pathlib import Path

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

from services.cli.errors import CliError
from services.shared import broker as brokers
from services.shared.broker import Unreachable, address
from services.shared.clock import rfc3339
from services.shared.events import DEAD_LETTERS, DEAD_SUBJECT

_DEAD = "Callboard-Dead-"
_MESSAGE_ID = "Nats-Msg-Id"
_ALL = f"{DEAD_SUBJECT}.>"


@dataclass(frozen=True)
class DeadLetter:
    """One dead letter: `subject` is that of the event (empty where unknown), `time` when it was put aside."""

    sequence: int
    consumer: str
    subject: str
    attempts: int
    cause: str
    time: str
    headers: dict[str, str]
    payload: bytes

    def headers_again(self) -> dict[str, str]:
        """The original headers, under a message id that the broker's window does not know yet.

        It is always the same for one dead letter: sent twice within the window, it is stored once.
        """
        kept = {name: value for name, value in self.headers.items() if not name.startswith(_DEAD)}
        return kept | {_MESSAGE_ID: f"{self.headers.get(_MESSAGE_ID) or uuid.uuid4()}.redriven"}


@asynccontextmanager
async def connected(url: str, ca_file: Path | None = None) -> AsyncIterator[JetStreamContext]:
    """JetStream at `url`; raises CliError where it cannot be used, or where the connection breaks."""
    try:
        async with brokers.connected(url, ca_file) as broker:
            yield broker.jetstream(timeout=5)
    except Unreachable as error:
        raise CliError(str(error)) from error
    except NatsError as error:
        raise CliError(f"The message server at {address(url)} failed: {error}.") from error


async def dead_letters(js: JetStreamContext) -> AsyncIterator[DeadLetter]:
    """The dead letters that there are now, oldest first."""
    try:
        last = (await js.stream_info(DEAD_LETTERS)).state.last_seq
    except NotFoundError:
        return
    sequence = 1
    while sequence <= last:
        try:
            message = await js.get_msg(DEAD_LETTERS, seq=sequence, subject=_ALL, next=True)
        except NotFoundError:
            return
        sequence = (message.seq or last) + 1
        if sequence <= last + 1:
            yield _letter(message)


async def dead_letter(js: JetStreamContext, sequence: int) -> DeadLetter:
    """One dead letter; raises CliError where it does not exist, or not any more."""
    try:
        return _letter(await js.get_msg(DEAD_LETTERS, seq=sequence))
    except NotFoundError as error:
        raise CliError(f"There is no dead letter {sequence}.") from error


async def send_again(js: JetStreamContext, dead: DeadLetter) -> None:
    """Puts it back on its subject and deletes it only when the broker has it.

    Ended in between, it is sent once more by the next run, which consumers take as a repetition.
    """
    if not dead.subject:
        raise CliError(f"Dead letter {dead.sequence} does not say where it was addressed.")
    await js.publish(dead.subject, dead.payload, headers=dead.headers_again())
    try:
        await js.delete_msg(DEAD_LETTERS, dead.sequence)
    except NotFoundError:
        return  # Somebody else was faster.


def _letter(message: RawStreamMsg) -> DeadLetter:
    headers = {name: _text(value) for name, value in (message.headers or {}).items()}
    attempts = headers.get(f"{_DEAD}Attempts", "")
    return DeadLetter(
        sequence=message.seq or 0,
        consumer=headers.get(f"{_DEAD}Consumer", ""),
        subject=headers.get(f"{_DEAD}Subject", ""),
        attempts=int(attempts) if attempts.isdigit() else 0,
        cause=headers.get(f"{_DEAD}Cause", ""),
        time=rfc3339(message.time) if message.time else "",
        headers=headers,
        payload=message.data or b"",
    )


def _text(value: str | Header) -> str:
    """A header as it was sent, in UTF-8: nats-py reads headers as those of mail, which are ASCII."""
    if isinstance(value, str):
        return value
    parts = (part.encode() if isinstance(part, str) else part for part, _ in decode_header(value))
    return b"".join(parts).decode("utf-8", "replace")
