"""The call by which a command came, without a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.shared.commands import Invocation


def _nothing(_: object) -> bytes:
    return b""


class Called(Invocation):
    """A call by `actor` under a key, whose answer is what `encode` makes of the result."""

    def __init__(
        self,
        actor: str,
        key: str = "",
        sha: str = "sha",
        path: str = "x.Y/Z",
        encode: Callable[[Any], bytes] = _nothing,
    ) -> None:
        super().__init__(actor, "rq_1", path, key, sha)
        self._encode = encode

    def encode(self, result: Any) -> bytes:
        """The result as the answer that a repetition gets."""
        return self._encode(result)
