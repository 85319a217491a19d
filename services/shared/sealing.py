"""JSON that is encrypted for one use, with keys that can be replaced while what they sealed stays good."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

ALGORITHMS = ["dir", "A256GCM"]


class Seals:
    """Seals and opens. `keys` are secrets, separated by white space: the first one seals, each opens.

    `name` says what the keys are for: with another one, the same secret is another key.
    """

    def __init__(self, name: str, keys: str) -> None:
        known = [_key(name, each) for each in keys.split()]
        self._sealing = known[0]
        self._keys = KeySet([*known])

    def seal(self, use: str, content: Mapping[str, Any]) -> str:
        """The content, which is opened for the same use only; letters, digits, `-`, `_` and four points."""
        header = {"alg": "dir", "enc": "A256GCM", "kid": self._sealing.kid}
        text = json.dumps({**content, "use": use}, separators=(",", ":"))
        return jwe.encrypt_compact(header, text.encode(), self._sealing, algorithms=ALGORITHMS)

    def open(self, use: str, sealed: str) -> dict[str, Any] | None:
        """What was sealed for this use; None where it was not, or by nobody who knows a key."""
        opened = self._opened(sealed, self._keys)
        return opened if opened is not None and opened.get("use") == use else None

    def is_current(self, sealed: str) -> bool:
        """Whether the key that seals now has sealed it."""
        return self._opened(sealed, KeySet([self._sealing])) is not None

    def _opened(self, sealed: str, keys: KeySet) -> dict[str, Any] | None:
        if not sealed:
            return None
        try:
            opened = jwe.decrypt_compact(sealed, keys, algorithms=ALGORITHMS).plaintext
            content = json.loads(opened or b"null")
        except (JoseError, ValueError):
            return None
        return content if isinstance(content, dict) else None


def _key(name: str, secret: str) -> OctKey:
    about = f"callboard {name} key"
    key_id = hashlib.sha256(f"{about} id\0{secret}".encode()).hexdigest()[:8]
    key = hashlib.sha256(f"{about}\0{secret}".encode()).digest()
    return OctKey.import_key(key, {"kid": key_id, "use": "enc", "alg": "dir"})
