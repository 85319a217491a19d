"""The person who is the operator at first, whom nobody can invite."""

from __future__ import annotations

from services.roster.domain.parties import Party
from services.roster.domain.people.person import PERSON_PREFIX, Membership, Person, normal_email
from services.roster.domain.people.roles import Role
from services.roster.handlers.people import passwords
from services.roster.produces import unannounced
from services.roster.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.commands import create, internal
from services.shared.errors import Invalid

NAME = "Operator"


def ensure_person(store: Store, clock: Clock, *, party: Party, email: str, password: str) -> None:
    """Makes a person who is the operator, unless there is an account under the address. Can be repeated.

    One who is there stays as she is: with her own password, and removed where she was. Raises Invalid where
    the password is too short.
    """
    address, now = normal_email(email), clock.now()
    present = store.person_by_email(address)
    if present is not None:
        return
    if len(password) < passwords.SHORTEST:
        raise Invalid(f"The operator's password has fewer than {passwords.SHORTEST} characters.")
    person = Person(
        id=store.claim_email(address, ids.new_id(PERSON_PREFIX)),
        email=address,
        name=NAME,
        created_at=now,
        updated_at=now,
        sessions_valid_from=now,
        password_hash=passwords.hashed(password),
        email_proven=True,
        memberships=(Membership(party.id, party.kind, Role.OPERATOR, now),),
    )
    create(store.people, person, unannounced, internal("installation"), clock)
