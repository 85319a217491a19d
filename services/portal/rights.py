"""What the token of whoever is signed in may be used for.

The gateway decides; pages only leave out what it would refuse.
"""

from __future__ import annotations

from services.portal.app import me

NEGOTIATE, ACCEPT = "marketplace.offers.negotiate", "marketplace.offers.accept"
DELIVER = "marketplace.deliverables.write"
AUDIENCE = "marketplace.audience.read"


def may(scope: str) -> bool:
    """Whether the token holds a scope."""
    return scope in me()["client"]["scopes"]
