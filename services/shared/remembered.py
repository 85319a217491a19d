"""Answers to repeated commands, when so many others have followed that the aggregate holds them no more.

An aggregate remembers its latest commands itself, written with what they changed. From there they are copied
to the collection `answers` of the service, which MongoDB empties by their age.
"""

from __future__ import annotations

from typing import Any

from mongoengine import BinaryField, DateTimeField, Document, StringField
from pymongo.collection import Collection

Row = dict[str, Any]

REMEMBERED_COMMANDS = 64
"""Commands that an aggregate itself remembers. All are copied before the oldest gives way."""

REMEMBERED_SECONDS = 48 * 3600
"""For how long copies are kept; whoever repeats a command is promised 24 hours."""


class RememberedAnswer(Document):  # type: ignore[misc]
    """A command that an aggregate has applied, with its sealed answer, under the command's id."""

    id = StringField(primary_key=True)
    request_sha = StringField(required=True)
    reply = BinaryField(required=True)
    at = DateTimeField(required=True)

    meta = {  # noqa: RUF012 (mongoengine reads it off the class)
        "abstract": True,
        "auto_create_index": False,
        "indexes": [{"fields": ["at"], "name": "expiry", "expireAfterSeconds": REMEMBERED_SECONDS}],
    }


def copy(aggregates: Collection[Row], aggregate_id: str) -> None:
    """Copies the answers that an aggregate holds, as of MongoDB's present time.

    A version of an aggregate adds one at the most, so that each is reached that is not yet among the oldest
    half when the last was made.
    """
    answer = {"_id": "$applied.id", "request_sha": "$applied.request_sha", "reply": "$applied.reply"}
    stages: list[Row] = [
        {"$match": {"_id": aggregate_id}},
        {"$unwind": "$applied"},
        {"$replaceWith": {**answer, "at": "$$NOW"}},
        {"$merge": {"into": "answers", "whenMatched": "keepExisting"}},
    ]
    aggregates.aggregate(stages)


def found(aggregates: Collection[Row], command_id: str) -> tuple[Row, ...]:
    """The copy of a command's answer, as an aggregate holds it; nothing where there is none."""
    row = aggregates.database["answers"].find_one({"_id": command_id})
    return ({**row, "id": command_id},) if row else ()
