"""What is made out of deploy/observability and deploy/nats is up to date, and promtool understands it."""

from __future__ import annotations

import json

import yaml

from deploy.render import contents
from tests.guards.source import ROOT
from tests.manifests import tools
from tests.manifests.rendered import of_kind

OBSERVABILITY = ROOT / "deploy" / "observability"
ALERTS = OBSERVABILITY / "alerts.yaml"


def test_nothing_rendered_is_stale() -> None:
    assert contents.stale() == [], "run `make render`"


def test_promtool_accepts_the_alerts() -> None:
    said = tools.run(tools.promtool(), "check", "rules", ALERTS)
    assert "SUCCESS" in said


def test_alerts_fire_when_they_should_and_not_else() -> None:
    # promtool ends with an error where one does not.
    said = tools.run(tools.promtool(), "test", "rules", OBSERVABILITY / "alerts.test.yaml")
    assert "SUCCESS" in said


def test_every_alert_is_seen_to_fire() -> None:
    rules = yaml.safe_load(ALERTS.read_text())["groups"]
    cases = yaml.safe_load((OBSERVABILITY / "alerts.test.yaml").read_text())["tests"]
    fired = {it["alertname"] for case in cases for it in case["alert_rule_test"] if it["exp_alerts"]}
    assert fired == {rule["alert"] for group in rules for rule in group["rules"]}


def test_every_dashboard_is_a_config_map() -> None:
    maps = {each["metadata"]["name"]: each for each in of_kind("production with monitoring", "ConfigMap")}
    dashboards = sorted(OBSERVABILITY.glob("dashboards/*.json"))
    assert dashboards
    for file in dashboards:
        each = maps[f"dashboard-{file.stem}"]
        assert each["metadata"]["labels"]["grafana_dashboard"] == "1"
        assert json.loads(each["data"][file.name]) == json.loads(file.read_text())


def test_nats_gets_the_users_as_they_stand() -> None:
    for variant in ("local", "production"):
        (users,) = (
            each
            for each in of_kind(variant, "ConfigMap")
            if each["metadata"]["name"].startswith("nats-users-")
        )
        assert users["data"]["users.conf"] == (ROOT / "deploy" / "nats" / "users.conf").read_text()
