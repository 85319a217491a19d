"""What `deploy.k8s` writes for the manifests."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.k8s import generate, local_secrets
from deploy.k8s.local_secrets import ensure_secrets


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text() for path in files}


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    before = contents(tmp_path)
    ensure_secrets(tmp_path)
    assert contents(tmp_path) == before


def test_only_what_is_missing_is_made(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    before = contents(tmp_path)
    (tmp_path / "roster" / "mongo_uri").unlink()
    ensure_secrets(tmp_path)
    after = contents(tmp_path)
    assert {name for name in after if after[name] != before[name]} == {"roster/mongo_uri"}


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    ensure_secrets(folder)
    public = folder / "keys" / "public"
    modes = {
        path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file() and path.parent != public
    }
    assert modes == {0}
    assert folder.stat().st_mode & 0o077 == 0


def test_each_service_has_a_password_of_its_own_and_nats_knows_it(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    known = (tmp_path / "nats" / "passwords.conf").read_text()
    passwords = set()
    for user in local_secrets.NATS_USERS:
        url = urlsplit((tmp_path / user / "nats_url").read_text())
        assert url.username == user
        assert f'{user}_password: "{url.password}"\n' in known
        passwords.add(url.password)
    for service in local_secrets.SERVICES:
        url = urlsplit((tmp_path / service / "mongo_uri").read_text())
        assert (url.username, url.path) == (service, f"/{service}")
        passwords.add(url.password)
    assert len(passwords) == 7


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
