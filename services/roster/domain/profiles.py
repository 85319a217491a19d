"""What a creator says of herself, and who may find her."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.roster.domain.commands import ChangeProfile, ChangeVisibility
from services.roster.domain.delegations import check_version
from services.roster.domain.parties import Party
from services.shared.codes import FieldCode
from services.shared.errors import invalid

_NEVER_EMPTY = frozenset({"display_name", "country", "listed", "found_by_handle", "public_rates"})


def change_profile(party: Party, command: ChangeProfile, now: datetime) -> Party:
    """The creator with some of her profile changed; itself where nothing is. Raises Stale and Invalid."""
    check_version(party.version, command.expected_version)
    named = _checked(command.changes)
    if "display_name" in named:
        named["name"] = named.pop("display_name").strip()
    return _updated(party, replace(party, **named), now)


def change_visibility(party: Party, command: ChangeVisibility, now: datetime) -> Party:
    """The creator with what is named of her visibility changed; itself where nothing is. Raises as above."""
    check_version(party.version, command.expected_version)
    visibility = replace(party.visibility, **_checked(command.changes))
    return _updated(party, replace(party, visibility=visibility), now)


def _updated(before: Party, after: Party, now: datetime) -> Party:
    return before if after == before else replace(after, updated_at=now)


def _checked(changes: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    """What is to be changed; null, which empties a field, is for those that can be empty."""
    for name, value in changes:
        if name in _NEVER_EMPTY and (value is None or (isinstance(value, str) and not value.strip())):
            raise invalid(name, "is required", FieldCode.REQUIRED)
    return dict(changes)
