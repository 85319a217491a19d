"""Receipts: what was asked, shown and granted, with every later change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.roster.domain.delegations import Change, Delegation


@dataclass(frozen=True)
class Receipt:
    """A delegation with its changes, oldest first."""

    delegation: Delegation
    changes: tuple[Change, ...]
    issued_at: datetime
