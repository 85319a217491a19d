"""What end-to-end tests need of any installation whose operator they are."""

from __future__ import annotations

import pytest

from tests.e2e.api import Actor, Operator


@pytest.fixture(scope="module")
def parties(operator: Operator) -> dict[str, Actor]:
    """An agency, a brand and a creator of this module's own."""
    return {"agency": operator.agency(), "brand": operator.brand(), "creator": operator.creator()}
