"""The folder of a backup: its files, and the manifest that says what belongs to it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from deploy.backup.errors import BackupError

MANIFEST = "manifest.json"
FORMAT = 1
Manifest = dict[str, Any]


class Archive:
    """A folder of a backup. It holds everything that Callboard knows: only its owner may read it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def begin(self) -> None:
        """Makes the folder; raises BackupError where something is in it."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(self.root.iterdir()):
            raise BackupError(f"{self.root} is not empty: name a new folder.")

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A new file, on the disk when the block ends."""
        path = self.root / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(path, "xb", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    def write_json(self, name: str, content: Any) -> None:
        """A new file of readable JSON."""
        with self.writing(name) as file:
            file.write(json.dumps(content, indent=2, sort_keys=True).encode() + b"\n")

    def read_json(self, name: str) -> Any:
        """The content of a JSON file."""
        return json.loads((self.root / name).read_bytes())

    def finish(self, manifest: Manifest) -> Manifest:
        """Writes the manifest, which makes a backup of the files; returns it with their checksums."""
        whole = {"format": FORMAT, **manifest, "files": self._checksums()}
        self.write_json(MANIFEST, whole)
        return whole

    def verified(self) -> Manifest:
        """The manifest, after every file was compared with it; raises BackupError with all that differs."""
        try:
            manifest: Manifest = self.read_json(MANIFEST)
        except (OSError, ValueError) as error:
            raise BackupError(
                f"{self.root} is no complete backup: it has no readable {MANIFEST}, which is written last."
            ) from error
        if manifest.get("format") != FORMAT:
            raise BackupError(f"{self.root} has the format {manifest.get('format')}; known is {FORMAT}.")
        expected, found = manifest["files"], self._checksums()
        wrong = sorted(name for name in expected | found if expected.get(name) != found.get(name))
        if wrong:
            raise BackupError(f"{self.root} is damaged: {', '.join(wrong)} differ from {MANIFEST}.")
        return manifest

    def _checksums(self) -> dict[str, dict[str, Any]]:
        files = sorted(path for path in self.root.rglob("*") if path.is_file())
        named = {str(path.relative_to(self.root)): path for path in files}
        return {name: _checksum(path) for name, path in named.items() if name != MANIFEST}


def _checksum(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
