"""Agencies, brands and creators: how the API names what can be done with each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort

from callboard import Client, Pages, types


@dataclass(frozen=True)
class Kind:
    """One kind of party: `plural` stands in URLs, `name` in the names of the API."""

    plural: str
    name: str

    def all(self, api: Client, **asked: Any) -> Pages[types.RegisteredParty]:
        """A list of them."""
        found: Pages[types.RegisteredParty] = getattr(api, f"list_{self.plural}")(**asked)
        return found

    def one(self, api: Client, party_id: str) -> types.RegisteredParty:
        """One of them."""
        found: types.RegisteredParty = getattr(api, f"get_operator_{self.name}")(party_id)
        return found

    def suspend(self, api: Client, party_id: str, key: str | None, reason: str) -> None:
        """Bars one."""
        getattr(api, f"suspend_{self.name}")(party_id, idempotency_key=key, reason=reason)

    def resume(self, api: Client, party_id: str, key: str | None) -> None:
        """Lets one back in."""
        getattr(api, f"resume_{self.name}")(party_id, idempotency_key=key)

    def create(self, api: Client, key: str | None, said: dict[str, Any]) -> dict[str, Any]:
        """A new one, with its first client."""
        made: dict[str, Any] = getattr(api, f"create_{self.name}")(idempotency_key=key, **said)
        return made


KINDS = {
    each.plural: each
    for each in (Kind("agencies", "agency"), Kind("brands", "brand"), Kind("creators", "creator"))
}


def kind_of(plural: str) -> Kind:
    """The kind of that name; 404 where there is none."""
    return KINDS.get(plural) or abort(404)
