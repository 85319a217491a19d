"""How pods start, are asked, are replaced and end: so that neither a roll-out nor a lost node is noticed."""

from __future__ import annotations

import pytest

from services.gateway import server as gateway
from services.shared import outbox, rpc
from services.shared.otel import FLUSH_SECONDS
from tests.manifests.reach import selects
from tests.manifests.rendered import OVERLAYS, Document, Process, of_kind, ours, processes

LONGEST_END_SECONDS = max(rpc.GRACE_SECONDS, gateway.GRACE_SECONDS, outbox.HAND_OVER_SECONDS) + FLUSH_SECONDS
"""What a process takes at most when it has drained."""

PROMISED_SECONDS = 30
"""From SIGTERM to the end."""

DNS_SECONDS = 5
"""How long CoreDNS lets others keep the address of a pod."""


def deployments(variant: str) -> dict[str, Document]:
    """The specifications of our Deployments by name."""
    return {each["metadata"]["name"]: each["spec"] for each in of_kind(variant, "Deployment")}


@pytest.mark.parametrize("variant", OVERLAYS)
def test_a_roll_out_takes_no_pod_before_another_serves(variant: str) -> None:
    for spec in deployments(variant).values():
        rolling = spec["strategy"]["rollingUpdate"]
        assert (rolling["maxUnavailable"], rolling["maxSurge"]) == (0, 1)
        assert spec["minReadySeconds"] >= DNS_SECONDS


@pytest.mark.parametrize("variant", OVERLAYS)
def test_a_pod_has_time_to_drain_and_to_finish(variant: str) -> None:
    settings = {key: value for each in of_kind(variant, "ConfigMap") for key, value in each["data"].items()}
    for process in ours(variant, "Deployment").values():
        drains = float(settings[f"CALLBOARD_{process.service.upper()}_DRAIN_SECONDS"])
        sleeps = process.container["lifecycle"]["preStop"]["sleep"]["seconds"]
        assert drains + sleeps >= DNS_SECONDS
        assert drains + LONGEST_END_SECONDS <= PROMISED_SECONDS
        assert sleeps + PROMISED_SECONDS < process.pod["terminationGracePeriodSeconds"]


@pytest.mark.parametrize("variant", OVERLAYS)
def test_nothing_that_a_process_depends_on_gets_it_restarted(variant: str) -> None:
    for process in ours(variant, "Deployment").values():
        for kind in ("startupProbe", "livenessProbe"):
            assert question(process, kind) in ("/healthz", rpc.LIVENESS), process.name
        assert question(process, "readinessProbe") in ("/readyz", ""), process.name


def question(process: Process, kind: str) -> str:
    """What a probe asks for: a path of HTTP, or a service of gRPC health."""
    probe = process.container[kind]
    found = probe["grpc"].get("service", "") if "grpc" in probe else probe["httpGet"]["path"]
    return str(found)


@pytest.mark.parametrize("variant", OVERLAYS)
def test_rpc_is_asked_by_grpc_where_the_kubelet_may(variant: str) -> None:
    # With mutual TLS it has no certificate to show.
    kind = "grpc" if "local" in variant else "httpGet"
    for process in ours(variant, "Deployment").values():
        if process.component == "rpc":
            assert all(kind in process.container[it] for it in ("livenessProbe", "readinessProbe"))


@pytest.mark.parametrize("variant", OVERLAYS)
def test_pods_of_one_kind_are_spread_and_go_one_at_a_time(variant: str) -> None:
    budgets = [each["spec"] for each in of_kind(variant, "PodDisruptionBudget")]
    for process in ours(variant, "Deployment").values():
        (budget,) = (each for each in budgets if selects(each["selector"], process.labels))
        assert budget["maxUnavailable"] == 1
        spread = process.pod["topologySpreadConstraints"]
        assert {each["topologyKey"].partition("/")[2] for each in spread} == {"zone", "hostname"}
        assert all(selects(each["labelSelector"], process.labels) for each in spread)


@pytest.mark.parametrize("variant", OVERLAYS)
def test_nobody_has_a_token_of_the_cluster(variant: str) -> None:
    accounts = {it["metadata"]["name"]: it for it in of_kind(variant, "ServiceAccount")}
    used = {process.pod["serviceAccountName"] for process in processes(variant).values()}
    assert used == set(accounts), "an account that is not there, or that nobody has"
    assert {it["automountServiceAccountToken"] for it in accounts.values()} == {False}
    assert {each.pod["automountServiceAccountToken"] for each in processes(variant).values()} == {False}
