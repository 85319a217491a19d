"""The records of imports, and the removal of rows that one brought."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from services.metrics.domain.imports import Import, ImportState, Progress
from services.metrics.store.documents import (
    AccountDocument,
    DiscardDocument,
    SnapshotDocument,
)
from services.shared.documents import HISTORY, MongoRepository
from services.shared.paging import PageRequest
from services.shared.queries import index_of, listed


class ImportQueries:
    """The part of the store that knows imports."""

    imports: MongoRepository[Import]

    def imports_of(
        self, party_id: str, state: ImportState | None, page: PageRequest, person_id: str = ""
    ) -> list[Import]:
        """The imports of a party, of all where empty, for a page, and one more; only one person's of it."""
        query: dict[str, Any] = {"party_id": party_id} if party_id else {}
        query |= {"person_id": person_id} if person_id else {}
        query["state"] = {"$in": sorted(each.value for each in ImportState if state in {None, each})}
        whose = "person" if person_id else "importer" if party_id else "everybody"
        index, sorts = index_of(page, whose, f"{whose}_updated")
        found = listed(self.imports.collection, query, page, index, HISTORY, sorts=sorts)
        return [self.imports.load(row) for row in found]

    def beat(self, import_id: str, progress: Progress, now: datetime) -> bool:
        """Notes that an import goes on, and how far it is; False where it is no longer running."""
        change = {"$set": {"seen_at": now, "updated_at": now, **asdict(progress)}, "$inc": {"version": 1}}
        running = {"_id": import_id, "state": ImportState.RUNNING.value}
        return bool(self.imports.collection.update_one(running, change).matched_count)

    def abandoned_imports(self, silent_since: datetime, limit: int) -> list[Import]:
        """Imports that should be running but have not been heard of since then."""
        query = {"state": ImportState.RUNNING.value, "seen_at": {"$lt": silent_since}}
        return list(self.imports.find(query, limit=limit))

    def withdrawn_imports(self, silent_since: datetime, limit: int) -> list[Import]:
        """Imports that are being withdrawn, and bring no more rows: ended, or not heard of since then."""
        ended = [{"ended_at": {"$ne": None}}, {"seen_at": {"$lt": silent_since}}]
        return list(self.imports.find({"state": ImportState.WITHDRAWING.value, "$or": ended}, limit=limit))

    def discard_batch(self, import_id: str, batch: int, accounts: Collection[str]) -> int:
        """Removes what a batch of an import brought for these accounts; returns how many rows that were."""
        rows = {"import_id": import_id, "batch": batch, "account": {"$in": list(accounts)}}
        return int(SnapshotDocument._get_collection().delete_many(rows).deleted_count)

    def discard_rows(self, import_id: str, settled: int, limit: int) -> int:
        """Removes up to `limit` rows of an import from batch `settled` on; returns how many there were.

        Which accounts lose rows is noted before they go, and `mark_discarded` tells the accounts when all
        have gone. So whoever dies in between, the next one to go on with it knows what to tell, and any
        number of processes may do the same work at the same time.
        """
        snapshots = SnapshotDocument._get_collection()
        query = {"import_id": import_id, "batch": {"$gte": settled}}
        rows = list(snapshots.find(query, {"account": 1, "captured_at": 1}, limit=limit))
        if not rows:
            return 0
        since: dict[str, datetime] = {}
        for row in rows:
            known = since.get(row["account"], row["captured_at"])
            since[row["account"]] = min(known, row["captured_at"])
        DiscardDocument._get_collection().bulk_write(
            [_note(import_id, account, moment) for account, moment in since.items()], ordered=False
        )
        # By import, too: another may have brought a row of the same id since it was removed here.
        snapshots.delete_many({"_id": {"$in": [row["_id"] for row in rows]}, "import_id": import_id})
        return len(rows)

    def mark_discarded(self, import_id: str, now: datetime, limit: int) -> int:
        """Makes up to `limit` accounts that lost rows stale; returns how many there were."""
        discards = DiscardDocument._get_collection()
        found = list(discards.find({"import_id": import_id}, limit=limit))
        if not found:
            return 0
        accounts = AccountDocument._get_collection()
        accounts.bulk_write([_mark(each, now) for each in found], ordered=False)
        # Last: where a process ends before, the accounts are marked once more, which does no harm.
        discards.delete_many({"_id": {"$in": [each["_id"] for each in found]}})
        return len(found)


def _note(import_id: str, account: str, since: datetime) -> UpdateOne:
    names = {"import_id": import_id, "account": account}
    change = {"$min": {"since": since}, "$setOnInsert": names}
    return UpdateOne({"_id": f"{import_id}|{account}"}, change, upsert=True)


def _mark(discard: dict[str, Any], now: datetime) -> UpdateOne:
    change = {
        "$min": {"stale_from": discard["since"]},
        "$set": {"marked_at": now, "withdrawn": True},
        "$inc": {"version": 1},
    }
    return UpdateOne({"_id": discard["account"]}, change)
