"""A collector of traces: it listens, decodes what comes by OTLP over HTTP, and remembers it."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span as Sent

KINDS = {
    getattr(Sent, f"SPAN_KIND_{name}"): name.lower() for name in ("SERVER", "CLIENT", "PRODUCER", "CONSUMER")
}


@dataclass(frozen=True)
class Span:
    """One span; ids are hexadecimal, `parent` is empty for the first of a trace."""

    trace: str
    id: str
    parent: str
    process: str
    kind: str
    name: str
    attributes: dict[str, str] = field(default_factory=dict)


class Collector:
    """What was received."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.spans: list[Span] = []
        self.endpoint = ""

    def receive(self, body: bytes) -> None:
        """Takes one export in."""
        self.bodies.append(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            process = _texts(resource.resource.attributes)["service.name"]
            for scope in resource.scope_spans:
                self.spans += [_span(process, each) for each in scope.spans]

    def trace(self, trace_id: str) -> list[Span]:
        """The spans of one trace that have come so far."""
        return [each for each in self.spans if each.trace == trace_id]


def _span(process: str, sent: Any) -> Span:
    return Span(
        trace=sent.trace_id.hex(),
        id=sent.span_id.hex(),
        parent=sent.parent_span_id.hex(),
        process=process,
        kind=KINDS.get(sent.kind, "internal"),
        name=sent.name,
        attributes=_texts(sent.attributes),
    )


def _texts(attributes: Any) -> dict[str, str]:
    return {each.key: each.value.string_value for each in attributes}


@contextmanager
def collector() -> Iterator[Collector]:
    """A collector that listens on a free port for the time of the block."""
    kept = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.receive(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    kept.endpoint = f"http://127.0.0.1:{server.server_port}"
    try:
        yield kept
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
