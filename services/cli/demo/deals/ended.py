"""Offers and deals that are over: completed, declined, withdrawn, expired, cancelled by both sides."""

from __future__ import annotations

from services.cli.demo.actions import (
    Accepts,
    Cancels,
    Comments,
    Declines,
    Drafts,
    Proposes,
    Publishes,
    Reviews,
    Says,
    Withdraws,
)
from services.cli.demo.deal import Action
from services.cli.demo.deals.offer import Offer
from services.cli.demo.terms import IBERIA, ORGANIC, Changes


def _produced(by: str, brand: str, place: int, video: str) -> tuple[Action, ...]:
    """A deliverable from its draft to its publication."""
    return Drafts(by, place), Reviews(brand, place), Publishes(by, place, video)


COMPLETED = (
    Offer(
        "recovery",
        "ravi",
        1800,
        "What does a runner do on a Sunday?",
        (Accepts("northlight"), *_produced("northlight", "peakform", 0, "v09964b7a20d7f5f8")),
        draft=3,
        publish=6,
    ),
    Offer(
        "recovery",
        "zoe",
        3600,
        "A whole video in which you do not run. Can it be done?",
        (
            Accepts("zoe"),
            Drafts("zoe", 0, note="It can. It was hard."),
            Comments("peakform", 0, 17.5, "We laughed out loud here."),
            Reviews("peakform", 0),
            Publishes("zoe", 0, "v66c72539b9b3e90e"),
        ),
        draft=2,
        publish=4,
    ),
    Offer(
        "retinol",
        "maya",
        4800,
        "A diary of eight weeks, in two parts.",
        (
            Proposes(
                "northlight", 1, Changes(price=5200), "Two parts are two videos; this is her rate for both."
            ),
            Accepts("solstice"),
            *_produced("maya", "solstice", 0, "v1607deab8d6f084a"),
            *_produced("northlight", "solstice", 1, "vc26947135c00a065"),
        ),
        pieces=(("video", 2),),
        draft=4,
        publish=8,
        clauses=("usage", "disclosure", "claims"),
    ),
    Offer(
        "studio",
        "marcus",
        18000,
        "Two songs. One of them about us, if you like.",
        (
            Accepts("northlight"),
            *_produced("northlight", "lumen", 0, "v7989a2f1c604d162"),
            Drafts("northlight", 1),
            Reviews("lumen", 1, changes="A little less of the neighbour's dog."),
            Drafts("northlight", 1, number=2, note="The dog has left the band."),
            Reviews("lumen", 1, number=2),
            Publishes("northlight", 1, "v8c9500d3bc035060"),
        ),
        pieces=(("video", 2),),
        draft=5,
        publish=9,
    ),
    Offer(
        "recovery",
        "kenji",
        9800,
        "Breakfast after a night market, at whatever time that is.",
        (Accepts("northlight"), *_produced("kenji", "peakform", 0, "v91499500d91bc8fa")),
        draft=3,
        publish=6,
    ),
    Offer(
        "studio",
        "lucia",
        2600,
        "Una canción en un compartimento de tren.",
        (Accepts("casaverde"), *_produced("lucia", "lumen", 0, "v5dcdd4df5058f826")),
        draft=6,
        publish=12,
        rights=IBERIA,
    ),
    Offer(
        "recovery",
        "diego",
        700,
        "El día después del partido, sin moverse del sillón.",
        (
            Accepts("casaverde"),
            Says("diego", "Nací para esto."),
            *_produced("diego", "peakform", 0, "vde90f21bd0b086c3"),
        ),
        draft=2,
        publish=5,
        rights=ORGANIC,
    ),
)

DECLINED = (
    Offer(
        "greens",
        "amara",
        2200,
        "A spoonful of greens in the slow morning?",
        (Declines("northlight", "She does not advertise supplements."),),
    ),
    Offer(
        "pan",
        "elise",
        400,
        "Un tablier, cousu main, et une poêle.",
        (Declines("elise", "Je ne cuisine pas devant la caméra. Merci tout de même !"),),
        clauses=("disclosure",),
    ),
    Offer(
        "race",
        "marcus",
        12000,
        "A hymn for the last kilometre.",
        (
            Proposes("northlight", 1, Changes(price=26000), "His rate for a song written to order."),
            Proposes("peakform", 2, Changes(price=14000), "That is as far as this budget goes."),
            Declines("northlight", "Too far apart this time. Let us talk again in spring."),
        ),
    ),
)

WITHDRAWN = (
    Offer(
        "race",
        "maya",
        2600,
        "Skin after ten kilometres.",
        (Withdraws("peakform", "We have found a runner."),),
    ),
    Offer(
        "glow",
        "freya",
        3200,
        "Cold water, warm light, one serum.",
        (
            Proposes("northlight", 1, Changes(price=4400), "Freya's rate for skin care is higher."),
            Withdraws("solstice", "The budget for this region is spent. We are sorry."),
        ),
    ),
)

EXPIRED = (
    Offer("air", "zoe", 3000, "Run slowly, hear everything.", hours=0),
    Offer("spf", "lucia", 1900, "Un verano antes del verano.", hours=0, rights=IBERIA),
)

CANCELLED = (
    Offer(
        "studio",
        "maya",
        4000,
        "The sound of a bathroom at six in the morning.",
        (
            Accepts("northlight"),
            Cancels("lumen", "The studio is not available."),
            Cancels("maya", "Agreed; another time.", after="brand"),
        ),
    ),
    Offer(
        "pan",
        "aisha",
        4700,
        "The first meal in the finished kitchen.",
        (
            Accepts("northlight"),
            Drafts("aisha", 0, note="The kitchen is not finished."),
            Cancels("aisha", "The kitchen will not be finished this year. I would rather not pretend."),
            Cancels("hearthwick", "We understand. Good luck with the walls!", after="creator_side"),
        ),
    ),
)

ENDED = (*COMPLETED, *DECLINED, *WITHDRAWN, *EXPIRED, *CANCELLED)
