"""What `deploy.render` makes of the table."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from deploy import topology
from deploy.render import __main__ as command
from deploy.render import contents
from deploy.topology import PROCESSES, SERVERS, SERVICE_NAMES, SERVICES, TABLE, Consumes


def rendered(path: str) -> str:
    return dict(contents.contents())[Path(path)]


def test_what_is_committed_is_what_the_table_says() -> None:
    assert contents.stale() == [], "run `make render`"


def test_a_stale_file_is_named_and_then_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "contents", lambda: iter([(Path("a/b.yaml"), "new")]))
    monkeypatch.setattr(command, "stale", lambda: [Path("a/b.yaml")])
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["render", "--check"])
    with pytest.raises(SystemExit, match=r"run `make render`[^\n]*\n  a/b\.yaml$"):
        command.main()
    monkeypatch.setattr(sys, "argv", ["render"])
    command.main()
    assert (tmp_path / "a" / "b.yaml").read_text() == "new"


def test_the_consumers_are_those_that_the_services_declare() -> None:
    for service in SERVICES:
        assert list(service.consumers) == contents.declared_by(service.name)
    assert Consumes("roster-activity", "ROSTER", "roster.v1.>") in SERVICES[0].consumers


def test_whoever_reads_the_table_needs_no_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "consumers.json").write_text(
        '{"a": [{"durable": "a-b", "stream": "B", "subject": "b.v1.>"}]}'
    )
    monkeypatch.setattr(topology, "CONSUMERS_FILE", tmp_path / "consumers.json")
    assert topology.consumed_by("a") == (Consumes("a-b", "B", "b.v1.>"),)
    assert topology.consumed_by("unknown") == ()


def test_a_process_is_told_where_its_neighbours_are() -> None:
    named = {service.name: contents.settings(service) for service in TABLE}
    targets = {f"CALLBOARD_GATEWAY_{name.upper()}_TARGET" for name in SERVICE_NAMES}
    assert targets <= named["gateway"].keys()
    assert named["metrics"]["CALLBOARD_METRICS_ROSTER_TARGET"] == "dns:///roster:50051"
    assert not [key for key in named["roster"] if key.endswith("_TARGET")]


def test_an_alert_becomes_part_of_a_rule() -> None:
    alerts = yaml.safe_load(rendered("deploy/observability/alerts.yaml"))
    rule = yaml.safe_load(rendered("deploy/k8s/components/monitoring/alerts.yaml"))
    assert rule["spec"] == alerts


def test_every_process_is_missed() -> None:
    alerts = rendered("deploy/observability/alerts.yaml")
    assert [process for process in PROCESSES if f'{{process="{process.name}"}})' not in alerts] == []
    assert SERVERS["gateway"].component == "gateway"
