"""What the tests of manifests have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.manifests import rendered


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each variant in a file."""
    folder = tmp_path_factory.mktemp("manifests")
    paths = {name: folder / f"{name.replace(' ', '-')}.yaml" for name in rendered.VARIANTS}
    for name, path in paths.items():
        path.write_text(rendered.text(name))
    return paths
