"""The streams of NATS and their consumers: `python -m deploy.nats_streams`, as often as one likes.

They are made by the operator's user, before anything is published. A service has no right to: who makes a
consumer chooses its settings, too, and could read with it what is not for the service.

What is there already is changed to what this version of Callboard wants, and nothing is lost by it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, DiscardPolicy, RetentionPolicy, StreamConfig
from nats.js.errors import NotFoundError

from deploy.errors import DeployError
from deploy.topology import DEAD_LETTERS, DEAD_SUBJECT, SERVICES, STREAMS, Consumes
from services.shared.broker import Unreachable, connected

PATIENCE_SECONDS = 60.0
ACK_SECONDS = 30
"""After which a delivery that nobody has answered for, as after a crash, is made again."""

MOST_UNANSWERED = 256
"""Messages of a consumer that may be under way at once, but for one that is ordered."""

_DAY = 24 * 3600
_GIB = 1 << 30


@dataclass(frozen=True)
class Size:
    """What each stream may take: how many copies of it, and how many GiB each of them."""

    replicas: int = 1
    gib: int = 1


async def ensure(js: JetStreamContext, size: Size = Size()) -> None:
    """Makes every stream and every consumer, or changes what is there."""
    for service in SERVICES:
        await ensure_stream(js, service.stream, service.subjects, size)
    await ensure_stream(js, DEAD_LETTERS, f"{DEAD_SUBJECT}.>", size)
    for service in SERVICES:
        for each in service.consumers:
            await ensure_consumer(js, each)


async def ensure_stream(js: JetStreamContext, name: str, subjects: str, size: Size = Size()) -> None:
    """Makes one stream, or changes it. Where it is full nothing is thrown away: publishing fails then."""
    config = StreamConfig(
        name=name,
        subjects=[subjects],
        retention=RetentionPolicy.LIMITS,
        discard=DiscardPolicy.NEW,
        max_age=14 * _DAY,
        max_bytes=size.gib * _GIB,
        duplicate_window=120,
        num_replicas=size.replicas,
    )
    try:
        await js.stream_info(name)
        await js.update_stream(config)
    except NotFoundError:
        await js.add_stream(config)


async def ensure_consumer(js: JetStreamContext, wanted: Consumes, ack_seconds: float = ACK_SECONDS) -> None:
    """Makes one consumer, which begins with the oldest message; one that is there goes on where it is."""
    try:
        config = (await js.consumer_info(wanted.stream, wanted.durable)).config
    except NotFoundError:
        config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL, ack_policy=AckPolicy.EXPLICIT)
    await js.add_consumer(
        wanted.stream,
        config.evolve(
            name=wanted.durable,
            durable_name=wanted.durable,
            filter_subject=wanted.subject,
            ack_wait=ack_seconds,
            max_deliver=-1,
            max_ack_pending=1 if wanted.ordered else MOST_UNANSWERED,
        ),
    )


async def ensure_at(url: str, ca_file: Path | None = None, size: Size = Size()) -> None:
    """Does the same at the broker of `url`, which names the operator's user. Raises DeployError."""
    try:
        async with connected(url, ca_file, PATIENCE_SECONDS) as client:
            await ensure(client.jetstream(timeout=10), size)
    except Unreachable as error:
        raise DeployError(str(error)) from error
    except NatsError as error:
        raise DeployError(f"The streams could not be made: {error}") from error


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    top = argparse.ArgumentParser(
        prog="python -m deploy.nats_streams",
        description="Makes the streams of NATS and their consumers.",
        epilog="Where NATS is, as the user operator: CALLBOARD_NATS_URL or CALLBOARD_NATS_URL_FILE, and "
        "CALLBOARD_NATS_CA_FILE. With none of them, the Callboard of this machine in CALLBOARD_HOME (.run).",
    )
    for name, meaning in (("replicas", "copies of each stream"), ("gib", "GiB that each copy may take")):
        variable = f"CALLBOARD_NATS_{name.upper()}"
        default = os.environ.get(variable, "1")
        top.add_argument(f"--{name}", type=_number, default=default, help=f"{meaning}; {variable}, or 1")
    return top


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; a failure is a sentence on standard error and exit code 1."""
    # Only here: `make up`, which calls the rest, needs nothing of the command line.
    from services.cli import settings  # noqa: PLC0415
    from services.cli.errors import CliError  # noqa: PLC0415

    given = parser().parse_args(arguments)
    try:
        url, ca_file = settings.broker(os.environ, "")
        asyncio.run(ensure_at(url, ca_file, Size(given.replicas, given.gib)))
    except (DeployError, CliError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(f"The streams are as they should be: {', '.join(STREAMS)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
