"""Parties, delegations and what else tests of roster need, with only the interesting part to be said."""

from __future__ import annotations

from typing import Any

from protos.callboard.access.v1 import access_pb2
from services.roster.domain.activity import Activity
from services.roster.domain.delegations import Delegation, DelegationState
from services.roster.domain.pairs import Pair
from services.roster.domain.parties import Credential, Party, PartyKind, Stats
from services.roster.domain.rates import Rate, RateCard
from services.roster.domain.roster import Labels, RosterItem
from services.shared.enums import numbers_of
from services.shared.money import Money
from tests.fakes.clock import START
from tests.pages import asked

AGENCY, CREATOR = "ag_1", "cr_1"
PROFILE, RATES, OFFERS = "marketplace.profile.read", "marketplace.rates.read", "marketplace.offers.read"
SCOPES = (PROFILE, RATES, OFFERS)
_NUMBERS = numbers_of(access_pb2.DelegableScope.DESCRIPTOR)


def numbers(*scopes: str) -> list[Any]:
    """Scopes as a message has them."""
    return [_NUMBERS[scope] for scope in scopes]


def party(party_id: str = CREATOR, kind: PartyKind = PartyKind.CREATOR, **fields: Any) -> Party:
    """A party; a creator has a handle of its id."""
    handle = party_id.replace("_", "") if kind is PartyKind.CREATOR else None
    credentials = (Credential(f"cl_{party_id}", "hash", START),)
    given = {"name": party_id, "created_at": START, "updated_at": START, "country": "US", "handle": handle}
    return Party(party_id, kind, **{"credentials": credentials, **given, **fields})


def delegation(delegation_id: str = "dg_1", **fields: Any) -> Delegation:
    """A delegation of AGENCY and CREATOR; active unless said otherwise."""
    given: dict[str, Any] = {
        "creator_id": CREATOR,
        "agency_id": AGENCY,
        "state": DelegationState.ACTIVE,
        "scopes": SCOPES,
        "requested_scopes": SCOPES,
        "purpose": "All of it",
        "consent_text": "May I?",
        "consent_hash": "0" * 64,
        "requested_at": START,
        "requested_by": "cl_1",
    }
    return Delegation(id=delegation_id, **(given | fields))


def pair(*open_: Delegation, **fields: Any) -> Pair:
    """The pair of AGENCY and CREATOR with these delegations, each in its place."""
    places = {"requested": "requested", "active": "active"}
    held = {places.get(each.state.value, "ended"): each for each in open_}
    return Pair(f"{AGENCY}:{CREATOR}", **({"version": 1} | held | fields))


def rate(deliverable: str = "video", amount: int = 100, currency: str = "USD", **fields: Any) -> Rate:
    """A rate."""
    return Rate(deliverable, Money(amount, currency), **fields)


def card(creator_id: str = CREATOR, **fields: Any) -> RateCard:
    """A rate card."""
    return RateCard(creator_id, **fields)


def entry(action: str = "x", **fields: Any) -> Activity:
    """An entry that has not yet joined its chain."""
    given: dict[str, Any] = {
        "creator_id": CREATOR,
        "at": START,
        "actor_id": AGENCY,
        "actor_kind": PartyKind.AGENCY,
        "decision": "allowed",
    }
    return Activity(action=action, **(given | fields))


def chain(store: Any, creator_id: str = CREATOR) -> list[Activity]:
    """A creator's whole log, oldest first, from either store."""
    return list(store.activity(creator_id, "", asked("sequence", 100_000)))


def item(creator_id: str = CREATOR, **fields: Any) -> RosterItem:
    """A line of the roster; keyword arguments of RosterItem, Party (`stats`, `name`, …) or `tags`."""
    own = {name: fields.pop(name) for name in tuple(fields) if name in Party.__dataclass_fields__}
    granted_at = fields.pop("granted_at", START)
    labels = Labels(f"{AGENCY}:{creator_id}", tags=fields.pop("tags", ()))
    return RosterItem(
        creator=party(creator_id, **own),
        delegation=fields.pop("delegation", delegation(creator_id=creator_id, granted_at=granted_at)),
        labels=labels,
        starting_rate=fields.pop("starting_rate", None),
        open_offers=fields.pop("open_offers", None),
        updated_at=fields.pop("updated_at", START),
    )


def stats(followers: int | None = None, **fields: Any) -> Stats:
    """Headline statistics."""
    return Stats(followers=followers, **fields)
