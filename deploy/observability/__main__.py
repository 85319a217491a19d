"""`python -m deploy.observability` writes dashboards/*.json; with `--check` it says which are stale."""

from __future__ import annotations

import sys

from deploy.observability.dashboards import FOLDER, contents, stale


def main() -> None:
    """Writes, or compares and ends with 1 where anything differs."""
    if "--check" in sys.argv[1:]:
        sys.exit(" ".join(["stale:", *found]) if (found := stale()) else 0)
    for name, text in contents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
