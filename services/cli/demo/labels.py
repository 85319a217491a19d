"""What the first agency notes about its creators; the labels stand in `data/labels.toml`."""

from __future__ import annotations

from dataclasses import dataclass

from services.cli.demo.parties import AGENCIES
from services.cli.demo.session import Session
from services.cli.demo.tables import rows


@dataclass(frozen=True)
class Labels:
    """An agency's tags and notes on a creator."""

    creator: str
    tags: tuple[str, ...] = ()
    notes: str = ""


LABELS = tuple(Labels(**row | {"tags": tuple(row["tags"])}) for row in rows("labels.toml", "labels"))


def label(session: Session, labels: Labels) -> None:
    """Sets the labels of a creator who never had any, where she is still on the roster."""
    api, creator_id = session.api(AGENCIES[0].key), session.id(labels.creator)
    known = api.get_labels(creator_id)
    if not known["version"]:
        api.put_labels(creator_id, if_match=known, tags=labels.tags, notes=labels.notes)
        session.changed(f"{labels.creator}-labels")
