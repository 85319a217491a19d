"""What those who run Callboard see of it: one trace from the request to the last consumer, and figures."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator

import httpx
import pytest

from deploy.secret_files import SecretFiles
from tests.e2e.api import Actor, delegate
from tests.e2e.embedded import embedded
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually
from tests.otlp import Collector, Span, collector

PROCESSES = [
    f"{service}-{role}" for service in ("roster", "campaigns", "metrics") for role in ("rpc", "worker")
]
RATE = {
    "deliverable": "video",
    "price": {"amount_minor": 5, "currency": "USD"},
    "negotiable": True,
    "note": "",
}


@pytest.fixture(scope="module")
def collected() -> Iterator[Collector]:
    """A collector of traces."""
    with collector() as kept:
        yield kept


@pytest.fixture(scope="module")
def traced(collected: Collector) -> Iterator[Installation]:
    """A Callboard that sends its traces there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTLP_ENDPOINT", collected.endpoint)
        patch.setenv("NO_PROXY", "127.0.0.1")
        with embedded() as made:
            yield made


def command(agency: Actor, creator: Actor, trace_id: str) -> None:
    """A command that causes an event, in a trace that the caller has begun without keeping it."""
    answered = agency.send(
        "PUT",
        f"/v1/creators/{creator.id}/rate-card",
        json={"rates": [RATE]},
        headers={"If-Match": "*", "traceparent": f"00-{trace_id}-{secrets.token_hex(8)}-00"},
    )
    assert answered.status_code == 200, answered.text


def chain(spans: list[Span], last: Span) -> list[tuple[str, str, str]]:
    """A span and what led to it, first things first: process, kind and name of each."""
    by_id = {each.id: each for each in spans}
    found: list[tuple[str, str, str]] = []
    step: Span | None = last
    while step is not None:
        found.insert(0, (step.process, step.kind, step.name))
        step = by_id.get(step.parent)
    return found


def test_one_command_is_one_trace_from_http_to_the_consumer(
    traced: Installation, collected: Collector
) -> None:
    agency, creator = traced.operator.agency(), traced.operator.creator()
    delegate(agency, creator)
    trace_id = secrets.token_hex(16)
    command(agency, creator, trace_id)

    rpc = "roster.v1.RateCardService/PutRateCard"
    came = [
        ("gateway", "server", "PUT /v1/creators/<creator_id>/rate-card"),
        ("gateway", "client", f"/{rpc}"),
        ("roster-rpc", "server", f"/{rpc}"),
    ]
    went = [
        *came,
        ("roster-worker", "producer", "publish roster.v1.RateCardChanged"),
        ("roster-worker", "consumer", "process roster.v1.RateCardChanged"),
    ]

    def whole() -> bool:
        # Each process sends its part when it likes.
        spans = collected.trace(trace_id)
        chains = [chain(spans, each) for each in spans if each.kind == "client"]
        asked = {(each.process, each.kind, each.name) for each in spans}
        return (
            went in [each[:-1] for each in chains if each[-1][0] == "roster-worker"]
            and [*came, ("roster-rpc", "client", "roster.insert")] in chains
            and ("roster-rpc", "server", "/roster.v1.AccessService/Authorize") in asked
        )

    assert eventually(whole)
    logged = traced.log("gateway").splitlines()
    assert [line for line in logged if json.loads(line).get("trace_id") == trace_id]


def test_a_trace_holds_no_secret_and_no_value_of_a_query(traced: Installation, collected: Collector) -> None:
    agency, creator = traced.operator.agency(), traced.operator.creator(handle=f"h{secrets.token_hex(6)}")
    delegate(agency, creator)
    trace_id = secrets.token_hex(16)
    command(agency, creator, trace_id)
    eventually(lambda: [each for each in collected.trace(trace_id) if each.kind == "consumer"])
    everything = b"".join(collected.bodies)
    token = str(agency.headers["Authorization"]).split()[-1]
    handle = str(creator.get(f"/v1/creators/{creator.id}")["handle"])
    for secret in (token, traced.operator.client_secret, handle, "mongodb://"):
        assert secret.encode() not in everything


def test_what_a_process_does_by_itself_begins_no_trace(traced: Installation, collected: Collector) -> None:
    httpx.get(f"{traced.base_url}/readyz").raise_for_status()
    begun = {(each.kind, each.name) for each in collected.spans if not each.parent}
    assert begun
    assert {kind for kind, _ in begun} <= {"server", "producer"}
    assert not [name for _, name in begun if name.endswith(("/readyz", "/healthz", "/metrics"))]
    assert not [each for each in collected.spans if "grpc.health" in each.name]


@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_can_be_watched(installation: Installation, process: str) -> None:
    with httpx.Client(base_url=f"http://{installation.address(f'{process}-ops')}") as ops:
        assert [ops.get(f"/{page}").status_code for page in ("healthz", "readyz", "else")] == [200, 200, 404]
        figures = ops.get("/metrics").text
    assert f'process="{process}"' in figures
    assert "callboard_ready 1.0" in figures
    assert ("callboard_outbox_oldest_age_seconds " in figures) == process.endswith("worker")
    assert ("callboard_rpc_in_flight " in figures) == process.endswith("rpc")


def test_the_gateway_counts_leases_over_its_processes(installation: Installation) -> None:
    agency, creator = installation.operator.agency(), installation.operator.creator()
    delegate(agency, creator)
    agency.get(f"/v1/creators/{creator.id}/rate-card")
    figures = httpx.get(f"http://{installation.address('gateway-ops')}/metrics").text
    counted = dict(line.rsplit(" ", 1) for line in figures.splitlines() if line.startswith("callboard_lease"))
    assert float(counted['callboard_lease_lookups_total{outcome="miss"}']) >= 1
    assert figures.count("\ncallboard_build_info{") == 1
    assert 'process="gateway"' in figures


def lines_of(secrets: SecretFiles) -> Iterator[str]:
    """Every secret of a Callboard: passwords, keys, and what connects with them."""
    for path in secrets.folder.rglob("*"):
        lines = path.read_text().splitlines() if path.is_file() and path.parent.name != "trusted" else []
        yield from (line for line in lines if len(line) > 20 and "-----" not in line)


def test_no_log_holds_a_secret(traced: Installation) -> None:
    agency, creator = traced.operator.agency(), traced.operator.creator()
    delegate(agency, creator)
    token = str(agency.headers["Authorization"]).split()[-1]
    agency.get(f"/v1/creators/{creator.id}/rate-card", access_token=token, status=422)
    agency.send("GET", "/v1/inbox", headers={"Authorization": f"Bearer {token}x"})
    httpx.post(f"{traced.base_url}/oauth/token", auth=(agency.client_id, f"{agency.client_secret}x"))
    last = agency.send("GET", "/v1/inbox").headers["X-Request-Id"]
    eventually(lambda: last in traced.log("gateway"))
    known = {token, agency.client_secret, creator.client_secret, *lines_of(traced.secrets)}
    assert traced.operator.client_secret in known
    assert [(name, each) for name, text in traced.logs().items() for each in known if each in text] == []
