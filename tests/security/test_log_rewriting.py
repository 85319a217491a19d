"""A log cannot be rewritten: not with roster's rights, and not unnoticed with all rights there are."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey
from pymongo import MongoClient

from services.cli.__main__ import main
from services.cli.context import CliContext
from services.shared.hashchain import GENESIS, digest
from tests.e2e.api import Actor, Operator, delegate
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually
from tests.rights import rewriting, unauthorized

Rows = list[dict[str, Any]]


@contextmanager
def roster_user(installation: Installation) -> Iterator[MongoClient[dict[str, Any]]]:
    """MongoDB as roster's own user sees it: the very password that it has."""
    with MongoClient[dict[str, Any]](installation.mongo_uri("roster")) as client:
        yield client


@contextmanager
def administrator(installation: Installation) -> Iterator[Any]:
    """The database of roster for somebody who may do everything to it."""
    with MongoClient[dict[str, Any]](installation.system_mongo_uri("roster")) as client:
        yield client["roster"]


@pytest.fixture
def keys(installation: Installation, tmp_path: Path) -> Path:
    """The public key of roster, as the creator keeps it elsewhere."""
    pem = (installation.secrets.trusted / "roster.pub.pem").read_bytes()
    key = {**OKPKey.import_key(pem).as_dict(private=False), "kid": "roster"}
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": [key]}))
    return file


def verify(who: Actor, keys: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """Exit code and result of `callboard audit verify` as this party."""
    environment = {
        "CALLBOARD_BASE_URL": who.base_url,
        "CALLBOARD_CLIENT_ID": who.client_id,
        "CALLBOARD_CLIENT_SECRET": who.client_secret,
    }
    said = io.StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit) as ended:
        main(["audit", "verify", "--json", "--keys", str(keys), *more], CliContext(environ=environment))
    code = int(ended.value.code or 0)
    assert code in (0, 5)
    return code, json.loads(said.getvalue())


def logged(operator: Operator) -> Actor:
    """A creator in whose log something stands."""
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    for _ in range(3):
        agency.put(f"/v1/creators/{creator.id}/rate-card", {"rates": []})
    eventually(lambda: len(entries(creator)) >= 8)
    return creator


