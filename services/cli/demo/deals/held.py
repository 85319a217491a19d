"""Deals that are held back until the creator confirms, for several reasons."""

from __future__ import annotations

from services.cli.demo.actions import Accepts, Proposes, Says
from services.cli.demo.deals.offer import Offer
from services.cli.demo.terms import Changes, Exclusive

HELD = (
    # Above the amount up to which her agency binds her.
    Offer(
        "glow",
        "amara",
        8000,
        "Two slow mornings, one serum, and whatever you think of it.",
        (Accepts("northlight"), Says("northlight", "Accepted; Amara confirms deals of this size herself.")),
        pieces=(("video", 2),),
        hours=34,
        exclusive=Exclusive("beauty/skincare", 60),
    ),
    # She confirms everything herself.
    Offer(
        "race",
        "zoe",
        3500,
        "The back of the pack has the better jokes. Take us along?",
        (Accepts("northlight"),),
        hours=52,
    ),
    # The brand accepts what an agency wrote that may negotiate for him, but not accept.
    Offer(
        "studio",
        "theo",
        3200,
        "First take, last take, and the tea in between.",
        (
            Proposes(
                "northlight", 1, Changes(price=3700), "With the multitrack files as an extra.", hours=70
            ),
            Accepts("lumen"),
        ),
    ),
    # The same where one deal at a time is allowed, and one is active.
    Offer(
        "greens",
        "oscar",
        1400,
        "A blender that nobody could repair, and what you make with it afterwards.",
        (
            Proposes("northlight", 1, Changes(price=1600), "A second recipe, and the recipe card with it."),
            Accepts("peakform"),
        ),
        hours=96,
        clauses=("usage", "disclosure", "claims"),
    ),
)
