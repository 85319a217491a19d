"""A document by its id: asked for by a plain command, and once more where the primary has changed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from pymongo.errors import AutoReconnect, NotPrimaryError, OperationFailure, ServerSelectionTimeoutError

from services.shared.lookups import by_id

ROW = {"_id": "cr_1", "name": "Zoë"}


class Collection:
    """A collection whose database answers a command with rows or an error."""

    name, codec_options = "parties", None

    def __init__(self, answer: Any) -> None:
        self.database = SimpleNamespace(command=self._command)
        self._answer, self.tried_again = answer, 0

    def _command(self, verb: str, name: str, **given: Any) -> Any:
        assert (verb, name, given["filter"]) == ("find", "parties", {"_id": "cr_1"})
        if isinstance(self._answer, Exception):
            raise self._answer
        return {"cursor": {"firstBatch": self._answer}}

    def find_one(self, query: Any, projection: Any) -> Any:
        assert (query, projection) == ({"_id": "cr_1"}, {"outbox": 0})
        self.tried_again += 1
        return ROW


def found(collection: Any) -> Any:
    return by_id(collection, "cr_1", {"outbox": 0})


@pytest.mark.parametrize(("rows", "row"), [([ROW], ROW), ([], None)])
def test_the_document_or_none(rows: list[Any], row: Any) -> None:
    assert found(Collection(rows)) == row


@pytest.mark.parametrize("error", [AutoReconnect("closed"), NotPrimaryError("not primary")])
def test_it_is_tried_again_where_the_primary_has_changed(error: Exception) -> None:
    collection = Collection(error)
    assert found(collection) == ROW
    assert collection.tried_again == 1


@pytest.mark.parametrize("error", [ServerSelectionTimeoutError("nobody"), OperationFailure("refused", 13)])
def test_what_another_try_cannot_mend_is_raised(error: Exception) -> None:
    collection = Collection(error)
    with pytest.raises(type(error)):
        found(collection)
    assert not collection.tried_again
