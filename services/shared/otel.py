"""OpenTelemetry as Callboard uses it. Imported where traces are sent, and nowhere else: see traces.py."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Any

from flask import request
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.flask import FlaskInstrumentor
from opentelemetry.instrumentation.grpc import client_interceptor, filters, server_interceptor
from opentelemetry.instrumentation.grpc.grpcext import intercept_channel
from opentelemetry.instrumentation.pymongo import PymongoInstrumentor
from opentelemetry.propagate import set_global_textmap
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import (
    Decision,
    ParentBased,
    Sampler,
    SamplingResult,
    TraceIdRatioBased,
)
from opentelemetry.trace import Link, SpanKind, Status, StatusCode, TraceState
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import Attributes

from services.shared.build import callboard_version

FLUSH_SECONDS = 3
"""What is not sent within them when a process ends is lost: a collector that is away delays nobody."""

PROBES = r"^https?://[^/]+/(healthz|readyz(/self)?|metrics)$"
ADDRESSES = frozenset(("http.target", "http.url", "url.full", "url.path", "url.query"))
"""What the library says of a request's address, in its older and its newer words."""

_BEGINNERS = (SpanKind.SERVER, SpanKind.PRODUCER)
_UNTRACED = filters.negate(filters.any_of(filters.health_check(), filters.service_prefix("grpc.reflection.")))


class Beginnings(Sampler):
    """A trace begins where a request comes in, or an event goes out that no request caused.

    What a process does by itself, such as its polls, its timers and its probes, begins none.
    """

    def __init__(self, ratio: float) -> None:
        self._ratio = TraceIdRatioBased(ratio)

    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        """Decides about a span without a parent."""
        if kind not in _BEGINNERS:
            return SamplingResult(Decision.DROP)
        return self._ratio.should_sample(
            parent_context, trace_id, name, kind, attributes, links, trace_state=trace_state
        )

    def get_description(self) -> str:
        """For the logs of OpenTelemetry."""
        return f"Beginnings({self._ratio.get_description()})"


class Tracing:
    """One process that is traced. There can be one only: the instrumentation of pymongo is global."""

    def __init__(self, process: str, endpoint: str, ratio: float, *, edge: bool) -> None:
        self._propagator = TraceContextTextMapPropagator()
        set_global_textmap(self._propagator)
        self._provider = TracerProvider(
            resource=_resource(process), sampler=_sampler(ratio, edge), shutdown_on_exit=False
        )
        exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=5)
        self._processor = BatchSpanProcessor(exporter)
        self._provider.add_span_processor(self._processor)
        self._tracer = self._provider.get_tracer("callboard")
        # The names of commands and collections only: values belong to people.
        PymongoInstrumentor().instrument(tracer_provider=self._provider, capture_statement=False)

    def shutdown(self) -> None:
        """Sends what is left."""
        self._processor._batch_processor.shutdown(FLUSH_SECONDS * 1000)
        self._provider.shutdown()

    def traceparent(self) -> str:
        """The present span, as W3C Trace Context writes it."""
        headers: dict[str, str] = {}
        self._propagator.inject(headers)
        return headers.get("traceparent", "")

    def ids(self) -> dict[str, str]:
        """The present span, as logs name it."""
        span = trace.get_current_span().get_span_context()
        if not span.is_valid:
            return {}
        return {
            "trace_id": trace.format_trace_id(span.trace_id),
            "span_id": trace.format_span_id(span.span_id),
        }

    @contextmanager
    def publishing(self, subject: str, headers: MutableMapping[str, str]) -> Iterator[None]:
        """The span of a publication."""
        attributes = {**_message(subject), "messaging.operation.type": "send"}
        attributes["messaging.message.id"] = headers.get("Nats-Msg-Id", "")
        with self._tracer.start_as_current_span(
            f"publish {_type(subject)}",
            context=self._propagator.extract(headers),
            kind=SpanKind.PRODUCER,
            attributes=attributes,
        ):
            self._propagator.inject(headers)
            yield

    @contextmanager
    def consuming(self, durable: str, subject: str, headers: Mapping[str, str]) -> Iterator[None]:
        """The span of a delivery."""
        attributes = {**_message(subject), "messaging.operation.type": "process"}
        attributes["messaging.consumer.group.name"] = durable
        attributes["messaging.message.id"] = str(headers.get("Nats-Msg-Id", ""))
        with self._tracer.start_as_current_span(
            f"process {_type(subject)}",
            context=self._propagator.extract(headers),
            kind=SpanKind.CONSUMER,
            attributes=attributes,
        ):
            yield

    def failed(self, error: Exception) -> None:
        """Marks the present span; the log has all of it."""
        trace.get_current_span().set_status(Status(StatusCode.ERROR, type(error).__name__))

    def interceptors(self) -> list[Any]:
        """One, for every RPC but those of health and reflection."""
        return [server_interceptor(tracer_provider=self._provider, filter_=_UNTRACED)]

    def channel(self, plain: Any) -> Any:
        """The channel, with a span for every call but those of health."""
        return intercept_channel(plain, client_interceptor(tracer_provider=self._provider, filter_=_UNTRACED))

    def instrument(self, app: Any) -> None:
        """Flask; a request is named after its route."""
        instrument(app, self._provider)


def instrument(app: Any, provider: TracerProvider) -> None:
    """Traces the requests of a Flask application. A request is told by its route, not by its address."""
    FlaskInstrumentor.instrument_app(
        app, tracer_provider=provider, excluded_urls=PROBES, enable_commenter=False
    )
    # After the library has begun the span: what its own hook changes, it writes again.
    app.before_request(_hide_address)


def _hide_address() -> None:
    """Addresses hold codes, and the tokens of links: whoever reads traces is to use none of them."""
    span: Any = trace.get_current_span()
    for name in ADDRESSES & set(getattr(span, "attributes", None) or ()):
        span.set_attribute(name, request.url_rule.rule if request.url_rule else "")


def _resource(process: str) -> Resource:
    return Resource.create(
        {
            "service.namespace": "callboard",
            "service.name": process,
            "service.version": callboard_version(),
            "service.instance.id": f"{socket.gethostname()}-{os.getpid()}",
        }
    )


def _sampler(ratio: float, edge: bool) -> Sampler:
    begins = Beginnings(ratio)
    if edge:
        # Whoever calls from outside names the trace, but does not decide what it costs us.
        return ParentBased(begins, remote_parent_sampled=begins, remote_parent_not_sampled=begins)
    return ParentBased(begins)


def _type(subject: str) -> str:
    return subject.rsplit(".", 1)[0]


def _message(subject: str) -> dict[str, str]:
    return {"messaging.system": "nats", "messaging.destination.name": _type(subject)}
