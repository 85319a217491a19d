"""The folder of secrets."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy import make_secrets
from deploy.permissions import NATS_USERS
from deploy.secret_files import SecretFiles
from deploy.topology import SERVICES

MONGODB, NATS = "mongodb:27017", "nats:4222"


def ensure_secrets(folder: Path) -> None:
    SecretFiles(folder).ensure(MONGODB, NATS)


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text() for path in files}


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    before = contents(tmp_path)
    ensure_secrets(tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("removed", "follows"),
    [
        ("mongodb/roster", {"roster/mongo_uri"}),
        ("nats/roster", {"roster/nats_url", "nats/passwords.conf"}),
        ("mongodb/keyfile", set()),
    ],
)
def test_only_a_secret_that_was_removed_is_new(tmp_path: Path, removed: str, follows: set[str]) -> None:
    ensure_secrets(tmp_path)
    before = contents(tmp_path)
    (tmp_path / removed).unlink()
    ensure_secrets(tmp_path)
    after = contents(tmp_path)
    assert {name for name in after if after[name] != before[name]} == {removed, *follows}


@pytest.mark.parametrize("removed", ["roster/mongo_uri", "operator/nats_url", "nats/passwords.conf"])
def test_what_follows_from_the_secrets_comes_back_as_it_was(tmp_path: Path, removed: str) -> None:
    ensure_secrets(tmp_path)
    before = contents(tmp_path)
    (tmp_path / removed).unlink()
    ensure_secrets(tmp_path)
    assert contents(tmp_path) == before


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    ensure_secrets(folder)
    public = folder / "trusted"
    modes = {
        path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file() and path.parent != public
    }
    assert modes == {0}
    assert folder.stat().st_mode & 0o077 == 0


def test_each_service_has_a_password_of_its_own_and_nats_knows_it(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    known = (tmp_path / "nats" / "passwords.conf").read_text()
    passwords = set()
    for user in (each.name for each in NATS_USERS):
        url = urlsplit((tmp_path / user / "nats_url").read_text())
        assert url.username == user
        assert f'{user}_password: "{url.password}"\n' in known
        passwords.add(url.password)
    for user, database in {**{each.name: each.name for each in SERVICES}, "operator": "roster"}.items():
        url = urlsplit((tmp_path / user / "mongo_uri").read_text())
        assert (url.username, url.path) == (user, f"/{database}")
        passwords.add(url.password)
    assert len(passwords) == 2 * len(SERVICES) + 2


def test_what_a_process_needs_lies_in_a_folder_of_its_own(tmp_path: Path) -> None:
    assert make_secrets.main([str(tmp_path), "--mongodb", MONGODB, "--nats", NATS]) == 0
    found = {folder.name: {file.name for file in folder.iterdir()} for folder in tmp_path.iterdir()}
    services = {
        service.name: {"mongo_uri", "nats_url", "signing.pem", *service.secrets} for service in SERVICES
    }
    assert services.items() <= found.items()
    assert found["gateway"] == {"signing.pem"}
    assert found["operator"] == {"mongo_uri", "nats_url", "client_secret", "password"}
    assert found["trusted"] == {f"{name}.pub.pem" for name in (*services, "gateway")}


def test_all_of_it_is_given_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[Path, tuple[int, int]] = {}
    monkeypatch.setattr(os, "chown", lambda path, user, group: given.update({path: (user, group)}))
    secrets, data = tmp_path / "secrets", tmp_path / "data"
    data.mkdir()
    options = ["--mongodb", MONGODB, "--nats", NATS, "--owner", "10001", "--data", str(data)]
    assert make_secrets.main([str(secrets), *options]) == 0
    assert given == dict.fromkeys([*secrets.rglob("*"), data], (10001, 10001))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert make_secrets.main([str(tmp_path / "file"), "--mongodb", MONGODB, "--nats", NATS]) == 1
    assert "Error: " in capsys.readouterr().err


def test_a_new_address_changes_no_password(tmp_path: Path) -> None:
    files = SecretFiles(tmp_path)
    files.ensure("127.0.0.1:1", "127.0.0.1:2")
    before = urlsplit(files.mongo_uri("roster").read_text()), urlsplit(files.nats_url("roster").read_text())
    files.ensure("127.0.0.1:3", "127.0.0.1:4", "directConnection=true")
    after = urlsplit(files.mongo_uri("roster").read_text()), urlsplit(files.nats_url("roster").read_text())
    assert [each.password for each in after] == [each.password for each in before]
    assert [each.port for each in after] == [3, 4]
    assert after[0].query == "directConnection=true"
