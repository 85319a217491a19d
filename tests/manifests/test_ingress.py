"""The outside reaches every public page of the gateway, and none that is the cluster's own."""

from __future__ import annotations

import pytest

from tests.manifests.rendered import Document, of_kind
from tests.unit.gateway.support import Stage, write_keys

OWN = ("/healthz", "/readyz")
"""What the gateway says to the cluster only."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The paths that the gateway serves."""
    keys = tmp_path_factory.mktemp("keys")
    write_keys(keys)
    stage = Stage(keys)
    return {rule.rule for rule in stage.app.url_map.iter_rules()} | set(stage.front._pages)


def ingress(name: str) -> Document:
    """That of the gateway or of the portal."""
    return next(each for each in of_kind("production", "Ingress") if each["metadata"]["name"] == name)


def reaches(page: str) -> bool:
    """Whether the Ingress lets a request for this path through."""
    (rule,) = ingress("gateway")["spec"]["rules"]
    return any(_matches(path, page) for path in rule["http"]["paths"])


def _matches(path: dict[str, str], page: str) -> bool:
    exact = page == path["path"]
    return exact or (path["pathType"] == "Prefix" and page.startswith(path["path"] + "/"))


def test_every_page_is_either_public_or_the_clusters_own(pages: set[str]) -> None:
    assert len(pages) > 30
    assert {page for page in pages if not reaches(page)} == {page for page in pages if page.startswith(OWN)}


def test_the_outside_never_sees_figures(pages: set[str]) -> None:
    assert set(OWN) <= pages
    assert [page for page in OWN if reaches(page)] == []


def test_the_portal_has_a_host_of_its_own() -> None:
    gateway, portal = (
        {rule["host"] for rule in ingress(name)["spec"]["rules"]} for name in ("gateway", "portal")
    )
    assert not gateway & portal
    (path,) = (path for rule in ingress("portal")["spec"]["rules"] for path in rule["http"]["paths"])
    assert (path["path"], path["backend"]["service"]["name"]) == ("/", "portal")


@pytest.mark.parametrize("name", ["gateway", "portal"])
def test_only_https_is_served(name: str) -> None:
    spec = ingress(name)["spec"]
    hosts = {rule["host"] for rule in spec["rules"]}
    assert {host for entry in spec["tls"] for host in entry["hosts"]} == hosts
