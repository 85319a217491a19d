"""The scene, and the people of the demo in browsers of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.e2e.api import close
from tests.e2e.embedded import operator_of
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
    yield Scene(operator_of(home), portal.base_url)
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


def fresh(portal: Portal) -> Visitor:
    """A browser in which nobody has signed in."""
    return Visitor(portal.base_url, portal.gateway_url)
