"""What `deploy.k8s` writes for the manifests."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.k8s import generate


def test_an_alert_becomes_part_of_a_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards" / "callboard.json").write_text("{}")
    (tmp_path / "alerts.yaml").write_text("groups:\n  - name: outbox\n\n    rules: []\n")
    for name, path in (
        ("OBSERVABILITY", tmp_path),
        ("ALERTS", tmp_path / "alerts.yaml"),
        ("RULE", tmp_path / "rule.yaml"),
        ("DASHBOARDS", tmp_path / "kustomization.yaml"),
    ):
        monkeypatch.setattr(generate, name, path)
    assert generate.main(["--check"]) == 1
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    assert (
        (tmp_path / "rule.yaml")
        .read_text()
        .endswith("spec:\n  groups:\n    - name: outbox\n\n      rules: []\n")
    )
    assert "files: [dashboards/callboard.json]" in (tmp_path / "kustomization.yaml").read_text()
