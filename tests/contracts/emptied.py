"""A real store that is emptied for each test: to migrate it each time would take longer than most tests."""

from __future__ import annotations

from collections.abc import Iterable

from mongoengine import Document


def empty(documents: Iterable[type[Document]]) -> None:
    """Removes everything of these classes."""
    for document in documents:
        document._get_collection().delete_many({})
