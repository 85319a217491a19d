"""The dashboards as code: what each panel shows, and how that becomes Grafana's JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deploy.topology import SERVICE_NAMES

WIDTH, HEIGHT = 12, 8
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}

REFUSED = "callboard_rpc_refused_total"
PROCESS = "on (job, instance) group_left (process) callboard_build_info"
"""Gives a figure the name of the process that it is from, however the scraping names its targets."""

HTTP, RPC = "callboard_http_request_duration_seconds", "callboard_rpc_duration_seconds"
HANDLING, DELAY = "callboard_event_handling_seconds", "callboard_event_delay_seconds"


@dataclass(frozen=True)
class Panel:
    """One chart: PromQL expressions, each with the legend of its lines. `unit` is one of Grafana's."""

    title: str
    queries: tuple[tuple[str, str], ...]
    unit: str = "short"
    kind: str = "timeseries"
    width: int = WIDTH
    description: str = ""


@dataclass(frozen=True)
class Dashboard:
    """A page of panels. `variable` is a choice at its top: its name, and what can be chosen."""

    uid: str
    title: str
    panels: tuple[Panel, ...]
    variable: tuple[str, tuple[str, ...]] | None = None


def _quantiles(metric: str, by: str = "", where: str = "") -> tuple[tuple[str, str], ...]:
    labels = f"le, {by}" if by else "le"
    legend = f" {{{{{by}}}}}" if by else ""
    rates = f"sum by ({labels}) (rate({metric}_bucket{where}[$__rate_interval]))"
    return tuple(
        (f"histogram_quantile({part}, {rates})", f"p{part[2:]}{legend}") for part in ("0.50", "0.99")
    )


def _rate(metric: str, by: str, where: str = "") -> tuple[str, str]:
    return f"sum by ({by}) (rate({metric}{where}[$__rate_interval]))", f"{{{{{by}}}}}"


def _of_process(function: str, metric: str, more: str = "") -> tuple[str, str]:
    by = f"process, {more}" if more else "process"
    legend = f"{{{{process}}}} {{{{{more}}}}}" if more else "{{process}}"
    return f"{function} by ({by}) ({metric} * {PROCESS})", legend


FAILED = '{status=~"5.."}'
_HTTP_ERRORS = (
    f"sum(rate({HTTP}_count{FAILED}[$__rate_interval])) / sum(rate({HTTP}_count[$__rate_interval]))"
)
_LEASES = "callboard_lease_lookups_total"
_HITS = f'sum(rate({_LEASES}{{outcome="hit"}}[$__rate_interval])) / sum(rate({_LEASES}[$__rate_interval]))'

OVERVIEW = Dashboard(
    "callboard-overview",
    "Callboard: overview",
    (
        Panel(
            "Requests a second",
            ((f"sum(rate({HTTP}_count[$__rate_interval]))", "requests"),),
            "reqps",
            "stat",
            6,
        ),
        Panel("Requests that fail (5xx)", ((_HTTP_ERRORS, "failed"),), "percentunit", "stat", 6),
        Panel(
            "Oldest event not published",
            (_of_process("max", "callboard_outbox_oldest_age_seconds"),),
            "s",
            "stat",
            6,
        ),
        Panel(
            "Dead letters",
            (("max by (consumer) (callboard_dead_letters)", "{{consumer}}"),),
            "short",
            "stat",
            6,
        ),
        Panel("Requests by status", (_rate(f"{HTTP}_count", "status"),), "reqps"),
        Panel("Duration of requests", _quantiles(HTTP), "s"),
        Panel("Slowest routes (p99)", (_quantiles(HTTP, "route")[1],), "s"),
        Panel(
            "Leases",
            (_rate(_LEASES, "outcome"), (_HITS, "share of hits")),
            "short",
            description="A hit spares a question to roster; denied is a request without a grant.",
        ),
        Panel(
            "Live streams of events",
            (
                ("sum(callboard_event_streams)", "open"),
                _rate("callboard_event_streams_ended_total", "reason"),
                ("sum(rate(callboard_events_streamed_total[$__rate_interval]))", "events a second"),
            ),
            "short",
            description="Slow is a listener that did not read; refused one who may listen no more.",
        ),
        Panel(
            "Processes", (("count by (process, version) (callboard_build_info)", "{{process}} {{version}}"),)
        ),
        Panel("Processes that are not ready", (_of_process("sum", "(1 - callboard_ready)"),)),
        Panel("Memory", (_of_process("max", "process_resident_memory_bytes"),), "bytes"),
        Panel(
            "Processor time",
            (_of_process("sum", "rate(process_cpu_seconds_total[$__rate_interval])"),),
            "short",
        ),
    ),
)

OF_SERVICE = '{rpc=~"$service.v1..*"}'
_OWN = '{process=~"$service-.*"}'
_RPC_ERRORS = (
    f'sum by (rpc, outcome) (rate({RPC}_count{{rpc=~"$service.v1..*", outcome=~"internal|unavailable"}}'
    "[$__rate_interval]))"
)

