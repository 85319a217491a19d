"""A service that is added to a copy of the repository is up, reachable, permitted and watched."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.e2e.embedded import embedded
from tests.e2e.waiting import eventually
from tests.new_service import add_to_copy


@pytest.mark.long
def test_a_new_service_serves(tmp_path: Path) -> None:
    add_to_copy(tmp_path)
    with embedded(tmp_path) as made:
        creator = made.operator.creator()
        # Its worker has consumed an event of roster's, and its rpc process reads what that has stored.
        path = f"/v1/operator/directory/{creator.id}"
        entry = eventually(lambda: made.operator.get(path))
        assert entry["id"] == creator.id
        for process in ("directory-rpc", "directory-worker"):
            figures = httpx.get(f"http://{made.address(f'{process}-ops')}/metrics").text
            assert f'callboard_build_info{{process="{process}"' in figures
