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
from services.shared.paging import PageRequest
from tests.fakes.roster.delegations import Delegations


class ActivityLog:
    def __init__(self) -> None:
        self.log: dict[str, list[Activity]] = {}
        self.signed: list[Checkpoint] = []
        self.up_to: datetime | None = None
        self._written: dict[tuple[str, int], datetime] = {}
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
            self._written[entry.creator_id, entry.sequence] = now
        return True

    def heads(self, creator_ids: Collection[str]) -> dict[str, Head]:
        """The newest entry of each creator's log; those without one are left out."""
        chains = {creator_id: self._chain(creator_id) for creator_id in creator_ids}
        return {name: Head(chain[-1].sequence, chain[-1].hash) for name, chain in chains.items() if chain}

    def activity(self, creator_id: str, actor_id: str, page: PageRequest) -> list[Activity]:
        """Entries for a page, and one more."""
        own = [each for each in self._chain(creator_id) if actor_id in ("", each.actor_id)]
        wanted = [each for each in own if page.is_behind((each.sequence,))]
        times = self._written
        fresh = [each for each in wanted if not page.since or times[creator_id, each.sequence] >= page.since]
        return (fresh[::-1] if page.descending else fresh)[: page.limit]

    def records(self, creator_id: str, after: int, limit: int) -> list[dict[str, Any]]:
        """Entries as the API shows them, ascending."""
        return [each.record() for each in self._chain(creator_id) if each.sequence > after][:limit]

    def _chain(self, creator_id: str) -> list[Activity]:
        return sorted(self.log.get(creator_id, ()), key=lambda each: each.sequence)

    def written_since(self, after: datetime, until: datetime, limit: int) -> list[tuple[datetime, str]]:
        """When entries were written, and in whose log."""
        rows = ((at, creator_id) for (creator_id, _), at in self._written.items())
        return sorted(each for each in rows if after < each[0] <= until)[:limit]

    def append_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Adds a checkpoint; the same one twice is one."""
        if checkpoint not in self.signed:
            self.signed.append(checkpoint)

    def checkpoints(
        self, creator_id: str, page: PageRequest, sequence: int | None = None
    ) -> list[Checkpoint]:
        """Checkpoints for a page, and one more."""

        def place(each: Checkpoint) -> tuple[int, str]:
            return each.sequence, rfc3339(each.at)

        own = [each for each in self.signed if each.creator_id == creator_id]
        wanted = [each for each in own if sequence in (None, each.sequence) and page.is_behind(place(each))]
        since = page.since.replace(microsecond=0) if page.since else None
        fresh = [each for each in wanted if since is None or each.at >= since]
        return sorted(fresh, key=place, reverse=page.descending)[: page.limit]

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


class Offers(Delegations):
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
        known = self.offers.get(offer_id, {"pending": False, "version": -1})
        if pending != known["pending"]:
            self.touch_lines(creator_id)
        if version > known["version"]:
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