SERVICE = Dashboard(
    "callboard-service",
    "Callboard: one service",
    (
        Panel("Calls a second", (_rate(f"{RPC}_count", "rpc", OF_SERVICE),), "reqps"),
        Panel("Failures", ((_RPC_ERRORS, "{{rpc}} {{outcome}}"),), "reqps"),
        Panel("Duration (p99)", (_quantiles(RPC, "rpc", OF_SERVICE)[1],), "s"),
        Panel("Duration of all", _quantiles(RPC, "", OF_SERVICE), "s"),
        Panel("Outcomes", (_rate(f"{RPC}_count", "outcome", OF_SERVICE),), "reqps"),
        Panel(
            "Calls being served",
            (
                (f"sum by (process) (callboard_rpc_in_flight * {PROCESS}{_OWN})", "{{process}}"),
                (f"sum by (process) (callboard_rpc_capacity * {PROCESS}{_OWN})", "{{process}} at most"),
                (
                    f"sum by (process) (rate({REFUSED}[$__rate_interval]) * {PROCESS}{_OWN})",
                    "{{process}} refused a second",
                ),
            ),
        ),
        Panel(
            "Connections to MongoDB",
            (
                (
                    f"sum by (process, state) (callboard_mongo_pool_connections * {PROCESS}{_OWN})",
                    "{{process}} {{state}}",
                ),
            ),
        ),
        Panel(
            "Memory",
            ((f"max by (instance) (process_resident_memory_bytes * {PROCESS}{_OWN})", "{{instance}}"),),
            "bytes",
        ),
    ),
    ("service", SERVICE_NAMES),
)

EVENTS = Dashboard(
    "callboard-events",
    "Callboard: events",
    (
        Panel("Events in the outboxes", (_of_process("max", "callboard_outbox_waiting_events"),)),
        Panel("Age of the oldest", (_of_process("max", "callboard_outbox_oldest_age_seconds"),), "s"),
        Panel("Published a second", (_rate("callboard_events_published_total", "type"),), "short"),
        Panel(
            "Waiting for consumers",
            (("max by (consumer) (callboard_consumer_pending_events)", "{{consumer}}"),),
        ),
        Panel(
            "From fact to handling",
            _quantiles(DELAY, "consumer"),
            "s",
            description="Between the moment at which something happened and the beginning of its handling.",
        ),
        Panel("Duration of handling", _quantiles(HANDLING, "consumer"), "s"),
        Panel(
            "Deliveries by outcome",
            (
                (
                    f"sum by (consumer, outcome) (rate({HANDLING}_count[$__rate_interval]))",
                    "{{consumer}} {{outcome}}",
                ),
            ),
            "short",
        ),
        Panel("Dead letters", (("max by (consumer) (callboard_dead_letters)", "{{consumer}}"),)),
        Panel(
            "Webhooks: deliveries by outcome",
            (_rate("callboard_webhook_deliveries_total", "outcome"),),
            "short",
            description="Retried is a failed attempt of several; failed is given up after three days.",
        ),
        Panel(
            "Webhooks: from the event to its arrival",
            _quantiles("callboard_webhook_delivery_age_seconds"),
            "s",
        ),
        Panel(
            "Webhooks: lanes that are due, and webhooks that are paused",
            (
                ("max(callboard_webhook_lanes_due)", "lanes due"),
                ("max(callboard_webhooks_paused)", "paused after failures"),
            ),
            description="A lane is what waits for one webhook about one creator.",
        ),
        Panel(
            "Webhooks: for how long the first has been due",
            (("max(callboard_webhook_oldest_due_seconds)", "first lane"),),
            "s",
        ),
    ),
)

ALL = (OVERVIEW, SERVICE, EVENTS)


def _panel(number: int, panel: Panel, x: int, y: int) -> dict[str, Any]:
    targets = [
        {"refId": chr(65 + at), "expr": expression, "legendFormat": legend, "datasource": DATASOURCE}
        for at, (expression, legend) in enumerate(panel.queries)
    ]
    return {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "description": panel.description,
        "datasource": DATASOURCE,
        "gridPos": {"x": x, "y": y, "w": panel.width, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": targets,
    }


def _placed(panels: Sequence[Panel]) -> list[dict[str, Any]]:
    """The panels from left to right and from top to bottom, on Grafana's 24 columns."""
    found, x, y = [], 0, 0
    for number, panel in enumerate(panels, start=1):
        if x + panel.width > 24:
            x, y = 0, y + HEIGHT
        found.append(_panel(number, panel, x, y))
        x += panel.width
    return found


def _variables(dashboard: Dashboard) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"name": "datasource", "type": "datasource", "query": "prometheus"}]
    if dashboard.variable:
        name, choices = dashboard.variable
        options = [{"text": each, "value": each, "selected": each == choices[0]} for each in choices]
        current = {"text": choices[0], "value": choices[0]}
        found.append(
            {
                "name": name,
                "type": "custom",
                "query": ",".join(choices),
                "options": options,
                "current": current,
            }
        )
    return found


def rendered(dashboard: Dashboard) -> dict[str, Any]:
    """The dashboard as Grafana imports it."""
    return {
        "uid": dashboard.uid,
        "title": dashboard.title,
        "tags": ["callboard"],
        "schemaVersion": 39,
        "version": 1,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "templating": {"list": _variables(dashboard)},
        "panels": _placed(dashboard.panels),
    }


def contents() -> dict[str, str]:
    """What each file should hold, by name."""
    return {
        f"{each.uid.removeprefix('callboard-')}.json": json.dumps(rendered(each), indent=2) + "\n"
        for each in ALL
    }
