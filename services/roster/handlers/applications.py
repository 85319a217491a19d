"""Applications of parties: registering them, changing them, and having them go."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.roster.domain.applications import (
    UNKNOWN,
    Application,
    Registered,
    require_name,
    require_own,
    require_redirect_uris,
    require_room,
)
from services.roster.domain.sessions import Ended, is_hash_of, sha256
from services.roster.produces import unannounced
from services.roster.store import Store
from services.roster.store.sessions_port import Which
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, create, execute
from services.shared.errors import Stale
from services.shared.paging import Page, PageRequest

SECRET_BYTES = 32


@dataclass(frozen=True)
class Registration:
    """What a party says of an application."""

    party_id: str
    name: str
    redirect_uris: tuple[str, ...]
    confidential: bool


def create_application(store: Store, clock: Clock, given: Registration, invocation: Invocation) -> Registered:
    """A new application, with a secret where it keeps one; raises Invalid, and Conflict over the limit."""
    require_redirect_uris(given.redirect_uris)
    require_room(store.count_applications(given.party_id))
    secret, now = secrets.token_urlsafe(SECRET_BYTES) if given.confidential else "", clock.now()
    application = Application(
        id=invocation.new_id("app"),
        party_id=given.party_id,
        name=require_name(given.name),
        redirect_uris=given.redirect_uris,
        created_at=now,
        updated_at=now,
        secret_hash=sha256(secret) if secret else "",
    )

    def result(made: Application) -> Registered:
        return Registered(made, secret)

    return result(create(store.applications, application, unannounced, invocation, clock, result=result))


def list_applications(store: Store, *, party_id: str, page: PageRequest) -> Page[Application]:
    """A party's applications."""
    return page.cut(store.applications_page(party_id, page))


def get_application(store: Store, *, party_id: str, application_id: str) -> Application:
    """One of the party's applications; raises NotFound."""
    return require_own(store.applications.get(application_id), party_id)


@dataclass(frozen=True)
class Change:
    """What changes of an application, by field, and over which version."""

    party_id: str
    application_id: str
    fields: Mapping[str, Any]
    expected_version: int | None


def change_application(store: Store, clock: Clock, change: Change, invocation: Invocation) -> Application:
    """The application, changed; raises NotFound, Stale, Invalid."""
    fields = dict(change.fields)
    require_redirect_uris(fields.get("redirect_uris", ()))
    if "name" in fields:
        fields["name"] = require_name(fields["name"])

    def decide(application: Application) -> Application:
        require_own(application, change.party_id)
        if change.expected_version not in (None, application.version):
            raise Stale("The application has changed since you read it; read it again.")
        changed = replace(application, **fields)
        return application if changed == application else replace(changed, updated_at=clock.now())

    return execute(
        store.applications,
        change.application_id,
        decide,
        unannounced,
        invocation,
        clock,
        missing=UNKNOWN,
        missing_code=ErrorCode.APPLICATION_NOT_FOUND,
    )


def delete_application(store: Store, clock: Clock, *, party_id: str, application_id: str) -> None:
    """Removes an application and ends its sessions; raises NotFound.

    The sessions end first, so that a process which dies in between is asked again. One that begins meanwhile
    is ended after it; without the application its refresh token is worth nothing in any case.
    """
    get_application(store, party_id=party_id, application_id=application_id)
    which = Which(client_id=application_id)
    store.end_sessions(which, Ended.APPLICATION_REMOVED, clock.now())
    store.remove_application(application_id)
    store.end_sessions(which, Ended.APPLICATION_REMOVED, clock.now())


@dataclass(frozen=True)
class Found:
    """An application, what its party is called, and whether the secret is its own."""

    application: Application
    party_name: str
    proved: bool


def find_application(store: Store, *, application_id: str, secret: str) -> Found | None:
    """The application of a party that is not suspended; None for others."""
    application = store.applications.get(application_id)
    party = store.parties.get(application.party_id) if application else None
    if application is None or party is None or party.suspended:
        return None
    return Found(application, party.name, proves(application, secret))


def proves(application: Application, secret: str) -> bool:
    """Whether the secret is the application's; a public one has none."""
    return is_hash_of(application.secret_hash, secret) if application.confidential else not secret
