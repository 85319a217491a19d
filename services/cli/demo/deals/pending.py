"""Offers that wait for an answer: sent, and on the table between the two sides."""

from __future__ import annotations

from services.cli.demo.actions import Proposes, Says
from services.cli.demo.deals.offer import Offer
from services.cli.demo.terms import EVERYWHERE, IBERIA, LONG_ADS, ORGANIC, Changes, Exclusive

IN_REVIEW = (
    Offer(
        "glow",
        "maya",
        4200,
        "We have followed your winter series. Would you try the serum for two weeks?",
        hours=3,
        exclusive=Exclusive("beauty/skincare", 30, starts=5),
    ),
    Offer(
        "spf",
        "ravi",
        2500,
        "Runners burn first. One video from a morning run, with the stick in your pocket.",
        (
            Says("northlight", "Ravi travels until tonight; we answer right after."),
            Says("solstice", "Thanks. We hold the slot until then."),
        ),
        hours=8,
    ),
    Offer(
        "pan",
        "sofia",
        2700,
        "Nos encantaría verte cocinar con una sola sartén. ¿Te animas con la tortilla de tu tía?",
        hours=20,
        rights=IBERIA,
        exclusive=Exclusive("food/cooking", 45, starts=2),
        clauses=("usage", "disclosure", "marcas"),
    ),
    Offer(
        "air",
        "kenji",
        11500,
        "A night market with open ears: what do you hear behind you while you order?",
        (
            Says("northlight", "Is a second location possible? He has one in mind in Osaka."),
            Says("lumen", "Gladly, if the travel is on your side."),
            Says("northlight", "Understood. We come back to you tomorrow."),
        ),
        pieces=(("video", 1), ("story", 2)),
        hours=26,
        rights=LONG_ADS,
    ),
    Offer(
        "greens",
        "freya",
        3600,
        "Thirty days, one spoon a day, and your opinion at the end of it.",
        hours=48,
        exclusive=Exclusive("food", 60),
        clauses=("usage", "disclosure", "claims"),
    ),
    Offer(
        "race", "nina", 900, "A week of suppers for somebody who trains four times.", hours=72, rights=ORGANIC
    ),
    Offer(
        "glow",
        "aisha",
        5000,
        "Your piece about dry air in old homes is the best we have seen. We would like the next.",
        hours=120,
        clauses=("usage", "disclosure", "claims", "raw"),
    ),
    Offer(
        "sunday",
        "lucia",
        2400,
        "Un domingo en Valencia, una paella sin prisas y la sobremesa entera. ¿Qué te parece?",
        hours=144,
        rights=IBERIA,
        clauses=("usage", "disclosure", "idioma"),
    ),
    Offer(
        "studio",
        "ines",
        700,
        "We lend you the interface for three months. Record whoever plays in your street.",
        hours=216,
        rights=ORGANIC,
        clauses=("disclosure", "product"),
    ),
    Offer("spf", "hana", 800, "A paper umbrella, folded outdoors, with sun cream on the table.", hours=288),
)

