"""Brings the figures in: the snapshots under the handles of the demo's creators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from services.cli.demo.history import SHIFTED, Row, history, written
from services.cli.demo.parties import CREATORS
from services.cli.demo.session import Session
from services.cli.demo.tables import snapshots

HANDLES = {creator.snapshots: creator.handle for creator in CREATORS if creator.snapshots}
"""The demo's handles by those of the real figures."""


def bring(session: Session) -> dict[str, Any]:
    """Imports the snapshots, unless an earlier run did; returns what became of them."""
    rows = figures(session)
    if _is_there(session, len(rows)):
        return {"accepted": 0, "duplicates": len(rows), "rejected": []}
    report = session.operator.import_snapshots(content=written(rows), content_type="text/csv")
    if report["accepted"]:
        session.changed(f"{report['accepted']} snapshots")
    return {name: report[name] for name in ("accepted", "duplicates", "rejected")}


def figures(session: Session) -> Sequence[Row]:
    """All rows. The newest was taken the day before the demo was first loaded, whenever that was."""
    real = [row | {"creator": HANDLES[row["creator"]]} for row in snapshots()]
    return history(real, session.begun() - timedelta(days=1))


def _is_there(session: Session, rows: int) -> bool:
    """Whether an import of theirs came to its end, and stands."""
    return any(
        each["state"] == "finished"
        and each["note"] == SHIFTED
        and each["accepted"] + each["duplicates"] == rows
        for each in session.operator.list_imports()
    )
