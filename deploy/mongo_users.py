"""The users of MongoDB: `python -m deploy.mongo_users`, as often as one likes.

It is given files that hold the very URIs with which the services connect. The user and the password that
stand in a URI are created, or the password is set anew, with the right to read and write the database of
that URI and nothing else, by a role of its own; where `deploy.topology` says so, less: some collections may
only be added to. The user `operator` may do everything to that database, as a restore needs it. Nothing is
ever said about a password.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from deploy.errors import DeployError
from deploy.permissions import OPERATOR, mongo_role
from deploy.readiness import wait_for_mongod
from deploy.topology import SERVICE_NAMES, SERVICES

WAIT_SECONDS = 60
_EXISTS_ALREADY = (51002, 51003)
"""Of a role, and of a user."""


def system_uri(address: str, key: str, database: str = "") -> str:
    """The URI of the user that the members of a replica set are to each other, from their key file's text.

    It may do everything, over the network too, and is there before any other user is. `database` is the
    one that is used where none is named.
    """
    options = "authSource=local&authMechanism=SCRAM-SHA-256&directConnection=true"
    return f"mongodb://__system:{quote(''.join(key.split()), safe='')}@{address}/{database}?{options}"


def ensure_user(admin: MongoClient[dict[str, Any]], uri: str) -> str:
    """Makes the user of a service's `uri` as it stands there; returns the name of its database."""
    name, password, database = _parts(uri)
    names = ("readWrite", "dbAdmin") if name == OPERATOR else (_role(admin, database),)
    roles = [{"role": role, "db": database} for role in names]
    _make_or_update(admin[database], "User", name, {"pwd": password, "roles": roles})
    return database


def _role(admin: MongoClient[dict[str, Any]], database: str) -> str:
    """The role of the service of that database, made as the table has it."""
    (service,) = (each for each in SERVICES if each.name == database)
    name = f"{service.name}-service"
    _make_or_update(admin[database], "Role", name, mongo_role(service))
    return name


def _make_or_update(
    database: Database[dict[str, Any]], kind: str, name: str, content: dict[str, Any]
) -> None:
    try:
        database.command(f"create{kind}", name, **content)
    except OperationFailure as error:
        if error.code not in _EXISTS_ALREADY:
            raise
        database.command(f"update{kind}", name, **content)


def _parts(uri: str) -> tuple[str, str, str]:
    """User, password and database of a service's URI; raises DeployError where one of them is missing."""
    try:
        parsed = parse_uri(uri, validate=False)
    except (PyMongoError, ValueError):
        # Its own words might repeat what it was given.
        raise DeployError("A service's URI cannot be read: mongodb://user:password@host/database.") from None
    name, password, database = (parsed[key] for key in ("username", "password", "database"))
    if not name or not password or database not in SERVICE_NAMES:
        raise DeployError(
            f"A service's URI needs a user, a password, and one of the databases {', '.join(SERVICE_NAMES)}: "
            f"this one has the user {name!r} and the database {database!r}."
        )
    return name, password, database


def ensure_users(admin_uri: str, uris: Sequence[str]) -> list[str]:
    """Makes the users of all `uris`; returns the names of their databases. Raises DeployError."""
    try:
        with MongoClient[dict[str, Any]](
            admin_uri, serverSelectionTimeoutMS=WAIT_SECONDS * 1000, w="majority"
        ) as admin:
            return [ensure_user(admin, uri) for uri in uris]
    except PyMongoError as error:
        said = str(error).partition(", full error")[0]
        raise DeployError(f"The users could not be made: {said}") from error


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    top = argparse.ArgumentParser(prog="python -m deploy.mongo_users", description="Makes MongoDB's users.")
    admin = top.add_mutually_exclusive_group(required=True)
    admin.add_argument("--admin-uri-file", type=Path, help="file with the URI of a user that may make users")
    admin.add_argument("--key-file", type=Path, help="key file of a replica set; needs --member")
    top.add_argument(
        "--member",
        metavar="HOST:PORT",
        help="only member of the replica set; it is initiated where it is not",
    )
    top.add_argument("uri_files", nargs="+", type=Path, help="files with the URIs of the services")
    return top


def run(given: argparse.Namespace) -> list[str]:
    """Does what the command line says; returns the names of the databases. Raises DeployError."""
    uris = [_read(file) for file in given.uri_files]
    if given.admin_uri_file:
        return ensure_users(_read(given.admin_uri_file), uris)
    host, _, port = (given.member or "").rpartition(":")
    if not host or not port.isdigit():
        raise DeployError("--key-file needs --member HOST:PORT, under which the member is reached.")
    key = _read(given.key_file)
    wait_for_mongod(int(port), host=host, member=given.member, admin_uri=system_uri(given.member, key))
    return ensure_users(system_uri(given.member, key), uris)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise DeployError(f"{file} cannot be read: {error}.") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; a failure is a sentence on standard error and exit code 1."""
    try:
        databases = run(parser().parse_args(arguments))
    except DeployError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(f"MongoDB's users are as their URIs say: {', '.join(databases)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
