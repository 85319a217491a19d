"""Creating parties, proving who a client is, and looking parties up."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from services.roster.domain.commands import AddClient, RegisterParty, RemoveClient
from services.roster.domain.parties import (
    ID_PREFIX,
    UNKNOWN_CREATOR,
    YOU_ARE_SUSPENDED,
    Client,
    Credential,
    Party,
    PartyKind,
    Registered,
    add_credential,
    normal_handle,
    remove_credential,
    replace_credential,
)
from services.roster.produces import party_registered, unannounced
from services.roster.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import TAKEN, Invocation, create, execute, internal
from services.shared.errors import Forbidden, Invalid, NotFound, Unauthenticated

UNKNOWN_PARTY = "There is no such party."

SECRET_BYTES = 32
SHORTEST_SECRET = 43
"""Characters of a secret of 256 random bits in base64url."""

_NOBODY = secrets.token_hex(32)
"""The hash of no secret, against which that of an unknown client is compared."""


def register_party(store: Store, clock: Clock, command: RegisterParty, invocation: Invocation) -> Registered:
    """Creates a party with its first client; raises Conflict where the handle is taken."""
    client, now = _new_client(), clock.now()
    party = Party(
        id=invocation.new_id(ID_PREFIX[command.kind]),
        kind=command.kind,
        name=command.name.strip(),
        created_at=now,
        updated_at=now,
        country=command.country,
        category=command.category,
        handle=None if command.handle is None else normal_handle(command.handle),
        languages=command.languages,
        categories=command.categories,
        credentials=(_credential(client, now),),
    )
    party = _under_its_handle(store, party)
    taken = f"The handle {party.handle} is taken by another creator." if party.handle else TAKEN
    code = ErrorCode.HANDLE_TAKEN if party.handle else ErrorCode.ALREADY_EXISTS

    def result(created: Party) -> Registered:
        return Registered(created, client)

    made = create(
        store.parties,
        party,
        party_registered,
        invocation,
        clock,
        taken=taken,
        taken_code=code,
        result=result,
    )
    return result(made)


def _under_its_handle(store: Store, party: Party) -> Party:
    """The party with the id that its handle stands for, if it has one.

    The claim comes first, in a write of its own: whoever comes after a crash takes the id.
    Where there is a party with the id already, the command is a repetition, which claims nothing.
    """
    if party.handle is None or store.parties.get(party.id) is not None:
        return party
    return replace(party, id=store.claim_handle(party.handle, party.id))


def add_client(store: Store, clock: Clock, command: AddClient, invocation: Invocation) -> Registered:
    """Gives a party a further client; raises NotFound, and Conflict where it has enough of them."""
    client, now = _new_client(), clock.now()

    def decide(party: Party) -> Party:
        return add_credential(party, _credential(client, now), now)

    def result(changed: Party) -> Registered:
        return Registered(changed, client)

    changed = execute(
        store.parties,
        command.party_id,
        decide,
        unannounced,
        invocation,
        clock,
        missing=UNKNOWN_PARTY,
        missing_code=ErrorCode.PARTY_NOT_FOUND,
        result=result,
    )
    return result(changed)


def remove_client(store: Store, clock: Clock, command: RemoveClient, invocation: Invocation) -> Party:
    """Takes a client away from a party; raises NotFound, and Conflict where it is the last one."""

    def decide(party: Party) -> Party:
        return remove_credential(party, command.client_id, clock.now())

    return execute(
        store.parties,
        command.party_id,
        decide,
        unannounced,
        invocation,
        clock,
        missing=UNKNOWN_PARTY,
        missing_code=ErrorCode.PARTY_NOT_FOUND,
    )


def _new_client() -> Client:
    return Client(ids.new_id("cl"), secrets.token_urlsafe(SECRET_BYTES))


def _credential(client: Client, now: datetime) -> Credential:
    return Credential(client.client_id, _hash(client.client_secret), now)


def _hash(secret: str) -> str:
    """SHA-256. Nobody can guess 256 random bits, so that a guess need not be made expensive."""
    return hashlib.sha256(secret.encode()).hexdigest()


def ensure_operator(store: Store, clock: Clock, *, client_id: str, client_secret: str) -> Party:
    """Makes sure that the operator's client exists with this secret; the operator. Can be repeated.

    Raises Invalid for a secret that is too short to be one of 256 random bits.
    """
    if len(client_secret) < SHORTEST_SECRET:
        few = f"The operator's secret has fewer than {SHORTEST_SECRET} characters"
        raise Invalid(f"{few}; make one of 256 random bits, as `openssl rand -hex 32` does.")
    now = clock.now()
    credential = _credential(Client(client_id, client_secret), now)
    present = store.party_of_client(client_id)
    if present is None:
        # Made twice at once, it would be the same one.
        operator = Party(
            id=ids.derived_id(ID_PREFIX[PartyKind.OPERATOR], client_id),
            kind=PartyKind.OPERATOR,
            name="Operator",
            created_at=now,
            updated_at=now,
            credentials=(credential,),
        )
        return create(store.parties, operator, party_registered, internal("installation"), clock)

    def decide(party: Party) -> Party:
        return replace_credential(party, credential)

    return execute(store.parties, present.id, decide, unannounced, internal("installation"), clock)


def authenticate(store: Store, clock: Clock, *, client_id: str, client_secret: str) -> Party:
    """The party whose client this is; Unauthenticated, after the same work, whatever is wrong.

    Raises Forbidden where the party is suspended, which only who knows the secret is told.
    """
    party = store.party_of_client(client_id)
    known = {each.client_id: each.secret_hash for each in party.credentials} if party else {}
    matches = _matches(known.get(client_id, _NOBODY), client_secret)
    if party is None or not matches:
        message = "The client id and secret do not belong together."
        raise Unauthenticated(message, code=ErrorCode.CLIENT_CREDENTIALS_INVALID)
    if party.suspended:
        raise Forbidden(YOU_ARE_SUSPENDED, code=ErrorCode.PARTY_SUSPENDED)
    credential = next(each for each in party.credentials if each.client_id == client_id)
    if credential.is_worth_noting(clock.now()):
        store.note_use(party.id, client_id, clock.now())
    return party


def _matches(secret_hash: str, secret: str) -> bool:
    """Whether it is the hash of the secret, in a time that does not depend on how much of it is right."""
    return hmac.compare_digest(secret_hash, _hash(secret))


def get_creator(store: Store, *, creator_id: str) -> Party:
    """The creator's profile with headline statistics."""
    party = store.parties.get(creator_id)
    if party is None or party.kind is not PartyKind.CREATOR:
        raise NotFound(UNKNOWN_CREATOR, code=ErrorCode.CREATOR_NOT_FOUND)
    return party


def resolve_parties(store: Store, *, party_ids: Iterable[str], handles: Iterable[str]) -> list[Party]:
    """The parties with these ids and the creators with these handles; unknown ones are left out."""
    return store.parties_by(party_ids, [normal_handle(handle) for handle in handles])
