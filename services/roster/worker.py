"""The worker of the roster service: relay, consumers, and what is due: expiry, refusals, checkpoints."""

from __future__ import annotations

from services.roster.config import Settings
from services.roster.consumes import consumers
from services.roster.handlers.checkpoints import Attester, sign_grown
from services.roster.handlers.pairs import expiry, record_changes
from services.roster.handlers.refusals import fold_refusals
from services.roster.store import MongoStore
from services.shared.clock import Clock, SystemClock
from services.shared.tokens import Signer, TrustedKeys
from services.shared.worker import Timer, run

CHECKPOINT_SECONDS = 30.0
"""Between two looks for logs that have grown: each gets one checkpoint a look at the most."""


def attester(settings: Settings, clock: Clock) -> Attester:
    """Signs in the name of roster."""
    signer = Signer("roster", settings.signing_key_file, clock)
    return Attester(signer, TrustedKeys(settings.trusted_keys_dir, clock))


def main(settings: Settings) -> None:
    """Runs until told to stop."""
    store, clock = MongoStore(settings.mongo_uri), SystemClock()
    signing = attester(settings, clock)
    timers = [
        Timer("expiry", 1.0, expiry(store, clock).run),
        Timer("refusals", 1.0, lambda: fold_refusals(store, clock)),
        Timer("checkpoints", CHECKPOINT_SECONDS, lambda: sign_grown(store, clock, signing)),
        Timer("records", 1.0, lambda: record_changes(store)),
    ]
    run(settings, store.repositories, consumers(store, clock), timers)
