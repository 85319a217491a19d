"""Which agencies read which creators' offers: taken over from roster, and carried on the offers themselves.

A projection: roster is asked at each page who may be read now, so that what stands here decides where the
inbox finds an offer and never whether it is shown. Dropped, it is made again from roster's answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pymongo import UpdateOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from services.campaigns.domain.inbox import ReadableChange
from services.campaigns.store.documents import GrantDocument, MarkerDocument, OfferDocument

DUPLICATE = 11000


def _grants() -> Collection[dict[str, Any]]:
    return GrantDocument._get_collection()  # type: ignore[no-any-return]


def _offers() -> Collection[dict[str, Any]]:
    return OfferDocument._get_collection()  # type: ignore[no-any-return]


def agencies_reading(creator_id: str) -> set[str]:
    """The agencies that read a creator's offers, as far as is known."""
    rows = _grants().find({"creator_id": creator_id, "readable": True}, {"agency_id": 1})
    return {row["agency_id"] for row in rows}


def carry_grants(
    offers: Collection[dict[str, Any]], offer_id: str, creator_id: str, written: set[str]
) -> None:
    """Has a new offer, inserted with the agencies `written`, carry what is known by now, or becomes so."""
    carried = written
    while (known := agencies_reading(creator_id)) != carried:
        offers.update_one({"_id": offer_id}, {"$addToSet": {"agencies": {"$each": sorted(known)}}})
        offers.update_one({"_id": offer_id}, {"$pull": {"agencies": {"$in": sorted(carried - known)}}})
        row = offers.find_one({"_id": offer_id}, {"agencies": 1}) or {}
        carried = set(row.get("agencies", ()))


class GrantQueries:
    """The part of the store that follows who reads whose offers."""

    def marker(self, agency_id: str) -> str:
        """Up to where the agency's changes have been taken over; empty before the first."""
        row = MarkerDocument._get_collection().find_one({"_id": agency_id})
        return row["marker"] if row else ""

    def put_marker(self, agency_id: str, marker: str) -> None:
        """Notes it, after the changes up to there have been taken over."""
        change = {"$set": {"marker": marker}}
        MarkerDocument._get_collection().update_one({"_id": agency_id}, change, upsert=True)

    def take_over(self, agency_id: str, changes: Iterable[ReadableChange]) -> None:
        """Has the creators' offers carry `changes`; what is known already, or was overtaken, changes nothing.

        First the grants are written, then the offers. Where another process has written a later change of
        a creator meanwhile, her offers are written once more, so that the last one to write knew it.
        """
        pending = self._note(agency_id, list(changes))
        while pending:
            rows = list(_grants().find({"_id": {"$in": pending}}))
            for readable in (True, False):
                _carry(
                    agency_id, [row["creator_id"] for row in rows if row["readable"] is readable], readable
                )
            pending = _not_applied(rows)

    def _note(self, agency_id: str, changes: list[ReadableChange]) -> list[str]:
        """Writes the grants that are new; returns the ids of those that the offers do not carry yet."""
        latest = {
            f"{agency_id}:{each.creator_id}": each for each in sorted(changes, key=lambda each: each.at)
        }
        if not latest:
            return []
        rows = _grants().find({"_id": {"$in": list(latest)}})
        known = {row["_id"]: row["at"] for row in rows if row["applied"]}
        fresh = {key: each for key, each in latest.items() if key not in known or known[key] < each.at}
        if fresh:
            _write([_grant(agency_id, key, each) for key, each in fresh.items()])
        return list(fresh)


def _grant(agency_id: str, key: str, change: ReadableChange) -> UpdateOne:
    fields = {
        "agency_id": agency_id,
        "creator_id": change.creator_id,
        "readable": change.readable,
        "at": change.at,
        "applied": False,
    }
    return UpdateOne({"_id": key, "at": {"$lt": change.at}}, {"$set": fields}, upsert=True)


def _write(writes: list[UpdateOne]) -> None:
    """Writes what is later than what stands.

    A duplicate may be a change that another process wrote first at the same moment, and that is older: the
    second time it stands, and is compared. A duplicate then is this change, or a later one.
    """
    if refused := _refused(writes):
        _refused(refused)


def _refused(writes: list[UpdateOne]) -> list[UpdateOne]:
    try:
        _grants().bulk_write(writes, ordered=False)
    except BulkWriteError as error:
        failed = error.details["writeErrors"]
        if any(each["code"] != DUPLICATE for each in failed):
            raise
        return [writes[each["index"]] for each in failed]
    return []


def _carry(agency_id: str, creator_ids: list[str], readable: bool) -> None:
    if not creator_ids:
        return
    hers: dict[str, Any] = {"creator_id": {"$in": creator_ids}}
    if readable:
        _offers().update_many(hers | {"agencies": {"$ne": agency_id}}, {"$addToSet": {"agencies": agency_id}})
    else:
        _offers().update_many(hers | {"agencies": agency_id}, {"$pull": {"agencies": agency_id}})


def _not_applied(rows: list[dict[str, Any]]) -> list[str]:
    """Marks the grants that the offers carry now; returns those that have changed meanwhile."""
    exact = [{"_id": row["_id"], "at": row["at"]} for row in rows]
    _grants().bulk_write([UpdateOne(each, {"$set": {"applied": True}}) for each in exact], ordered=False)
    now = {row["_id"]: row["at"] for row in _grants().find({"_id": {"$in": [row["_id"] for row in rows]}})}
    return [row["_id"] for row in rows if now.get(row["_id"], row["at"]) != row["at"]]
