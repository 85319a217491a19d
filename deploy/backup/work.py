"""The two halves of the work, create and restore, over databases and streams."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

from bson.timestamp import Timestamp

from deploy.backup import databases, streams
from deploy.backup.archive import Archive, Manifest
from deploy.backup.databases import Source
from deploy.backup.errors import BackupError
from deploy.backup.settings import Settings
from deploy.backup.streams import Broker, Positions
from deploy.topology import STREAMS

Say = Callable[[str], None]
TRIES = 100
PAUSE_SECONDS = 0.05
"""To find a moment at which nothing is being published."""

Times = dict[str, Timestamp]


@contextmanager
def _sources(settings: Settings) -> Iterator[dict[str, Source]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(databases.connected(name, uri))
            for name, uri in settings.mongo_uris.items()
        }


async def create(settings: Settings, archive: Archive, say: Say) -> Manifest:
    """Writes a backup into the archive; Callboard may be running. Raises BackupError."""
    archive.begin()
    begun = datetime.now(UTC)
    async with streams.connected(settings) as broker:
        with _sources(settings) as sources:
            places, times, uncertain = await _moment(broker, sources)
            # In a thread: the broker closes a connection that does not answer its pings.
            dumped = {
                name: await asyncio.to_thread(databases.dump, source, times[name], archive)
                for name, source in sources.items()
            }
        for name in places:
            await streams.snapshot(broker, name, archive)
    manifest = archive.finish(
        {
            "created_at": begun.isoformat(timespec="milliseconds"),
            "cluster_times": {name: [time.time, time.inc] for name, time in times.items()},
            "databases": dumped,
            "streams": places,
            "uncertain_messages": uncertain,
        }
    )
    say(f"Backup of {summary(manifest)} in {archive.root}")
    return manifest


async def _moment(broker: Broker, sources: Mapping[str, Source]) -> tuple[Positions, Times, int]:
    """Positions and cluster times with no message between them; how many there were where it never was so."""
    for _ in range(TRIES):
        before = await streams.positions(broker, STREAMS)
        times = {name: source.cluster_time() for name, source in sources.items()}
        after = {name: await streams.last_sequence(broker, name) for name in before}
        between = sum(after[name] - before[name]["last"] for name in before)
        if not between:
            return before, times, 0
        await asyncio.sleep(PAUSE_SECONDS)
    return {name: {**before[name], "last": after[name]} for name in before}, times, between


def summary(manifest: Manifest) -> str:
    """What a backup holds, in one line."""
    collections = [each for found in manifest["databases"].values() for each in found.values()]
    documents = sum(each["documents"] for each in collections)
    waiting = sum(each["waiting"] for each in collections)
    size = sum(each["bytes"] for each in manifest["files"].values())
    return (
        f"{documents} documents with {waiting} unpublished events, and {len(manifest['streams'])} streams "
        f"({size / 1e6:.1f} MB)"
    )


async def restore(settings: Settings, archive: Archive, say: Say, *, replace: bool) -> Manifest:
    """Puts a backup into empty databases and streams; Callboard must not be running. Raises BackupError.

    With `replace`, what is there is removed first.
    """
    manifest = archive.verified()
    async with streams.connected(settings) as broker:
        with _sources(settings) as sources:
            await _require_room(broker, sources, replace=replace)
            for source in sources.values():
                databases.drop(source)
            await streams.drop(broker, STREAMS)
            for name, source in sources.items():
                await asyncio.to_thread(databases.restore, source, archive, manifest["databases"][name])
        await _restore_streams(broker, archive, manifest["streams"], settings.nats_replicas)
    say(f"Restored {summary(manifest)} from {archive.root}")
    return manifest


async def _require_room(broker: Broker, sources: Mapping[str, Source], *, replace: bool) -> None:
    if busy := await streams.busy(broker, STREAMS):
        raise BackupError(f"Workers are running ({', '.join(busy)}): stop every process of Callboard first.")
    held: dict[str, Any] = {
        f"{name}.{collection}": count
        for name, source in sources.items()
        for collection, count in databases.held(source).items()
    }
    held |= await streams.held(broker, STREAMS)
    if held and not replace:
        listed = ", ".join(f"{name} ({count})" for name, count in held.items())
        raise BackupError(f"The target is not empty: {listed}. Say --replace to remove what is there.")


async def _restore_streams(broker: Broker, archive: Archive, places: Positions, replicas: int) -> None:
    for name, place in places.items():
        await streams.restore(broker, name, archive, place, replicas)
