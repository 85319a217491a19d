"""Access tokens that their clients have revoked before they ended."""

from __future__ import annotations

from services.roster.domain.commands import RevokeToken
from services.roster.domain.parties import Party, RevokedToken
from services.roster.domain.parties import revoke_token as revoke
from services.roster.produces import unannounced
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import execute, internal
from services.shared.errors import NotFound


def revoke_token(store: Store, clock: Clock, command: RevokeToken) -> None:
    """Has a token refused from now on. Can be repeated. Raises NotFound, and TooManyRequests."""
    holder = store.party_of_client(command.client_id)
    if holder is None:
        raise NotFound("There is no such client.", code=ErrorCode.CLIENT_NOT_FOUND)

    def decide(party: Party) -> Party:
        return revoke(party, RevokedToken(command.token_id, command.expires_at), clock.now())

    execute(store.parties, holder.id, decide, unannounced, internal(holder.id), clock)


def is_accepted(store: Store, *, client_id: str, token_id: str) -> bool:
    """Whether the client of a token is there, not of a suspended party, and has not revoked it."""
    holder = store.party_of_client(client_id)
    return holder is not None and not holder.suspended and not holder.has_revoked(token_id)
