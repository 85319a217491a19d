"""The public keys with which the installation's statements are checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from services.cli.context import CliContext
from services.cli.errors import CliError

ISSUER = "roster"
"""The service that signs statements; the `kid` of its keys."""


def published(context: CliContext) -> dict[str, Any]:
    """The JSON Web Key Set of the server."""
    with context.public_api() as api:
        return {**api.get_key_set()}


def signing_keys(context: CliContext, file: Path | None) -> list[OKPKey]:
    """The keys in a file with a JSON Web Key Set, else those that the server publishes; raises CliError."""
    return keys_of(_parsed(file) if file else published(context))


def keys_of(key_set: Mapping[str, Any]) -> list[OKPKey]:
    """The keys in a JSON Web Key Set that sign statements; raises CliError where there is none."""
    try:
        found = [OKPKey.import_key(dict(each)) for each in key_set["keys"] if each.get("kid") == ISSUER]
    except (JoseError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise CliError("The keys cannot be read: they must be a JSON Web Key Set.") from error
    if not found:
        raise CliError(f"There is no key of {ISSUER} among the keys.")
    return found


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CliError(f"{file} cannot be read as a JSON Web Key Set: {error}.") from error
