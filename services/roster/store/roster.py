"""A page of an agency's roster, read off one index.

The record of a delegation carries a copy of what its creator is sorted and found by. The domain decides
what is shown and in which order: here it is only made sure that all which belongs on a page is among what
it gets, and, where an index can tell, not much else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from services.roster.domain.delegations import OPEN, Delegation, DelegationState
from services.roster.domain.rates import Rate, starting_rate
from services.roster.domain.roster import PROFILE, RATES, TIMES, Selection, Standing
from services.roster.domain.search import path_and_above
from services.roster.store.documents import (
    DelegationDocument,
    LabelsDocument,
    PartyDocument,
    RateCardDocument,
)
from services.roster.store.indexes import ROSTER_ORDERS, roster_index
from services.shared.documents import converter
from services.shared.paging import unknown_cursor

Query = dict[str, Any]

TOUCHED: Query = {"$currentDate": {"line_updated_at": True}}
"""Part of every write that changes what a roster shows."""

_STATS = ("followers", "average_views", "engagement_rate")
_SCOPES = {**dict.fromkeys(_STATS, PROFILE), "starting_rate": RATES}
"""The scope under which a value may be shown, where it needs one."""


class RosterQueries:
    """The part of the store that an agency's roster is read from."""

    def show_creator(self, creator_id: str) -> None:
        """Brings the copies on her open delegations up to date; repeated or late, it spoils nothing."""
        party = PartyDocument._get_collection().find_one({"_id": creator_id})
        if party is not None:
            _copy(creator_id, "creator", _copy_of(party))

    def show_rates(self, creator_id: str) -> None:
        """As `show_creator`, for what is copied of her rate card."""
        row = RateCardDocument._get_collection().find_one({"_id": creator_id})
        if row is not None:
            rates = tuple(converter.structure(each, Rate) for each in row["rates"])
            lowest = starting_rate(rates)
            amount = lowest.price.amount_minor if lowest and lowest.price else None
            _copy(creator_id, "starting_rate", {"version": row["version"], "amount_minor": amount})

    def touch_lines(self, creator_id: str, agency_id: str = "") -> None:
        """Notes that what rosters show of her, or that of one agency, changes now."""
        mine = _open_of(creator_id) | ({"agency_id": agency_id} if agency_id else {})
        DelegationDocument._get_collection().update_many(mine, TOUCHED)

    def on_roster(self, wanted: Selection) -> list[Standing]:
        """What is in force, at least all whose lines belong on the page.

        They are not more than `limit` where the order is one of ROSTER_ORDERS and no tag is asked for.
        """
        query = _matching(wanted)
        name = wanted.sort.removeprefix("-")
        if wanted.filter.tag:
            query["creator_id"] = {"$in": _tagged(wanted.agency_id, wanted.filter.tag.lower())}
        elif wanted.filter.creator_id:
            query["creator_id"] = wanted.filter.creator_id
        elif name in ROSTER_ORDERS:
            return list(_ordered(query, name, wanted))
        return [_standing(row) for row in DelegationDocument._get_collection().find(query)]


def delegation_from(row: Query) -> Delegation:
    """The delegation that a record holds."""
    return converter.structure({**row, "id": row["_id"]}, Delegation)


def _standing(row: Query) -> Standing:
    return Standing(delegation_from(row), row["line_updated_at"])


def _copy(creator_id: str, field: str, value: Query) -> None:
    """Writes a copy to her open delegations, where none of the same version or a later one is."""
    older = {f"{field}.version": {"$not": {"$gte": value["version"]}}}
    change = {"$set": {field: value}, **TOUCHED}
    DelegationDocument._get_collection().update_many(_open_of(creator_id) | older, change)


def _open_of(creator_id: str) -> Query:
    return {"creator_id": creator_id, "state": {"$in": [state.value for state in OPEN]}}


def _copy_of(party: Query) -> Query:
    """What a roster is sorted and filtered by; a category stands for all that are above it, too."""
    return {
        "version": party["version"],
        "suspended": party.get("suspension") is not None,
        "handle": party.get("handle"),
        "name": party["name"].lower(),
        "country": party.get("country"),
        "categories": sorted({above for path in party["categories"] for above in path_and_above(path)}),
        **{name: party["stats"].get(name) for name in _STATS},
    }


