"""What cookies hold: JSON, encrypted with a key that all replicas share and nobody else knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.shared.sealing import Seals

LARGEST = 3800
"""Characters of a cookie; browsers drop one that is larger than 4096 bytes with its name and attributes."""


class TooLong(ValueError):
    """What was to be kept does not fit into a cookie."""


class Vault(Seals):
    """Seals what fits into a cookie, and opens it."""

    def __init__(self, keys: str) -> None:
        super().__init__("cookie", keys)

    def seal(self, use: str, content: Mapping[str, Any]) -> str:
        """The content for one use; raises TooLong."""
        sealed = super().seal(use, content)
        if len(sealed) > LARGEST:
            raise TooLong(f"{len(sealed)} characters do not fit into a cookie.")
        return sealed
