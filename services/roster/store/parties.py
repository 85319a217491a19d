"""Parties in MongoDB, each creator with her handle."""

from __future__ import annotations

from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from services.roster.domain.parties import Party
from services.roster.store.documents import HandleDocument, PartyDocument
from services.shared.commands import Commit, Duplicate
from services.shared.documents import MongoRepository


class PartyRepository(MongoRepository[Party]):
    """Parties. A handle is taken by the same transaction that inserts its creator, and kept for good."""

    def __init__(self) -> None:
        super().__init__(PartyDocument, Party)

    def insert(self, aggregate: Party, commit: Commit) -> None:
        """As in MongoRepository; raises Duplicate where the handle is another creator's as well."""
        if aggregate.handle is None:
            super().insert(aggregate, commit)
            return
        handle, row = {"_id": aggregate.handle, "party_id": aggregate.id}, self._row(aggregate, commit)

        def write(session: ClientSession) -> None:
            HandleDocument._get_collection().insert_one(handle, session=session)
            self.collection.insert_one(row, session=session)

        try:
            with self.collection.database.client.start_session() as session:
                session.with_transaction(write)
        except DuplicateKeyError as error:
            raise Duplicate(str(error)) from error