def _matching(wanted: Selection) -> Query:
    """What an active delegation must be like to be shown, its creator's tags excepted."""
    chosen, lasting = wanted.filter, [{"expires_at": None}, {"expires_at": {"$gt": wanted.now}}]
    query: Query = {
        "agency_id": wanted.agency_id,
        "state": DelegationState.ACTIVE.value,
        "creator.suspended": {"$ne": True},
        "$and": [{"$or": lasting}],
    }
    if sought := chosen.q.strip().lower().removeprefix("@"):
        within = [{"$indexOfCP": [f"$creator.{name}", {"$literal": sought}]} for name in ("handle", "name")]
        query["$expr"] = {"$or": [{"$gte": [place, 0]} for place in within]}
    if chosen.category:
        query["creator.categories"] = chosen.category
    if chosen.country:
        query["creator.country"] = chosen.country.upper()
    bounds = {"$gte": chosen.min_followers, "$lte": chosen.max_followers}
    if wanted.limited_to:
        query["$and"].append({"creator_id": {"$in": sorted(wanted.limited_to)}})
    given = {name: value for name, value in bounds.items() if value is not None}
    if chosen.updated_since:
        query["$and"].append({"line_updated_at": {"$gte": chosen.updated_since}})
    if given:
        query["$and"] += [{"creator.followers": given}, {"scopes": PROFILE}]
    return query


def _tagged(agency_id: str, tag: str) -> list[str]:
    """The creators on whom the agency has put a tag."""
    query = {"_id": {"$gt": f"{agency_id}:", "$lt": f"{agency_id};"}, "tags": tag}
    return [row["_id"].split(":")[1] for row in LabelsDocument._get_collection().find(query, {"_id": 1})]


def _ordered(query: Query, name: str, wanted: Selection) -> Iterable[Standing]:
    """The first `limit` behind the place: those with a known value by it, then the others by creator."""
    field, down, limit = ROSTER_ORDERS[name], wanted.sort.startswith("-"), wanted.limit
    scope = _SCOPES.get(name, "")
    permitted = not scope or scope in wanted.token_scopes
    known, unknown = _known_and_unknown(field, scope, permitted)
    found: list[Query] = []
    value, creator_id = _place(name, wanted.after)
    rows = DelegationDocument._get_collection()
    if permitted and (value is not None or not wanted.after):
        behind = _behind(field, value, creator_id, down) if wanted.after else []
        cursor = rows.find({**query, "$and": [*query["$and"], *known, *behind]})
        order = [(field, -1 if down else 1), ("creator_id", 1)]
        found += cursor.sort(order).hint(roster_index(name, down=down)).limit(limit)
    if len(found) < limit:
        behind = [{"creator_id": {"$gt": creator_id}}] if wanted.after and value is None else []
        cursor = rows.find({**query, "$and": [*query["$and"], *unknown, *behind]})
        found += cursor.sort("creator_id", 1).hint("one_active").limit(limit - len(found))
    return map(_standing, found)


def _known_and_unknown(field: str, scope: str, permitted: bool) -> tuple[list[Query], list[Query]]:
    """How delegations are told apart whose creator's value may be shown: where they grant `scope`, if any."""
    if not permitted:
        return [], []
    if not scope:
        return [{field: {"$ne": None}}], [{field: None}]
    known: list[Query] = [{field: {"$ne": None}}, {"scopes": scope}]
    return known, [{"$or": [{field: None}, {"scopes": {"$ne": scope}}]}]


def _behind(field: str, value: Any, creator_id: str, down: bool) -> list[Query]:
    further, from_here = ("$lt", "$lte") if down else ("$gt", "$gte")
    same = {field: value, "creator_id": {"$gt": creator_id}}
    # The first bounds the scan of the index, which the alternatives alone would not.
    return [{field: {from_here: value}}, {"$or": [{field: {further: value}}, same]}]


def _place(name: str, after: tuple[Any, ...]) -> tuple[Any, str]:
    """The value and the creator's id behind which the page begins; raises Invalid."""
    value, creator_id = after or (None, "")
    if name in TIMES and value is not None:
        try:
            value = datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise unknown_cursor() from error
    return value, creator_id
