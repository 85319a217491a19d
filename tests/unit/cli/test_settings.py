"""Where the command connects to, and as whom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from services.cli.errors import CliError
from services.cli.settings import broker, connection, portal_url

LOCAL: dict[str, Any] = {
    "base_url": "http://127.0.0.1:8080",
    "operator": {"client_id": "op", "client_secret": "local"},
}


@pytest.fixture
def environ(tmp_path):
    """The environment of a machine with a local Callboard."""
    (tmp_path / "credentials.json").write_text(json.dumps(LOCAL))
    (tmp_path / "secrets" / "operator").mkdir(parents=True)
    (tmp_path / "secrets" / "operator" / "nats_url").write_text("nats://operator:word@127.0.0.1:4333")
    return {"CALLBOARD_HOME": str(tmp_path)}


def connect(environ, base_url="", client_id="", client_secret=""):
    secret = {"CALLBOARD_CLIENT_SECRET": client_secret} if client_secret else {}
    return connection({**environ, **secret}, base_url=base_url, client_id=client_id)


def test_the_local_callboard_is_the_default(environ):
    found = connect(environ)
    assert (found.base_url, found.client_id, found.client_secret) == (LOCAL["base_url"], "op", "local")


def test_the_portal_of_the_local_callboard(environ, tmp_path):
    home = {"CALLBOARD_HOME": str(tmp_path)}
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps({"base_url": "http://here.test", "portal_url": "http://portal.test"}))
    assert portal_url(home, "http://here.test") == "http://portal.test"
    assert portal_url(home, "http://elsewhere.test") == ""
    path.write_text(json.dumps({"base_url": "http://here.test"}))
    assert portal_url(home, "http://here.test") == ""


def test_options_come_before_the_environment(environ):
    environ |= {"CALLBOARD_BASE_URL": "http://b", "CALLBOARD_CLIENT_ID": "c", "CALLBOARD_CLIENT_SECRET": "s"}
    assert connect(environ).base_url == "http://b"
    assert connect(environ, "http://a/", "x", "y").base_url == "http://a"
    assert connect(environ, "http://a", "x", "y").client_id == "x"


def test_another_client_of_the_local_callboard(environ):
    found = connect(environ, client_id="cl_2", client_secret="two")
    assert (found.base_url, found.client_id, found.client_secret) == (LOCAL["base_url"], "cl_2", "two")


def test_the_local_secret_goes_to_no_other_server(environ):
    with pytest.raises(CliError, match="Name a client for http://elsewhere"):
        connect(environ, base_url="http://elsewhere")
    assert connect(environ, base_url=LOCAL["base_url"] + "/").client_secret == "local"


@pytest.mark.parametrize(("given", "said"), [({"client_id": "x"}, "secret"), ({"client_secret": "y"}, "id")])
def test_half_a_client_is_none(environ, given, said):
    with pytest.raises(CliError, match=f"The client has no {said}"):
        connect(environ, **given)


def test_the_secret_may_stand_in_a_file(environ, tmp_path):
    (tmp_path / "secret").write_text("f\n")
    environ |= {
        "CALLBOARD_BASE_URL": "http://b",
        "CALLBOARD_CLIENT_ID": "c",
        "CALLBOARD_CLIENT_SECRET_FILE": str(tmp_path / "secret"),
    }
    assert connect(environ).client_secret == "f"
    (tmp_path / "secret").unlink()
    with pytest.raises(CliError, match="secret cannot be read"):
        connect(environ)


def test_nothing_known_names_what_to_do(tmp_path):
    with pytest.raises(CliError, match="make up"):
        connect({"CALLBOARD_HOME": str(tmp_path)})


def test_a_broken_file_is_said(environ, tmp_path):
    (tmp_path / "credentials.json").write_text("{")
    with pytest.raises(CliError, match="cannot be read"):
        connect(environ)


def test_an_address_without_a_scheme_is_refused(environ):
    with pytest.raises(CliError, match="is not an http or https URL"):
        connect(environ, "localhost:8080", "x", "y")


def test_the_secret_is_in_no_representation(environ):
    assert "local" not in repr(connect(environ))


def test_the_message_server(environ, tmp_path):
    file = tmp_path / "url"
    file.write_text("nats://operator:word@f\n")
    assert broker(environ, "") == ("nats://operator:word@127.0.0.1:4333", None)
    environ |= {"CALLBOARD_NATS_URL_FILE": str(file)}
    assert broker(environ, "") == ("nats://operator:word@f", None)
    environ |= {"CALLBOARD_NATS_URL": "nats://e"}
    assert broker(environ, "") == ("nats://e", None)
    assert broker(environ, "nats://o") == ("nats://o", None)
    assert broker(environ | {"CALLBOARD_NATS_CA_FILE": "/ca.crt"}, "") == ("nats://e", Path("/ca.crt"))


def test_an_unknown_message_server_names_the_file_and_no_password(tmp_path):
    with pytest.raises(CliError, match=r"No message server is known: use --nats-url.*operator/nats_url"):
        broker({"CALLBOARD_HOME": str(tmp_path)}, "")
    with pytest.raises(CliError, match=r"missing cannot be read"):
        broker({"CALLBOARD_NATS_URL_FILE": str(tmp_path / "missing")}, "")
    (tmp_path / "empty").touch()
    with pytest.raises(CliError, match="empty is empty: write the URL"):
        broker({"CALLBOARD_NATS_URL_FILE": str(tmp_path / "empty")}, "")
