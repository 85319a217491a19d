"""MongoDB is the truth: what one service keeps of another can be dropped and announced again."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pymongo

from deploy.secret_files import SecretFiles
from tests.e2e.api import Operator, delegate, send_offer
from tests.e2e.conftest import ROOT, Installation, local
from tests.e2e.test_import import rows, upload
from tests.e2e.waiting import eventually


def test_projections_come_back_from_nothing(installation: Installation, operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    send_offer(brand, creator)
    upload(operator, rows(creator.id, 3).encode())
    before = eventually(lambda: complete(agency.get("/v1/roster")))

    drop(installation)
    dropped = agency.get("/v1/roster")["items"][0]
    assert (dropped["open_offers"], dropped["creator"]["stats"]["followers"]) == (0, None)

    for service in ("campaigns", "metrics"):
        reannounce(installation, service)
    after = eventually(lambda: complete(agency.get("/v1/roster")))
    assert after == before


def complete(roster: dict[str, Any]) -> dict[str, Any] | None:
    """The one line of the roster, once both projections have arrived."""
    (item,) = roster["items"]
    return item if item["open_offers"] and item["creator"]["stats"]["followers"] else None


def drop(installation: Installation) -> None:
    """Empties what roster has projected from the facts of campaigns and metrics."""
    uri = SecretFiles(installation.home / "secrets").mongo_uri("roster").read_text()
    with pymongo.MongoClient[dict[str, Any]](uri) as client:
        client["roster"]["open_offers"].delete_many({})
        client["roster"]["parties"].update_many(
            {"kind": "creator"}, {"$set": {"stats": {}}, "$inc": {"version": 1}}
        )


def reannounce(installation: Installation, service: str) -> None:
    """Runs the operator's command with the settings of the running service."""
    shown = local(installation.home, 0, "env", service).stdout
    exports = (line.removeprefix("export ").split("=", 1) for line in shown.splitlines())
    environment = os.environ | {name: value.strip("'\"") for name, value in exports}
    command = [sys.executable, "-m", f"services.{service}", "reannounce"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=60)
