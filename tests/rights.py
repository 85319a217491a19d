"""What those get who are let in nowhere, and users who try what they may not: of MongoDB and of NATS."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.errors import NoServersError
from pymongo import DeleteOne, MongoClient
from pymongo.database import Database
from pymongo.errors import OperationFailure

from deploy.permissions import NATS_USERS, NatsUser
from services.shared.broker import connection

UNAUTHORIZED = 13
KEY = {"_id": 1}


def _watch(database: Database[dict[str, Any]]) -> None:
    with database.strangers.watch(max_await_time_ms=10) as stream:
        stream.try_next()


ACTIONS: Mapping[str, Callable[[Database[dict[str, Any]]], object]] = {
    "insert": lambda database: database.strangers.replace_one(KEY, {}, upsert=True),
    "find": lambda database: database.strangers.find_one(KEY),
    "aggregate": lambda database: list(database.strangers.aggregate([{"$match": {}}])),
    "watch": _watch,
    "update": lambda database: database.strangers.update_one(KEY, {"$set": {"a": 1}}),
    "index": lambda database: database.strangers.create_index("a"),
    "indexes": lambda database: database.strangers.index_information(),
    "collections": lambda database: database.list_collection_names(filter={"type": "collection"}),
    "delete": lambda database: database.strangers.delete_one(KEY),
    "drop": lambda database: database.drop_collection("strangers"),
}
"""What a service, its migration and a backup do with a database."""


def permitted(client: MongoClient[dict[str, Any]], database: str) -> list[str]:
    """Which of the ACTIONS the user of `client` may do in a database."""
    return [name for name, act in ACTIONS.items() if not unauthorized(partial(act, client[database]))]


def rewriting(
    client: MongoClient[dict[str, Any]], database: str, name: str, other: str
) -> list[Callable[[], object]]:
    """Ways to change or remove a document of the collection `name`, by way of the collection `other` too."""
    here = client[database]
    rows, source = here[name], here[other]
    first: dict[str, Any] = rows.find_one() or {}
    one = {"_id": first.get("_id", "1")}
    change, whole = {"$set": {"sequence": 9}}, f"{database}.{name}"
    merge = {"into": name, "whenMatched": "replace"}
    return [
        lambda: rows.update_one(one, change),
        lambda: rows.update_one({"_id": "new"}, change, upsert=True),
        lambda: rows.replace_one(one, {"sequence": 9}),
        lambda: rows.find_one_and_update(one, change),
        lambda: rows.delete_one(one),
        lambda: rows.find_one_and_delete(one),
        lambda: rows.bulk_write([DeleteOne(one)]),
        rows.drop,
        lambda: rows.rename("elsewhere"),
        lambda: source.rename(name, dropTarget=True),
        lambda: list(source.aggregate([{"$out": name}])),
        lambda: list(source.aggregate([{"$merge": {"into": name}}])),
        lambda: list(source.aggregate([{"$merge": merge}])),
        rows.drop_indexes,
        lambda: here.command({"collMod": name, "validator": {}}),
        lambda: here.command({"convertToCapped": name, "size": 4096}),
        lambda: here.command({"applyOps": [{"op": "d", "ns": whole, "o": one}]}),
        lambda: here.command({"dropDatabase": 1}),
    ]


def unauthorized(act: Callable[[], object]) -> bool:
    """Whether MongoDB refuses it for want of a right; any other failure is raised."""
    try:
        act()
    except OperationFailure as error:
        if error.code != UNAUTHORIZED:
            raise
        return True
    return False


async def turned_away(url: str) -> str:
    """Why nats-server lets nobody in with this URL; fails where it does."""
    said: list[str] = []

    async def note(error: Exception) -> None:
        said.append(str(error))

    with pytest.raises(NoServersError):
        await nats.connect(
            **connection(url), max_reconnect_attempts=1, reconnect_time_wait=0.01, error_cb=note
        )
    return said[0]


@dataclass(frozen=True)
class Session:
    """A connected user of NATS, and what the server has refused."""

    client: Client
    said: list[str]

    async def refused(self) -> list[str]:
        """What was refused since this was last asked: the server answers in order."""
        # The client's ping overtakes what it was given just before; its second one does not.
        await self.client.flush()
        await self.client.flush()
        found, self.said[:] = list(self.said), []
        return found

    async def may_publish(self, subject: str, payload: bytes = b"") -> bool:
        """Sends it; whether the server has taken it."""
        await self.client.publish(subject, payload)
        return not any("violation for publish" in each for each in await self.refused())

    async def may_hear(self, subject: str) -> bool:
        """Whether the server lets the user subscribe."""
        subscription = await self.client.subscribe(subject)
        heard = not any("violation for subscription" in each for each in await self.refused())
        await subscription.unsubscribe()
        return heard


@asynccontextmanager
async def session(url: str) -> AsyncIterator[Session]:
    """The user that `url` names."""
    said: list[str] = []

    async def note(error: Exception) -> None:
        said.append(str(error).lower())

    async with await nats.connect(**connection(url), error_cb=note) as client:
        yield Session(client, said)


def foreign(user: NatsUser) -> list[str]:
    """A subject for each right that another user of Callboard has and this one has not."""
    subjects = {example(right) for other in NATS_USERS for right in other.publish}
    return sorted(each for each in subjects if not any(covers(right, each) for right in user.publish))


def example(right: str) -> str:
    """A subject that a right allows."""
    return re.sub(r"[*>]", "x", right)


def covers(right: str, subject: str) -> bool:
    """Whether a right, which may hold wildcards, allows a subject."""
    pattern = re.escape(right).replace(r"\*", r"[^.]+").replace(">", ".+")
    return re.fullmatch(pattern, subject) is not None
