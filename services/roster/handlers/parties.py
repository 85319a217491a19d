"""Creating parties, proving who a client is, and looking parties up."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import replace

from services.roster.domain.parties import (
    ID_PREFIX,
    Client,
    Credential,
    Party,
    PartyKind,
    Registered,
    check_party,
    normal_handle,
    with_client,
    without_client,
)
from services.roster.produces import party_registered
from services.roster.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.commands import Command, create, execute, internal
from services.shared.errors import Invalid, NotFound, Unauthenticated

UNKNOWN_CREATOR = "There is no such creator."
UNKNOWN_PARTY = "There is no such party."

SECRET_BYTES = 32
SHORTEST_SECRET = 43
"""Characters of a secret of 256 random bits in base64url."""

_NOBODY = secrets.token_hex(32)
"""The hash of no secret, against which that of an unknown client is compared."""


def register(
    store: Store,
    clock: Clock,
    kind: PartyKind,
    *,
    name: str,
    country: str,
    category: str = "",
    handle: str | None = None,
    languages: Iterable[str] = (),
    categories: Iterable[str] = (),
    command: Command,
) -> Registered:
    """Creates a party with its first client; raises Invalid, and Conflict where the handle is taken."""
    client = _new_client()
    party = Party(
        id=ids.new_id(ID_PREFIX[kind]),
        kind=kind,
        name=name.strip(),
        created_at=clock.now(),
        country=country,
        category=category,
        handle=None if handle is None else normal_handle(handle),
        languages=tuple(languages),
        categories=tuple(categories),
    )
    check_party(party)
    party = replace(party, credentials=(_credential(client),))
    taken = f"The handle {party.handle} is taken by another creator."
    create(
        store.parties,
        party,
        party_registered,
        command,
        clock,
        taken=taken,
        result=lambda created: Registered(created, client),
    )
    return Registered(party, client)


def add_client(store: Store, clock: Clock, *, party_id: str, command: Command) -> Registered:
    """Gives a party a further client; raises NotFound, and Conflict where it has enough of them."""
    client = _new_client()
    credential = _credential(client)
    party = execute(
        store.parties,
        party_id,
        lambda current: with_client(current, credential),
        lambda _: [],
        command,
        clock,
        missing=UNKNOWN_PARTY,
        result=lambda changed: Registered(changed, client),
    )
    return Registered(party, client)


def remove_client(store: Store, clock: Clock, *, party_id: str, client_id: str, command: Command) -> Party:
    """Takes a client away from a party; raises NotFound, and Conflict where it is the last one."""
    return execute(
        store.parties,
        party_id,
        lambda current: without_client(current, client_id),
        lambda _: [],
        command,
        clock,
        missing=UNKNOWN_PARTY,
    )


def _new_client() -> Client:
    return Client(ids.new_id("cl"), secrets.token_urlsafe(SECRET_BYTES))


def _credential(client: Client) -> Credential:
    return Credential(client.client_id, _hash(client.client_secret))


def _hash(secret: str) -> str:
    """SHA-256. Nobody can guess 256 random bits, so that a guess need not be made expensive."""
    return hashlib.sha256(secret.encode()).hexdigest()


def ensure_operator(store: Store, clock: Clock, *, client_id: str, client_secret: str) -> None:
    """Makes sure that the operator's client exists with this secret. Can be repeated.

    Raises Invalid for a secret that is too short to be one of 256 random bits.
    """
    if len(client_secret) < SHORTEST_SECRET:
        few = f"The operator's secret has fewer than {SHORTEST_SECRET} characters"
        raise Invalid(f"{few}; make one of 256 random bits, as `openssl rand -hex 32` does.")
    credential = _credential(Client(client_id, client_secret))
    present = store.party_of_client(client_id)
    if present is None:
        operator = Party(
            id=ids.new_id(ID_PREFIX[PartyKind.OPERATOR]),
            kind=PartyKind.OPERATOR,
            name="Operator",
            created_at=clock.now(),
            credentials=(credential,),
        )
        create(store.parties, operator, party_registered, internal("installation"), clock)
        return
    known = {each.client_id: each.secret_hash for each in present.credentials}
    if not _matches(known[client_id], client_secret):
        known[client_id] = credential.secret_hash
        execute(
            store.parties,
            present.id,
            lambda party: replace(party, credentials=tuple(Credential(*each) for each in known.items())),
            lambda _: [],
            internal("installation"),
            clock,
        )


def authenticate(store: Store, *, client_id: str, client_secret: str) -> Party:
    """The party whose client this is; Unauthenticated, after the same work, whatever is wrong."""
    party = store.party_of_client(client_id)
    known = {each.client_id: each.secret_hash for each in party.credentials} if party else {}
    matches = _matches(known.get(client_id, _NOBODY), client_secret)
    if party is None or not matches:
        raise Unauthenticated("The client id and secret do not belong together.")
    return party


def _matches(secret_hash: str, secret: str) -> bool:
    """Whether it is the hash of the secret, in a time that does not depend on how much of it is right."""
    return hmac.compare_digest(secret_hash, _hash(secret))


def get_creator(store: Store, *, creator_id: str) -> Party:
    """The creator's profile with headline statistics."""
    party = store.parties.get(creator_id)
    if party is None or party.kind is not PartyKind.CREATOR:
        raise NotFound(UNKNOWN_CREATOR)
    return party


def resolve(store: Store, *, party_ids: Iterable[str], handles: Iterable[str]) -> list[Party]:
    """The parties with these ids and the creators with these handles; unknown ones are left out."""
    return store.parties_by(party_ids, [normal_handle(handle) for handle in handles])
