"""The attacks run on the same real Callboard as the end-to-end tests."""

from __future__ import annotations

from tests.e2e.conftest import installation, operator
from tests.e2e.fixtures import parties

__all__ = ["installation", "operator", "parties"]
