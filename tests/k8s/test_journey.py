"""The journeys of the end-to-end tests, on the cluster."""

from tests.e2e.test_journey import (
    test_an_unanswered_offer_expires,
    test_from_delegation_to_published_video,
    test_guardrails_hold_an_accept_back_until_the_creator_confirms,
    test_the_four_tabs,
)

__all__ = [
    "test_an_unanswered_offer_expires",
    "test_from_delegation_to_published_video",
    "test_guardrails_hold_an_accept_back_until_the_creator_confirms",
    "test_the_four_tabs",
]
