"""What binds, on a real MongoDB: from several processes at once, and by an answer that has grown old."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path as File

import pytest

from services.campaigns.domain.commands import AcceptOffer
from services.campaigns.domain.guardrails import HeldBecause, Mandate
from services.campaigns.domain.offers import Path
from services.campaigns.domain.states import OfferState
from services.campaigns.handlers.offers import accept_offer
from services.shared.clock import SystemClock
from services.shared.commands import Commit, internal
from tests.fakes.campaigns import FakeRoster
from tests.unit.campaigns.build import AGENCY, BRAND, invitation, propose

pytestmark = pytest.mark.real

ROOT = File(__file__).resolve().parents[3]
OFFERS, CAP = 50, 9
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=7)


def accepting(url, first, last):
    command = [sys.executable, "-m", "tests.integration.campaigns.accepting"]
    command += [url, str(first), str(last), str(CAP)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )


def test_the_cap_is_exact_over_two_processes(store, data_plane):
    """Each accepts half of the offers with 25 threads, and both accept some of the same."""
    for number in range(OFFERS):
        store.offers.insert(replace(invitation(), id=f"of_{number}", respond_by=SOON), Commit())
    url = data_plane.mongo_url("campaigns")
    replicas = [accepting(url, 0, 30), accepting(url, 20, OFFERS)]
    for each in replicas:
        assert each.stdout.readline() == "ready\n"
    for each in replicas:
        each.stdin.write("\n")
    counts = [int(each.communicate(timeout=60)[0]) for each in replicas]
    active = store.offers.collection.count_documents({"state": "active"})
    assert active == len(store.slots("cr_1")) == sum(counts) == CAP


class Behind(SystemClock):
    """The clock of a process that stood still for a second after it had asked roster."""

    def __init__(self, roster):
        self._roster = roster

    def now(self):
        return super().now() - timedelta(seconds=0 if self._roster.asked else 1)


class Revoking(FakeRoster):
    """Lets the agency bind her when it is asked first, and not any more when it is asked again."""

    def mandate(self, *question):
        super().mandate(*question)
        return Mandate(active=len(self.asked) == 1)


def test_an_answer_of_roster_that_has_grown_old_makes_no_deal(store):
    """The first write would come a second after roster was asked: MongoDB refuses it, by its own clock."""
    offer = replace(propose(invitation(), AGENCY), respond_by=SOON)
    store.offers.insert(offer, Commit())
    roster = Revoking()
    held = accept_offer(
        store,
        Behind(roster),
        roster,
        AcceptOffer(BRAND, Path("of_1", campaign_id="cp_1"), 2, offer.current_hash),
        internal("br_1"),
    )
    assert len(roster.asked) == 2
    assert (held.state, held.held_because) == (OfferState.AWAITING_CONFIRMATION, (HeldBecause.REVOKED,))
    assert store.slots("cr_1") == []
