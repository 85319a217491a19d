"""What is out of reach, and what is broken."""

from __future__ import annotations

import pytest
from pymongo.errors import (
    AutoReconnect,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    OperationFailure,
)

from services.shared.errors import Internal, NotFound, Unavailable
from services.shared.outages import is_outage

OUT_OF_REACH = [AutoReconnect(), NetworkTimeout(), ExecutionTimeout("slow", 50), Unavailable("x")]
BROKEN = [
    DuplicateKeyError("x"),
    OperationFailure("x"),
    NotFound("x"),
    Internal("x"),
    ValueError("x"),
    KeyError(),
]


@pytest.mark.parametrize("error", OUT_OF_REACH)
def test_trying_again_helps(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize("error", BROKEN)
def test_trying_again_does_not_help(error: Exception) -> None:
    assert not is_outage(error)
