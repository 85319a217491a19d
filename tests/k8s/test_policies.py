"""The network policies hold: who has no business with a neighbour cannot even connect."""

from __future__ import annotations

import os

import pytest

from tests.e2e.api import Operator
from tests.k8s.conftest import URL
from tests.k8s.kube import kubectl

TRY = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), 3).close()
    print("open")
except OSError:
    print("closed")
"""
NEIGHBOURS = {"mongodb-0.mongodb": "27017", "nats": "4222", "roster": "50051", "campaigns": "50051"}
REACHED = {
    "gateway": {"roster", "campaigns"},
    "metrics-rpc": {"mongodb-0.mongodb", "roster"},
    "campaigns-worker": {"mongodb-0.mongodb", "nats"},
}


# Whether another cluster enforces policies at all is its own affair.
@pytest.mark.skipif(URL in os.environ, reason="another cluster may have no engine for policies")
@pytest.mark.parametrize("name", REACHED)
def test_a_process_reaches_its_neighbours_and_no_others(name: str, operator: Operator) -> None:
    def is_open(host: str) -> bool:
        command = ("exec", f"deployment/{name}", "--", "python3", "-c", TRY, host, NEIGHBOURS[host])
        return kubectl(*command).strip() == "open"

    assert {host for host in NEIGHBOURS if is_open(host)} == REACHED[name]
