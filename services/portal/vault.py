"""What cookies hold: JSON, encrypted with a key that all replicas share and nobody else knows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

ALGORITHMS = ["dir", "A256GCM"]
LARGEST = 3800
"""Characters of a cookie; browsers drop one that is larger than 4096 bytes with its name and attributes."""


class TooLong(ValueError):
    """What was to be kept does not fit into a cookie."""


class Vault:
    """Seals and opens. `keys` are secrets, separated by white space: the first one seals, each opens."""

    def __init__(self, keys: str) -> None:
        known = [_key(each) for each in keys.split()]
        self._sealing = known[0]
        self._keys = KeySet([*known])

    def seal(self, use: str, content: Mapping[str, Any]) -> str:
        """The content for one use; raises TooLong."""
        header = {"alg": "dir", "enc": "A256GCM", "kid": self._sealing.kid}
        text = json.dumps({**content, "use": use}, separators=(",", ":"))
        sealed = jwe.encrypt_compact(header, text.encode(), self._sealing, algorithms=ALGORITHMS)
        if len(sealed) > LARGEST:
            raise TooLong(f"{len(sealed)} characters do not fit into a cookie.")
        return sealed

    def open(self, use: str, sealed: str) -> dict[str, Any] | None:
        """What was sealed for this use; None where it was not, or by nobody who knows a key."""
        if not sealed:
            return None
        try:
            opened = jwe.decrypt_compact(sealed, self._keys, algorithms=ALGORITHMS).plaintext
            content = json.loads(opened or b"null")
        except (JoseError, ValueError):
            return None
        return content if isinstance(content, dict) and content.get("use") == use else None


def _key(secret: str) -> OctKey:
    name = hashlib.sha256(b"callboard cookie key id\0" + secret.encode()).hexdigest()[:8]
    key = hashlib.sha256(b"callboard cookie key\0" + secret.encode()).digest()
    return OctKey.import_key(key, {"kid": name, "use": "enc", "alg": "dir"})
