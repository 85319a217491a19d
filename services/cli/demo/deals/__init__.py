"""The deals of the demo: offers in every state, and what was done on each until it got there."""

from __future__ import annotations

from services.cli.demo.deals.agreed import AGREED
from services.cli.demo.deals.ended import ENDED
from services.cli.demo.deals.held import HELD
from services.cli.demo.deals.pending import PENDING

OFFERS = (*PENDING, *AGREED, *HELD, *ENDED)
"""All of them. Those of one creator come one after the other: some wait because others are active."""
