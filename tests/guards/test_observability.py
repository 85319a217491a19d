"""Dashboards and alerts speak of figures that exist: names, labels and values come from the code itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client import CollectorRegistry
from prometheus_client.metrics import MetricWrapperBase

from deploy.render import contents, dashboards
from deploy.topology import PROCESSES as TABLE
from services.gateway.telemetry import LEASE_OUTCOMES, Meter
from services.notifications import telemetry as notifications
from services.shared import telemetry
from services.shared.errors import CLASSES_BY_KIND
from tests.guards.source import ROOT

ALERTS = ROOT / "deploy" / "observability" / "alerts.yaml"
RUNBOOK = ROOT / "docs" / "operations.md"
BY_SCRAPING = {"job", "instance"}
"""What Prometheus itself puts on every figure."""

GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
PROCESSES = {process.name for process in TABLE}
VALUES = {
    ("callboard_build_info", "process"): PROCESSES,
    ("callboard_lease_lookups_total", "outcome"): set(LEASE_OUTCOMES),
    ("callboard_rpc_duration_seconds_count", "outcome"): {"ok", *CLASSES_BY_KIND},
    ("callboard_webhook_deliveries_total", "outcome"): {"delivered", "retried", "failed", "silenced"},
    ("callboard_mongo_pool_connections", "state"): {"idle", "in_use", "waiting"},
}


def series() -> dict[str, set[str]]:
    """Every series that a process offers, with its labels, as the registries of the code tell."""
    found: dict[str, set[str]] = {}
    for registry in (
        telemetry.registry(telemetry.RPC),
        telemetry.registry((*telemetry.WORKER, *notifications.SERIES)),
        Meter().registry,
    ):
        found |= _of(registry)
    return found


def _of(registry: CollectorRegistry) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for collector in registry._collector_to_names:
        for family in collector.collect():
            labels = set(collector._labelnames) if isinstance(collector, MetricWrapperBase) else set()
            labels |= {label for sample in family.samples for label in sample.labels} - {"le"}
            ends = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(
                family.type, ("",)
            )
            for end in ends:
                found[family.name + end] = labels | ({"le"} if end == "_bucket" else set())
    return found


SERIES = series()


def expressions() -> Iterator[tuple[str, str]]:
    """Every expression with where it stands."""
    for rule in rules():
        yield f"alert {rule['alert']}", rule["expr"]
    for path in sorted((ROOT / contents.DASHBOARDS).glob("*.json")):
        page = json.loads(path.read_text())
        for panel in page["panels"]:
            for target in panel["targets"]:
                text = target["expr"].replace("$__rate_interval", "5m").replace("$service", "roster")
                yield f"{path.stem}: {panel['title']} {target['refId']}", text


def rules() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]


EXPRESSIONS = dict(expressions())


def selectors(node: Any) -> Iterator[Any]:
    """Every selector of series below a parsed expression."""
    if isinstance(node, promql_parser.VectorSelector):
        yield node
    for name in ("expr", "lhs", "rhs", "param", "vector_selector"):
        below = getattr(node, name, None)
        if below is not None:
            yield from selectors(below)
    for below in getattr(node, "args", None) or ():
        yield from selectors(below)


def faults(expression: str) -> list[str]:
    """What an expression says that the code knows nothing of; ValueError where it is no PromQL."""
    found, known = [], set(BY_SCRAPING)
    for selector in selectors(promql_parser.parse(expression)):
        if selector.name not in SERIES:
            found.append(f"there is no {selector.name}")
            continue
        known |= SERIES[selector.name]
        found += [each for matcher in selector.matchers.matchers for each in _matched(selector.name, matcher)]
    named = {each.strip() for group in GROUPING.findall(expression) for each in group.split(",")} - {""}
    return found + [f"no series has the label {label}" for label in sorted(named - known)]


def _matched(series_name: str, matcher: Any) -> Iterator[str]:
    if matcher.name not in SERIES[series_name] | BY_SCRAPING:
        yield f"{series_name} has no label {matcher.name}"
    values = VALUES.get((series_name, matcher.name))
    if values and not any(re.fullmatch(part, value) for part in matcher.value.split("|") for value in values):
        yield f"{series_name} never has {matcher.name}={matcher.value}"


def test_every_expression_speaks_of_what_there_is() -> None:
    found = {where: faults(expression) for where, expression in EXPRESSIONS.items()}
    assert {where: said for where, said in found.items() if said} == {}


def test_a_wrong_expression_is_noticed() -> None:
    wrong = {
        "sum(rate(callboard_rpc_seconds_count[5m]))": "there is no callboard_rpc_seconds_count",
        "sum by (route) (callboard_rpc_in_flight)": "no series has the label route",
        'callboard_dead_letters{stream="x"}': "callboard_dead_letters has no label stream",
        'callboard_build_info{process="rooster"}': "callboard_build_info never has process=rooster",
    }
    assert {expression: faults(expression) for expression in wrong} == {
        expression: [fault] for expression, fault in wrong.items()
    }


def test_every_figure_of_the_code_is_on_a_dashboard_or_in_an_alert() -> None:
    everything = " ".join(EXPRESSIONS.values())
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in SERIES if name.startswith("callboard_")}
    assert [name for name in sorted(families) if name not in everything] == []


def test_the_dashboards_are_what_their_code_writes() -> None:
    written = {path.name for path in (ROOT / contents.DASHBOARDS).iterdir()}
    assert written == set(dashboards.contents())
    assert [path for path in contents.stale() if path.parent == contents.DASHBOARDS] == []


def test_an_alert_says_what_is_wrong_and_what_to_do(subtests: pytest.Subtests) -> None:
    for rule in rules():
        with subtests.test(rule["alert"]):
            assert rule["labels"]["severity"] in {"page", "ticket"}
            assert set(rule["annotations"]) == {"summary", "description", "runbook_url"}
            file, _, anchor = rule["annotations"]["runbook_url"].partition("#")
            assert (file, bool(anchor)) == ("docs/operations.md", True)


def test_every_alert_has_a_section_in_the_runbook() -> None:
    headings = re.findall(r"^#+ (.*)$", RUNBOOK.read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    named = {rule["annotations"]["runbook_url"].partition("#")[2] for rule in rules()}
    assert named - anchors == set()


def test_the_runbook_speaks_of_figures_that_there_are() -> None:
    known = set(SERIES) | {re.sub(r"_(bucket|count|sum)$", "", name) for name in SERIES}
    named = set(re.findall(r"\bcallboard_[a-z_]+", RUNBOOK.read_text()))
    assert named
    assert named - known == set()