NEGOTIATING = (
    Offer(
        "greens",
        "maya",
        3000,
        "Would greens fit into the morning routine, between the kettle and the mirror?",
        (
            Proposes(
                "northlight",
                1,
                Changes(price=3600, up_front=50),
                "Her rate has changed since spring; half of it up front, as with her other partners.",
                hours=30,
            ),
        ),
        clauses=("usage", "disclosure", "claims"),
    ),
    Offer(
        "greens",
        "marcus",
        25000,
        "A song about vegetables. We leave the rest to you.",
        (
            Proposes(
                "northlight",
                1,
                Changes(price=32000, up_front=50),
                "Two million more followers than last time, and the song stays his.",
            ),
            Proposes("peakform", 2, Changes(price=28000), "We can meet in the middle.", hours=30),
            Says("northlight", "His lawyer has the draft. We expect her notes tomorrow morning."),
        ),
        rights=EVERYWHERE,
        exclusive=Exclusive("food/supplements", 90),
        clauses=("usage", "disclosure", "claims", "edits"),
    ),
    Offer(
        "air",
        "theo",
        4000,
        "A duet between you and the street below your kitchen.",
        (
            Proposes(
                "theo",
                1,
                Changes(price=4500, revisions=1),
                "I would record the song twice. Two takes, so one round of changes is enough.",
                hours=54,
            ),
        ),
    ),
    Offer(
        "glow",
        "sofia",
        3300,
        "We look for a kitchen that smells of garlic and a face that does not. Interested?",
        (
            Proposes(
                "northlight",
                1,
                Changes(price=4200, exclusive_days=30, clauses=(("raw", "No raw footage is handed over."),)),
                "Ninety days are too long for her; thirty we can do. Raw footage stays hers.",
            ),
            Proposes(
                "solstice",
                2,
                Changes(price=3800, exclusive_days=45, rights=LONG_ADS),
                "Forty-five days, and ads for sixty. For that we drop the raw footage.",
            ),
            Says("northlight", "The sixty days of ads are new. What are they worth to you?"),
            Proposes(
                "northlight",
                3,
                Changes(price=4100, without=("raw",)),
                "4 100 with the sixty days; the clause about raw footage can then go altogether.",
                hours=12,
            ),
        ),
        exclusive=Exclusive("beauty/skincare", 90),
        clauses=("usage", "disclosure", "raw"),
    ),
    Offer(
        "spf",
        "aisha",
        4600,
        "Scaffolding, a south wall, and a nose that stays pale.",
        (
            Proposes(
                "northlight", 1, Changes(price=5400, up_front=50), "This is her present rate for a video."
            ),
            Proposes(
                "solstice",
                2,
                Changes(price=5000, clauses=(("stay", ""),)),
                "5 000, and the video stays online over the summer.",
                hours=6,
            ),
        ),
        clauses=("usage", "disclosure", "claims"),
    ),
    Offer(
        "pan",
        "oscar",
        1000,
        "Arreglas la estufa y luego la estrenas con nuestra sartén. ¿Trato?",
        (
            Proposes(
                "northlight",
                1,
                Changes(price=1300, clauses=(("idioma", ""),)),
                "Con mucho gusto, pero a su tarifa actual, y en español.",
            ),
            Says("hearthwick", "Perfecto lo del idioma. Consulto el precio y te digo esta semana."),
            Proposes(
                "hearthwick",
                2,
                Changes(price=1150),
                "Llegamos a 1 150 si añade una historia el día de la entrega.",
                hours=40,
            ),
            Says("oscar", "Puedo añadir la historia sin problema."),
        ),
        clauses=("usage", "disclosure", "marcas"),
    ),
    Offer(
        "race",
        "tomas",
        2000,
        "Seven minutes a day until the race. Day one would be yours to choose.",
        (Proposes("casaverde", 1, Changes(price=2300), "With a second story on race day.", hours=80),),
        pieces=(("video", 1), ("story", 1)),
    ),
    Offer(
        "sunday",
        "diego",
        750,
        "El asado del domingo, narrado como una final. Con la cazuela de suplente de lujo.",
        (
            Proposes(
                "casaverde", 1, Changes(price=950, up_front=50), "Le sumamos el segundo tiempo: la sobremesa."
            ),
            Proposes(
                "hearthwick",
                2,
                Changes(price=900),
                "Novecientos y cerramos. ¿Nos confirmáis antes del viernes?",
                hours=60,
            ),
        ),
        rights=IBERIA,
        clauses=("usage", "disclosure", "idioma"),
    ),
    Offer(
        "studio",
        "freya",
        3000,
        "The sea, in stereo. Could you record a run along the coast?",
        (
            Says("freya", "I have never recorded anything but my own breath. Would that do?"),
            Proposes(
                "freya",
                1,
                Changes(price=3400, rights=ORGANIC),
                "Then without ads, please, at my usual rate.",
                hours=100,
            ),
        ),
    ),
)

PENDING = (*IN_REVIEW, *NEGOTIATING)
