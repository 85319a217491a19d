"""The activity log, refusals and offers in memory."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from services.roster.domain.activity import Activity, Checkpoint
from services.roster.domain.refusals import Tallied, Tally
from services.shared.clock import rfc3339
from services.shared.hashchain import Head


class ActivityLog:
    def __init__(self) -> None:
        self.log: dict[str, list[Activity]] = {}
        self.signed: list[Checkpoint] = []
        self.up_to: datetime | None = None
        self._written: list[tuple[datetime, str]] = []
        self._turn = threading.Lock()

    def append_activities(self, entries: Sequence[Activity], now: datetime) -> list[Activity]:
        """Adds linked entries; returns those whose place was taken, leaves out those of a known event."""
        with self._turn:
            return [entry for entry in entries if not self._placed(entry, now)]

    def _placed(self, entry: Activity, now: datetime) -> bool:
        chain = self.log.setdefault(entry.creator_id, [])
        if any(each.sequence == entry.sequence for each in chain):
            return False
        known = entry.event_id and any(each.event_id == entry.event_id for each in chain)
        if not known:
            chain.append(entry)
            self._written.append((now, entry.creator_id))
        return True

    def heads(self, creator_ids: Collection[str]) -> dict[str, Head]:
        """The newest entry of each creator's log; those without one are left out."""
        chains = {creator_id: self._chain(creator_id) for creator_id in creator_ids}
        return {name: Head(chain[-1].sequence, chain[-1].hash) for name, chain in chains.items() if chain}

    def activity(self, creator_id: str, actor_id: str, before: int, limit: int) -> list[Activity]:
        """Entries newest first."""
        return [
            each
            for each in reversed(self._chain(creator_id))
            if (not actor_id or each.actor_id == actor_id) and (not before or each.sequence < before)
        ][:limit]

    def records(self, creator_id: str, after: int, limit: int) -> list[dict[str, Any]]:
        """Entries as the API shows them, ascending."""
        return [each.record() for each in self._chain(creator_id) if each.sequence > after][:limit]

    def _chain(self, creator_id: str) -> list[Activity]:
        return sorted(self.log.get(creator_id, ()), key=lambda each: each.sequence)

    def written_since(self, after: datetime, until: datetime, limit: int) -> list[tuple[datetime, str]]:
        """When entries were written, and in whose log."""
        return sorted(each for each in self._written if after < each[0] <= until)[:limit]

    def append_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Adds a checkpoint; the same one twice is one."""
        if checkpoint not in self.signed:
            self.signed.append(checkpoint)

    def checkpoints(
        self, creator_id: str, before: tuple[int, str] | None, limit: int, sequence: int | None = None
    ) -> list[Checkpoint]:
        """Checkpoints, newest first."""
        place = {id(each): (each.sequence, rfc3339(each.at)) for each in self.signed}
        own = [each for each in self.signed if each.creator_id == creator_id]
        wanted = [each for each in own if sequence in (None, each.sequence)]
        older = [each for each in wanted if before is None or place[id(each)] < before]
        return sorted(older, key=lambda each: place[id(each)], reverse=True)[:limit]

    def checkpoint_hashes(self, creator_id: str, after: int, until: int) -> list[tuple[int, str]]:
        """Sequence and hash of the checkpoints above one sequence and up to another."""
        own = [each for each in self.signed if each.creator_id == creator_id]
        return sorted((each.sequence, each.hash) for each in own if after < each.sequence <= until)

    def checkpoints_up_to(self) -> datetime | None:
        """Until when everything that was written has been looked at."""
        return self.up_to

    def put_checkpoints_up_to(self, at: datetime) -> None:
        """Notes it; it never goes back."""
        self.up_to = max(at, self.up_to or at)


class Refusals:
    def __init__(self) -> None:
        self.tallies: dict[str, dict[str, Any]] = {}
        self._counting = threading.Lock()

    def note_refusal(self, tally: Tally, entry: Activity) -> bool:
        """Whether the refusal has to be logged now; otherwise it has been counted."""
        with self._counting:
            blank = {"callers": [], "count": 0, "ends_at": tally.ends_at, "latest": None, "closed": False}
            row = self.tallies.setdefault(tally.id, blank)
            if row["closed"]:
                return True
            if entry.actor_id not in row["callers"] and len(row["callers"]) < tally.most:
                row["callers"].append(entry.actor_id)
                return True
            row["count"] += 1
            row["latest"] = entry
            return False

    def ended_tallies(self, now: datetime, limit: int) -> list[str]:
        """Tallies whose window has passed, those that ended first to begin with."""
        ended = [(row["ends_at"], name) for name, row in self.tallies.items() if row["ends_at"] <= now]
        return [name for _, name in sorted(ended)][:limit]

    def close_tally(self, tally_id: str) -> Tallied:
        """What a tally has counted; from now on nothing is added to it."""
        row = self.tallies.get(tally_id)
        if row is None:
            return Tallied(tally_id, 0, None)
        row["closed"] = True
        return Tallied(tally_id, row["count"], row["latest"])

    def drop_tally(self, tally_id: str) -> None:
        """Forgets a tally."""
        self.tallies.pop(tally_id, None)


class Offers:
    def __init__(self) -> None:
        self.offers: dict[str, dict[str, Any]] = {}

    def open_offers(self, creator_ids: Iterable[str]) -> dict[str, int]:
        """How many offers are pending, by creator; none where a creator is left out."""
        wanted = set(creator_ids)
        pending = [each["creator_id"] for each in self.offers.values() if each["pending"]]
        return {creator: pending.count(creator) for creator in pending if creator in wanted}

    def waiting_offers(
        self, awaiting: Sequence[str], *, creator_ids: Collection[str] = (), brand_id: str = ""
    ) -> int:
        """How many pending offers of the creators, or of the brand, await one of these."""
        mine = [
            each
            for each in self.offers.values()
            if (each["brand_id"] == brand_id if brand_id else each["creator_id"] in creator_ids)
        ]
        return sum(each["pending"] and each["awaiting"] in awaiting for each in mine)

    def put_offer(
        self,
        offer_id: str,
        creator_id: str,
        pending: bool,
        version: int,
        *,
        awaiting: str = "",
        brand_id: str = "",
    ) -> None:
        """Notes what an offer is now; an older version changes nothing."""
        if version > self.offers.get(offer_id, {"version": -1})["version"]:
            self.offers[offer_id] = {
                "creator_id": creator_id,
                "brand_id": brand_id,
                "pending": pending,
                "awaiting": awaiting,
                "version": version,
            }

    def drop_offers(self) -> None:
        """Empties the projection."""
        self.offers.clear()
