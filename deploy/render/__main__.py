"""`python -m deploy.render` writes every rendered file; with `--check` it names those that are stale."""

from __future__ import annotations

import sys

from deploy.render.contents import ROOT, contents, holds, stale


def main() -> None:
    """Writes, or compares and ends with 1 where anything differs."""
    if "--check" in sys.argv[1:]:
        found = "".join(f"\n  {path}" for path in stale())
        sys.exit(f"Stale, run `make render` and commit what it writes:{found}" if found else 0)
    for path, text in contents():
        # What is as it should be stays untouched: `make` takes a new pyproject.toml for new dependencies.
        if not holds(ROOT / path, text):
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text, encoding="utf-8")
            print(f"Written: {path}")


if __name__ == "__main__":
    main()
