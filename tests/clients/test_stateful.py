"""Schemathesis finds no difference between the document and a running Callboard, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients import tools
from tests.e2e.api import Actor, Operator, delegate, send_offer
from tests.tools import run

SETTINGS = tools.HERE / "schemathesis.toml"
Ids = dict[str, str]


@pytest.mark.parametrize("kind", ["operator", "brand", "agency", "creator"])
def test_what_is_answered_is_what_the_document_says(
    kind: str, operator: Operator, document: dict[str, Any], tmp_path: Path
) -> None:
    party, ids = party_of(kind, operator)
    settings = tmp_path / "schemathesis.toml"
    # Settings of the whole come before the tables.
    known = "".join(f'"path.{name}" = "{value}"\n' for name, value in ids.items())
    settings.write_text(f"{SETTINGS.read_text()}\n[parameters]\n{known}")
    run(
        *(tools.schemathesis(), "--config-file", settings, "run"),
        *("--header", f"Authorization: {party.headers['Authorization']}"),
        *(f"--include-operation-id={each}" for each in operations_for(kind, document)),
        f"{operator.base_url}/openapi.json",
        cwd=tmp_path,
    )


def operations_for(kind: str, document: dict[str, Any]) -> Iterator[str]:
    """What a party of this kind may call; the operator calls also what needs no party."""
    for operation in (each for item in document["paths"].values() for each in item.values()):
        parties = operation.get("x-access", {}).get("parties", ["operator"])
        if kind in parties:
            yield operation["operationId"]


def party_of(kind: str, operator: Operator) -> tuple[Actor, Ids]:
    """A party of this kind, and the ids of what there is for it."""
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegation, offer = delegate(agency, creator), send_offer(brand, creator)
    hers = {"creator_id": creator.id, "offer_id": offer["id"]}
    return {
        "operator": (operator, {"creator_id": creator.id}),
        "brand": (brand, {"campaign_id": offer["campaign_id"], "offer_id": offer["id"]}),
        "agency": (agency, hers),
        "creator": (creator, {**hers, "delegation_id": delegation["id"]}),
    }[kind]
