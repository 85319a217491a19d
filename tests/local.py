"""What tests ask of the Callboard of a home, and nobody else does."""

from __future__ import annotations

from collections.abc import Mapping

from deploy.local.home import Home
from deploy.local.ports import HOST
from deploy.local.supervisor import Supervisor
from deploy.mongo_users import system_uri
from deploy.secret_files import SecretFiles


def pids(home: Home) -> dict[str, int]:
    """The processes that run now, supervisord among them, by name."""
    states = Supervisor(home).processes()
    found = {state["name"]: state["pid"] for state in states if state["pid"]}
    return found | ({"supervisord": int((home.run / "supervisord.pid").read_text())} if states else {})


def system_url(home: Home, ports: Mapping[str, int], database: str = "") -> str:
    """The address of a database, or of the server, as a user who may do everything."""
    key = SecretFiles(home.secrets).key_file.read_text(encoding="utf-8")
    return system_uri(f"{HOST}:{ports['mongod']}", key, database)
