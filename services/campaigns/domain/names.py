"""Campaigns, brands and creators by name, as answers show them beside their ids."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """A brand or a campaign by its name."""

    id: str
    name: str


@dataclass(frozen=True)
class NamedCreator:
    """A creator by her handle and her name; both are empty where they are not known."""

    id: str
    handle: str = ""
    display_name: str = ""
