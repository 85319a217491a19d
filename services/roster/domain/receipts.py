"""Receipts: what was asked, shown and granted, with every later change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.roster.domain.delegations import Change, Delegation


@dataclass(frozen=True)
class Receipt:
    """A delegation with its changes, oldest first; `names` are those of its two parties, by id."""

    delegation: Delegation
    names: Mapping[str, str] = field(repr=False)
    changes: tuple[Change, ...]
    issued_at: datetime
