"""Where to connect and as whom: options first, then the environment, then CALLBOARD_HOME."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services.cli.errors import CliError, UsageError

DEFAULT_HOME = ".run"


@dataclass(frozen=True)
class Connection:
    """A gateway and a client of it."""

    base_url: str
    client_id: str
    client_secret: str = field(repr=False)


def home(environ: Mapping[str, str]) -> Path:
    """The directory of the local Callboard."""
    return Path(environ.get("CALLBOARD_HOME") or DEFAULT_HOME)


def connection(
    environ: Mapping[str, str],
    *,
    base_url: str,
    client_id: str,
    secret_file: str = "",
    asked: Callable[[str], str] = lambda _: "",
) -> Connection:
    """The connection from what was given as options (empty where not) and what the rest adds.

    The operator's client of credentials.json is used only for the URL that stands beside it, so that
    its secret never goes to another server. A secret is never an option, which other users of the machine
    could read: it comes from a file, from the environment, or is asked for.
    """
    base_url = base_url or environ.get("CALLBOARD_BASE_URL", "")
    client_id = client_id or environ.get("CALLBOARD_CLIENT_ID", "")
    client_secret = _secret(environ, secret_file)
    if client_id and not client_secret:
        client_secret = asked(f"Secret of {client_id}")
    if bool(client_id) != bool(client_secret):
        missing = "secret (CALLBOARD_CLIENT_SECRET or --client-secret-file)"
        raise UsageError(
            f"The client has no {missing if client_id else 'id (--client-id or CALLBOARD_CLIENT_ID)'}."
        )
    if not (base_url and client_id):
        base_url, client_id, client_secret = _completed(home(environ), base_url, client_id, client_secret)
    return _checked(Connection(base_url.rstrip("/"), client_id, client_secret))


def public_connection(environ: Mapping[str, str], base_url: str) -> Connection:
    """The connection for what anybody may read, for which no client is needed."""
    base_url = base_url or environ.get("CALLBOARD_BASE_URL", "")
    if not base_url:
        return connection(environ, base_url="", client_id="")
    return _checked(Connection(base_url.rstrip("/"), "", ""))


def portal_url(environ: Mapping[str, str], base_url: str) -> str:
    """Where the portal of this gateway answers, as `make up` writes it; empty where that is not known."""
    written = _object(home(environ) / "credentials.json")
    known = written.get("portal_url", "") if written.get("base_url") == base_url else ""
    return known if isinstance(known, str) else ""


def _checked(made: Connection) -> Connection:
    if not made.base_url.startswith(("http://", "https://")):
        raise UsageError(f"{made.base_url!r} is not an http or https URL.")
    return made


def _secret(environ: Mapping[str, str], file: str) -> str:
    """The secret that the file of the option holds, else the environment, else the file that it names."""
    if not file and environ.get("CALLBOARD_CLIENT_SECRET"):
        return environ["CALLBOARD_CLIENT_SECRET"]
    named = file or environ.get("CALLBOARD_CLIENT_SECRET_FILE", "")
    try:
        return Path(named).read_text(encoding="utf-8").strip() if named else ""
    except OSError as error:
        raise CliError(f"{named} cannot be read: {error.strerror}.") from error


def broker(environ: Mapping[str, str], given: str) -> tuple[str, Path | None]:
    """The message server, where `given` is the option or empty, and who has signed its certificate."""
    ca_file = environ.get("CALLBOARD_NATS_CA_FILE", "")
    return _nats_url(environ, given), Path(ca_file) if ca_file else None


def _nats_url(environ: Mapping[str, str], given: str) -> str:
    url = given or environ.get("CALLBOARD_NATS_URL", "")
    if url:
        return url
    named = environ.get("CALLBOARD_NATS_URL_FILE", "")
    path = Path(named) if named else home(environ) / "secrets" / "operator" / "nats_url"
    try:
        url = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError(
            "No message server is known: use --nats-url, CALLBOARD_NATS_URL or CALLBOARD_NATS_URL_FILE "
            f"({path} cannot be read: {error.strerror})."
        ) from error
    if not url:
        raise CliError(f"{path} is empty: write the URL of the message server into it.")
    return url


def _completed(directory: Path, base_url: str, client_id: str, client_secret: str) -> tuple[str, str, str]:
    path = directory / "credentials.json"
    written = _object(path)
    local, operator = written.get("base_url"), written.get("operator")
    if not isinstance(local, str) or not isinstance(operator, dict):
        raise UsageError(
            "Where to connect is not known: use --base-url and --client-id, or start "
            f"Callboard with `make up`, which writes {path}."
        )
    if client_id:
        return local, client_id, client_secret
    if base_url and base_url.rstrip("/") != local.rstrip("/"):
        raise UsageError(f"Name a client for {base_url}: {path} holds one of {local} only.")
    return local, str(operator.get("client_id", "")), str(operator.get("client_secret", ""))


def _object(path: Path) -> dict[str, Any]:
    """The JSON object in a file; an absent file is an empty one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise CliError(f"{path} cannot be read: {error}.") from error
    return content if isinstance(content, dict) else {}
