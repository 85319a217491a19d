"""What all tests share: the data plane, the whole Callboard, and the ban on sockets where none is needed.

CALLBOARD_TEST_STORE=fake leaves out what needs the real servers; =real runs of the contract suites only
what needs them.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog
from pytest_socket import disable_socket, enable_socket

from tests import providers
from tests.containers.system import contained
from tests.e2e.api import Actor, Operator
from tests.e2e.embedded import embedded
from tests.e2e.installation import Installation
from tests.engine import ignore_open_sockets
from tests.providers import DataPlane

HERE = Path(__file__).parent
STORE = "CALLBOARD_TEST_STORE"

_numbers = itertools.count(1)

# The same examples in every run, however slow the machine.
hypothesis.settings.register_profile(
    "callboard", derandomize=True, deadline=None, database=None, max_examples=40
)
hypothesis.settings.load_profile("callboard")

# Not the usual renderer for a terminal, which takes seconds to show the variables of a traceback.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)


def pytest_report_header() -> str:
    """Says which provider the data plane would come from."""
    return providers.pytest_report_header()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the half of the contract suites that was not asked for."""
    if providers.containers_wanted(os.environ):
        ignore_open_sockets(items)
    store = os.environ.get(STORE, "")
    left_out = [item for item in items if _is_left_out(item, store)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _is_left_out(item: pytest.Item, store: str) -> bool:
    real = item.get_closest_marker("real") is not None
    contract = item.path.is_relative_to(HERE / "contracts")
    return (store == "fake" and real) or (store == "real" and contract and not real)


@pytest.fixture(autouse=True)
def _without_sockets(request: pytest.FixtureRequest) -> Iterator[None]:
    """Unit tests and guards open no socket; asyncio's own pair is a Unix one."""
    if not any(request.path.is_relative_to(HERE / layer) for layer in ("unit", "guards")):
        yield
        return
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(scope="session")
def data_plane() -> Iterator[DataPlane]:
    """A real MongoDB and a real NATS, for the whole session."""
    with providers.data_plane() as plane:
        yield plane


@pytest.fixture
def database(data_plane: DataPlane) -> str:
    """The address of an empty database of this test's own."""
    return data_plane.system_mongo_url(f"test_{os.getpid()}_{next(_numbers)}")


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """A whole Callboard for the session: of containers where they are asked for, embedded otherwise."""
    with contained() if providers.containers_wanted(os.environ) else embedded() as made:
        yield made


@pytest.fixture(scope="session")
def operator(installation: Installation) -> Operator:
    """The operator of the session's Callboard."""
    return installation.operator


@pytest.fixture(scope="module")
def parties(operator: Operator) -> dict[str, Actor]:
    """An agency, a brand and a creator of this module's own."""
    return {"agency": operator.agency(), "brand": operator.brand(), "creator": operator.creator()}
