"""A gateway with one offer."""

from __future__ import annotations

import pytest

from tests.unit.portal.gateway import ME, FakeGateway, page
from tests.unit.portal.offers import PATH, message, offer, version


@pytest.fixture
def gateway() -> FakeGateway:
    """What the portal asks."""
    return FakeGateway(
        {
            "GET /v1/me": ME,
            "GET /v1/inbox": page(offer()),
            "GET /v1/roster": page(),
            f"GET {PATH}": offer(),
            f"GET {PATH}/versions": page(version(1, 250_000), version(2)),
            f"GET {PATH}/messages": page(message("Hello")),
        }
    )