def entries(creator: Actor) -> Rows:
    """Her log, newest first."""
    return list(creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"])


def rows_of(database: Any, creator: Actor) -> Rows:
    """Her log as it is stored, oldest first."""
    return list(database.activity.find({"creator_id": creator.id}).sort("sequence", 1))


def rewrite(database: Any, creator: Actor) -> None:
    """Changes the second entry and recomputes every hash from there on, so that the chain holds in itself."""
    previous = GENESIS
    for row in rows_of(database, creator):
        content = {
            key: value for key, value in row.items() if key not in ("_id", "event_id", "written", "hash")
        }
        content["previous_hash"] = previous
        if row["sequence"] == 2:
            content["reason"] = "nothing of the sort has happened"
        previous = digest(content)
        database.activity.replace_one({"_id": row["_id"]}, {**row, **content, "hash": previous})


def verdict(document: dict[str, Any], creator: Actor) -> str:
    """What is wrong with her log."""
    (proof,) = (each for each in document["proofs"] if each["creator_id"] == creator.id)
    return str(proof["problem"])


def test_rosters_own_user_can_neither_change_nor_remove_an_entry(
    installation: Installation, operator: Operator, keys: Path
) -> None:
    creator = logged(operator)
    assert verify(creator, keys, "--creator", creator.id)[0] == 0
    with roster_user(installation) as client:
        for name in ("activity", "activity_checkpoints"):
            before = list(client["roster"][name].find({"creator_id": creator.id}))
            for attempt in rewriting(client, "roster", name, "labels"):
                assert unauthorized(attempt)
            after = list(client["roster"][name].find({"creator_id": creator.id}))
            assert before == after[: len(before)] or name == "activity"
    assert verify(creator, keys, "--creator", creator.id)[0] == 0


def test_no_index_that_its_user_may_make_expires_an_entry(
    installation: Installation, operator: Operator
) -> None:
    creator = logged(operator)
    with roster_user(installation) as client, administrator(installation) as database:
        system = database.client.admin

        def passes() -> int:
            return int(system.command("serverStatus")["metrics"]["ttl"]["passes"])

        before = len(rows_of(database, creator))
        for number, field in enumerate(("at", "written", "readings.at", "sequence")):
            client["roster"].activity.create_index(field, name=f"ttl_{number}", expireAfterSeconds=0)
        try:
            begun = passes()
            # The monitor may still be in the first sleep since the start of mongod, which took a minute.
            eventually(lambda: passes() >= begun + 3)
            assert len(rows_of(database, creator)) >= before
        finally:
            for number in range(4):
                database.activity.drop_index(f"ttl_{number}")


def test_a_log_that_was_rewritten_with_all_hashes_is_noticed(
    installation: Installation, operator: Operator, keys: Path
) -> None:
    creator = logged(operator)
    assert verify(operator, keys)[0] == 0
    with administrator(installation) as database:
        honest = rows_of(database, creator)
        rewrite(database, creator)
        try:
            for who, more in ((operator, ()), (creator, ("--creator", creator.id))):
                code, document = verify(who, keys, *more)
                assert (code, "the log was written anew" in verdict(document, creator)) == (5, True)
        finally:
            for row in honest:
                database.activity.replace_one({"_id": row["_id"]}, row)
    assert verify(creator, keys, "--creator", creator.id)[0] == 0


def test_a_tail_that_was_removed_is_noticed(
    installation: Installation, operator: Operator, keys: Path
) -> None:
    creator = logged(operator)
    assert verify(operator, keys)[0] == 0
    with administrator(installation) as database:
        removed = rows_of(database, creator)[-2:]
        database.activity.delete_many({"_id": {"$in": [row["_id"] for row in removed]}})
        try:
            for who, more in ((operator, ()), (creator, ("--creator", creator.id))):
                code, document = verify(who, keys, *more)
                assert (code, "the last are missing" in verdict(document, creator)) == (5, True)
        finally:
            database.activity.insert_many(removed)


def test_who_removes_the_checkpoints_too_is_caught_by_one_that_was_kept(
    installation: Installation, operator: Operator, keys: Path, tmp_path: Path
) -> None:
    creator, kept = logged(operator), str(tmp_path / "kept.json")
    assert verify(operator, keys, "--kept", kept)[0] == 0
    hers = str(tmp_path / "hers.json")
    assert verify(creator, keys, "--creator", creator.id, "--kept", hers)[0] == 0
    with administrator(installation) as database:
        honest = rows_of(database, creator)
        signed = list(database.activity_checkpoints.find({"creator_id": creator.id}))
        database.activity_checkpoints.delete_many({"creator_id": creator.id})
        rewrite(database, creator)
        try:
            for who, more in (
                (operator, ("--kept", kept)),
                (creator, ("--creator", creator.id, "--kept", hers)),
            ):
                code, document = verify(who, keys, *more)
                assert (code, bool(verdict(document, creator))) == (5, True)
        finally:
            database.activity_checkpoints.delete_many({"creator_id": creator.id})
            database.activity_checkpoints.insert_many(signed)
            for row in honest:
                database.activity.replace_one({"_id": row["_id"]}, row)


def test_a_checkpoint_of_another_key_is_noticed(
    installation: Installation, operator: Operator, keys: Path, tmp_path: Path
) -> None:
    creator = logged(operator)
    stranger = {**OKPKey.generate_key("Ed25519").as_dict(private=False), "kid": "roster"}
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"keys": [stranger]}))
    code, document = verify(operator, other)
    assert (code, "signature" in verdict(document, creator)) == (5, True)


def test_the_checkpoints_are_hers_to_read_and_nobody_elses(operator: Operator, keys: Path) -> None:
    creator, other, agency = logged(operator), operator.creator(), operator.agency()
    assert verify(operator, keys)[0] == 0
    path = f"/v1/creators/{creator.id}/activity/checkpoints"
    newest = creator.get(path)["items"][0]
    assert {"creator_id", "sequence", "hash", "at", "statement"} == set(newest)
    assert operator.get(path)["items"][0] == newest
    other.get(path, status=404)
    agency.get(path, status=403)
    other.get(f"/v1/creators/{creator.id}/activity/export", status=404)
    agency.get(f"/v1/creators/{creator.id}/activity/export", status=403)
