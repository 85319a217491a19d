"""Backup, loss and restore as docs/operations.md says it, on the cluster."""

from __future__ import annotations

import re

import pytest

from tests.e2e.api import Operator, TransportError
from tests.e2e.load import Party, Tally, counted, stored
from tests.e2e.waiting import eventually
from tests.k8s.conftest import OVERLAY
from tests.k8s.kube import JOB_SECONDS, apply, kubectl, run_backup_job
from tests.manifests import rendered

PROCESSES = "app.kubernetes.io/component in (gateway, rpc, worker)"


def stop_everything() -> None:
    """Ends every process of Callboard, and leaves only what keeps its data."""
    kubectl("delete", "deployment", "--all")
    kubectl("wait", "--for=delete", "pod", "--selector", PROCESSES, f"--timeout={JOB_SECONDS}s")


@pytest.mark.timeout(900)
def test_what_was_backed_up_is_put_back(operator: Operator) -> None:
    component = rendered.text("local with backup")
    kubectl("apply", "--filename=-", "--selector=app.kubernetes.io/name=backup", stdin=component)
    tally = Tally()
    party = Party(operator, tally)
    for _ in range(3):
        party.turn()
    before = set(party.offers)
    eventually(lambda: counted(party) == len(before))

    said = run_backup_job("backup-now")
    (folder,) = re.findall(r"/backups/\S+", said)
    party.turn()
    assert len(stored(party)) == len(before) + 1

    stop_everything()
    run_backup_job("restore", ('"create"', '"restore", "--replace"'), ("/backups/$(POD_NAME)", folder))
    apply(OVERLAY)

    # Connections to pods of before are dead.
    eventually(lambda: sorted(stored(party)) == sorted(before), seconds=60, error=TransportError)
    eventually(lambda: counted(party) == len(before))
    party.turn()
    eventually(lambda: counted(party) == len(before) + 1)
    assert tally.failed == []
