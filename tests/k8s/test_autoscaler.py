"""An autoscaler acts: load adds a pod, its end takes the pod away, and no request fails at either."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator

import pytest

from tests.e2e.api import Operator
from tests.e2e.load import Load
from tests.e2e.waiting import eventually
from tests.k8s import kube
from tests.k8s.test_operations import under_load
from tests.manifests import rendered
from tests.manifests.rendered import Document

NAME = "gateway"
WINDOW_SECONDS = 15
"""For how long few pods must have been enough before one goes: for tests, instead of five minutes."""

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def autoscaler(operator: Operator) -> Iterator[None]:
    """The local overlay's, which the overlay of these tests leaves out."""
    kube.kubectl("apply", "--filename=-", stdin=json.dumps(_impatient()))
    yield
    kube.kubectl("delete", "hpa", NAME)
    kube.scale(NAME, 1)


def _impatient() -> Document:
    (found,) = (
        each
        for each in rendered.of_kind("local", "HorizontalPodAutoscaler")
        if each["metadata"]["name"] == NAME
    )
    changed = copy.deepcopy(found)
    changed["spec"]["behavior"]["scaleDown"]["stabilizationWindowSeconds"] = WINDOW_SECONDS
    return changed


def test_load_adds_a_pod_and_its_end_takes_it_away(
    autoscaler: None, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    def adds_one() -> None:
        eventually(lambda: _ready() > 1, seconds=180)

    def takes_it_away() -> None:
        eventually(lambda: len(kube.pods(NAME)) == 1, seconds=180)

    under_load(Load(operator, parties=4, pause_seconds=0.02), adds_one, capsys)
    # There are requests under way while the pod goes, if few.
    under_load(Load(operator, parties=1, pause_seconds=0.5), takes_it_away, capsys)


def _ready() -> int:
    status = json.loads(kube.kubectl("get", f"deployment/{NAME}", "--output=json"))["status"]
    return int(status.get("readyReplicas", 0))
