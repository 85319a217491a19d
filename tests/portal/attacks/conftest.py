"""The scene, and the people of the demo in browsers of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.api import close
from tests.e2e.embedded import operator_of
from tests.portal.attacks.routes import filled, taking
from tests.portal.attacks.scene import Scene
from tests.portal.attacks.visitors import Visitor
from tests.portal.conftest import Portal


@pytest.fixture(scope="session")
def home(portal: Portal) -> Path:
    """Where the Callboard keeps its files."""
    return portal.key_file.parents[2]


@pytest.fixture(scope="session")
def scene(portal: Portal, home: Path) -> Iterator[Scene]:
    """An agency with two creators, made once."""
    made = Scene(operator_of(home), portal.base_url)
    yield made
    # A Callboard that goes on running does not keep her in its directory.
    made.found(listed=False)
    close(portal.gateway_url)


@pytest.fixture(scope="session")
def visitor(portal: Portal) -> Callable[[str], Visitor]:
    """`visitor("brand")`: the person of the demo with this role, signed in once."""

    @cache
    def entered(role: str) -> Visitor:
        person, made = portal.people[role], fresh(portal)
        made.enter(person.email, person.password)
        assert made.held(), f"{role} has not signed in"
        return made

    return entered


PAGES = {
    "owner": ("/",),
    "creator": ("/activity", "/calendar", "/creators", "/delegations", "/offers", "/profile"),
    "brand": ("/campaigns", "/discover", "/offers"),
    "operator": ("/operator",),
    "nobody": ("/creators", "/offers", "/session", "/sign", "/static"),
}
"""How the addresses begin that say more to some people than that they are not for them."""


@dataclass(frozen=True)
class Shown:
    """What somebody was answered who has opened an address of the portal."""

    who: str
    rule: str
    answer: Any

    def __str__(self) -> str:
        """For whoever reads why a test has failed."""
        return f"{self.rule} for {self.who}: {self.answer.status_code}"


@pytest.fixture(scope="session")
def shown(portal: Portal, scene: Scene, visitor: Callable[[str], Visitor]) -> list[Shown]:
    """Every address of the portal, as all kinds of people see it, and nobody."""
    scene.say()
    people = {
        "owner": scene.owner,
        "creator": scene.acting(scene.own, portal),
        "brand": scene.acting(scene.brand, portal),
        "operator": visitor("operator"),
        "nobody": fresh(portal),
    }
    ids = scene.ids()
    return [
        Shown(who, rule, browser.look(filled(rule, {**ids, **scene.more_ids[who]})))
        for who, browser in people.items()
        for rule in taking("GET")
        if rule.startswith(PAGES[who])
        # It begins something, and so would belong to the test that is at it.
        if rule != "/sign-in" or who == "nobody"
    ]


def fresh(portal: Portal) -> Visitor:
    """A browser in which nobody has signed in."""
    return Visitor(portal.base_url, portal.gateway_url)
