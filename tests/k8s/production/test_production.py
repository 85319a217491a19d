"""The production overlay runs: its pods get ready, and what people and operators do passes."""

from __future__ import annotations

import json

import pytest

from deploy.topology import PROCESSES
from tests.e2e.api import Operator, creator_path, delegate, send_offer
from tests.e2e.waiting import eventually
from tests.k8s.kube import kubectl, run_backup_job

SCALED_BY_KEDA = {"roster-worker", "metrics-worker"}
"""Of which the overlay, where KEDA itself is not there, makes one pod."""

pytestmark = pytest.mark.timeout(900)


def test_every_process_has_its_pods(production: Operator) -> None:
    expected = {
        process.name: 1 if process.name in SCALED_BY_KEDA else process.size.pods[0] for process in PROCESSES
    }

    def ready() -> dict[str, int]:
        found = json.loads(kubectl("get", "deployments", "--output=json"))["items"]
        return {each["metadata"]["name"]: each["status"].get("readyReplicas", 0) for each in found}

    eventually(lambda: ready() == expected, seconds=180)
    assert kubectl("get", "statefulset/nats", "--output=jsonpath={.status.readyReplicas}") == "3"


def test_an_offer_reaches_the_agency(production: Operator) -> None:
    agency, brand, creator = production.agency(), production.brand(), production.creator()
    delegate(agency, creator)
    offer = send_offer(brand, creator)
    assert agency.get(creator_path(offer))["state"] == "in_review"
    # By way of NATS and roster's worker.
    eventually(lambda: agency.get("/v1/roster")["items"][0]["open_offers"] == 1)


def test_a_backup_is_taken(production: Operator) -> None:
    assert "/backups/" in run_backup_job("backup-now")
