"""What can be asked of metrics: one command a use case, its fields named as those of the message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.metrics.domain.audience import Dimensions
from services.metrics.domain.provenance import Actor


@dataclass(frozen=True)
class CreateAudience:
    """A party brings an audience breakdown of a creator."""

    by: Actor
    creator_id: str
    dimensions: Dimensions
    captured_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class ImportSnapshots:
    """A party uploads snapshots, under the id that the import gets."""

    by: Actor
    import_id: str


@dataclass(frozen=True)
class WithdrawImport:
    """A party withdraws an import: its own, or any as the operator."""

    by: Actor
    import_id: str
