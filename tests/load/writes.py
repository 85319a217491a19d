"""What writing an offer costs mongod: the whole of it, and without one thing at a time."""

from __future__ import annotations

import itertools
from typing import Any

import psutil
from pymongo import MongoClient, WriteConcern
from pymongo.collection import Collection
from pymongo.database import Database

from services.campaigns.store.documents import OfferDocument
from services.shared.validators import validator
from tests.e2e.api import send_offer
from tests.load.stack import Stack

WRITES, ROUNDS = 250, 5
SCRATCH = "scratch"
DURABLE, QUICK = WriteConcern("majority", j=True), WriteConcern(1, j=False)

Document = dict[str, Any]


def measure(stack: Stack) -> list[str]:
    """Inserts copies of an offer into collections of a scratch database; the round that cost least counts."""
    brand, creator = stack.operator.brand(), stack.operator.creator()
    offer_id = send_offer(brand, creator)["id"]
    with MongoClient[Document](stack.mongo_uri()) as client:
        template = client["campaigns"]["offers"].find_one({"_id": offer_id}) or {}
        made = client["campaigns"]["offers"].index_information()
        client.drop_database(SCRATCH)
        scratch, numbers = client[SCRATCH], itertools.count()
        kinds = {
            "as it is": _collection(scratch, "whole", made, DURABLE, validated=True),
            "without validator": _collection(scratch, "free", made, DURABLE),
            "without indexes": _collection(scratch, "bare", {}, DURABLE, validated=True),
            "not waiting for the disk": _collection(scratch, "quick", made, QUICK, validated=True),
            "not waiting, without validator": _collection(scratch, "quick_free", made, QUICK),
        }
        lines = [_line(stack, name, kind, template, numbers) for name, kind in kinds.items()]
        client.drop_database(SCRATCH)
    return lines


def _collection(
    scratch: Database[Document],
    name: str,
    indexes: Any,
    concern: WriteConcern,
    *,
    validated: bool = False,
) -> Collection[Document]:
    made = scratch.create_collection(name, validator=validator(OfferDocument) if validated else {})
    for index, options in indexes.items():
        kept = {key: options[key] for key in ("sparse", "partialFilterExpression") if key in options}
        if index != "_id_":
            made.create_index(options["key"], name=index, **kept)
    return made.with_options(write_concern=concern)


def _line(
    stack: Stack, name: str, kind: Collection[Document], template: Document, numbers: itertools.count[int]
) -> str:
    process = stack.processes()["mongod"]
    spent = []
    for _ in range(ROUNDS):
        before = _seconds(process)
        for _ in range(WRITES):
            kind.insert_one(template | {"_id": f"{template['_id']}{next(numbers)}"})
        spent.append(1000 * (_seconds(process) - before) / WRITES)
    return f"insert of an offer, {name}: {min(spent):.2f} ms of CPU in mongod"


def _seconds(process: psutil.Process) -> float:
    return sum(process.cpu_times()[:2])
