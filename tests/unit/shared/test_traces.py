"""Traces: nothing where nobody asked for them, and whose decision it is to keep one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from flask import Flask
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    TraceFlags,
    set_span_in_context,
)

from protos.roster.v1 import events_pb2
from services.shared import traces
from services.shared.documents import converter
from services.shared.events import Fact, Staged, stage
from services.shared.otel import _sampler, instrument
from tests.fakes.clock import START

EVENT = Fact("cr_1", events_pb2.CreatorRegistered(creator_id="cr_1", handle="h"))


def test_without_an_endpoint_nothing_of_opentelemetry_is_imported() -> None:
    script = (
        "import sys; from services.shared import process, rpc, traces, worker\n"
        "from services.roster import __main__\n"
        "traces.configure('x', '', 1.0); traces.shutdown()\n"
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=60, check=False).returncode == 0


def test_the_gateway_imports_no_counter_before_it_forks_and_no_database_at_all() -> None:
    script = (
        "import sys; from services.gateway import __main__\n"
        "sys.exit(', '.join({'prometheus_client', 'pymongo', 'nats', 'opentelemetry'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, check=False)
    assert done.stderr == b"\n"


def test_without_tracing_every_hook_does_nothing() -> None:
    headers = {"traceparent": "00-1-2-01"}
    with traces.publishing("a.B.c", headers), traces.consuming("d", "a.B.c", headers):
        assert (traces.traceparent(), traces.ids(), traces.interceptors()) == ("", {}, [])
    assert headers == {"traceparent": "00-1-2-01"}
    assert traces.channel("plain") == "plain"


def test_a_request_is_told_by_its_route_and_not_by_its_address() -> None:
    app, kept = Flask("traced"), InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    app.add_url_rule("/links/<token>", "links", lambda token: "")
    instrument(app, provider)
    app.test_client().get("/links/worth-something?code=worth-more")
    app.test_client().get("/nowhere/worth-something?code=worth-more")
    known, unknown = (dict(span.attributes or {}) for span in kept.get_finished_spans())
    assert "worth" not in f"{known}{unknown}"
    assert "/links/<token>" in (known.get("http.url"), known.get("http.target"))


def test_an_entry_of_an_older_process_has_no_trace_and_is_published_without() -> None:
    staged = stage(EVENT, "cr_1", 1, START, "op_1", "rq_1")
    row = converter.unstructure(staged)
    del row["traceparent"]
    old = converter.structure(row, Staged)
    assert old == staged
    assert "traceparent" not in old.headers()


def test_a_new_entry_carries_its_trace_into_the_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = f"00-{'a' * 32}-{'b' * 16}-01"
    monkeypatch.setattr(traces, "traceparent", lambda: parent)
    staged = stage(EVENT, "cr_1", 1, START, "op_1", "rq_1")
    assert staged.headers()["traceparent"] == parent
    assert converter.structure(converter.unstructure(staged), Staged) == staged


def kept(*, edge: bool, ratio: float, sampled: bool | None, kind: SpanKind) -> bool:
    """Whether a span is kept below a remote one that was `sampled`, or below none."""
    context = None
    if sampled is not None:
        flags = TraceFlags(TraceFlags.SAMPLED if sampled else TraceFlags.DEFAULT)
        context = set_span_in_context(NonRecordingSpan(SpanContext(1, 2, is_remote=True, trace_flags=flags)))
    decided = _sampler(ratio, edge).should_sample(context, 0xFFFFFFFFFFFFFFF0, "x", kind)
    return decided.decision.is_sampled()


@pytest.mark.parametrize("sampled", [True, False, None])
@pytest.mark.parametrize("ratio", [0.0, 1.0])
def test_the_edge_decides_for_itself(ratio: float, sampled: bool | None) -> None:
    assert kept(edge=True, ratio=ratio, sampled=sampled, kind=SpanKind.SERVER) == bool(ratio)


@pytest.mark.parametrize("sampled", [True, False])
def test_others_follow_whoever_called_them(sampled: bool) -> None:
    for ratio in (0.0, 1.0):
        for kind in SpanKind:
            assert kept(edge=False, ratio=ratio, sampled=sampled, kind=kind) == sampled


def test_a_trace_begins_with_a_request_or_an_event_only() -> None:
    begin = {kind for kind in SpanKind if kept(edge=False, ratio=1.0, sampled=None, kind=kind)}
    assert begin == {SpanKind.SERVER, SpanKind.PRODUCER}
