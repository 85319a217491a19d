"""Samples of code, and links, in the document."""

from __future__ import annotations

import ast
import shlex
from collections.abc import Iterator
from typing import Any

import pytest

from services.gateway.openapi import openapi
from services.gateway.transcode.routes import routes_of
from services.shared.contracts import descriptors


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document of every service."""
    return openapi(routes_of(descriptors()))


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in document["paths"].values():
        yield from item.values()


def samples(operation: dict[str, Any]) -> tuple[str, str]:
    curl, python = operation["x-codeSamples"]
    return curl["source"], python["source"]


def test_every_sample_can_be_read(document: dict[str, Any]) -> None:
    for operation in operations(document):
        curl, python = samples(operation)
        assert shlex.split(curl)[0] == "curl"
        call = ast.parse(python, mode="eval").body
        assert isinstance(call, ast.Call), python
        assert "{" not in shlex.split(curl)[3], "every variable of a path has an example"


def test_a_sample_names_what_an_operation_demands(document: dict[str, Any]) -> None:
    curl, python = samples(document["paths"]["/v1/creators/{creator_id}/rate-card"]["put"])
    assert "--header 'If-Match: \"1\"'" in curl
    assert python.startswith('client.put_rate_card(\n    "cr_')
    assert 'if_match="\\"1\\""' in python
    assert "--header 'Content-Type: application/json'" in curl
    curl, python = samples(document["paths"]["/v1/creators/{creator_id}/metrics/series"]["get"])
    assert "/metrics/series?metric=" in curl
    assert "client.get_series(" in python
    assert "metric=" in python


def test_a_file_and_a_form_are_sent_as_such(document: dict[str, Any]) -> None:
    curl, python = samples(document["paths"]["/v1/metrics/snapshots"]["post"])
    assert "--data-binary @snapshots.csv" in curl
    assert 'content=open("snapshots.csv", "rb")' in python
    curl, python = samples(document["paths"]["/oauth/token"]["post"])
    assert "--data-urlencode grant_type=client_credentials" in curl
    assert "Authorization" not in curl
    assert python.startswith('client.create_token(\n    grant_type="client_credentials"')


def test_what_is_created_leads_to_where_its_id_is_used(document: dict[str, Any]) -> None:
    sent = document["paths"]["/v1/campaigns/{campaign_id}/offers"]["post"]["responses"]["201"]["links"]
    assert sent["getCreatorOffer"] == {
        "operationId": "getCreatorOffer",
        "parameters": {"creator_id": "$response.body#/creator_id", "offer_id": "$response.body#/id"},
    }
    assert sent["getCampaignOffer"]["parameters"]["campaign_id"] == "$request.path.campaign_id"
    made = document["paths"]["/v1/operator/creators"]["post"]["responses"]["201"]["links"]
    assert made["getCreator"]["parameters"] == {"creator_id": "$response.body#/creator/id"}
    campaign = document["paths"]["/v1/campaigns"]["post"]["responses"]["201"]["links"]
    assert campaign["putCampaign"]["parameters"]["If-Match"] == "$response.header.ETag"


def test_a_link_fills_every_variable_of_its_operation(document: dict[str, Any]) -> None:
    by_name = {operation["operationId"]: operation for operation in operations(document)}
    for operation in operations(document):
        for link in operation["responses"].get("201", {}).get("links", {}).values():
            parameters = by_name[link["operationId"]]["parameters"]
            wanted = {each["name"] for each in parameters if each["in"] == "path"}
            assert wanted <= link["parameters"].keys(), link
