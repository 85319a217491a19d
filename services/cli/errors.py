"""What a command cannot do, as one sentence and an exit code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

PROBLEM = "application/problem+json"


class CliError(Exception):
    """A failure to tell the user of; the message is a sentence."""

    exit_code = 1

    def document(self) -> dict[str, Any]:
        """The failure as `--json` prints it."""
        return {"message": str(self)}


class Problem(CliError):
    """An answer of the gateway that is not a success: its problem document (RFC 9457)."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status, self._document = status, dict(document)
        super().__init__(_sentence(status, document))

    def document(self) -> dict[str, Any]:
        """The sentence, with the problem document as it came."""
        return {"message": str(self), "problem": self._document}


def problem_of(response: httpx.Response) -> Problem:
    """The problem in a response; a proxy's page of text counts as one without details."""
    kind = response.headers.get("content-type", "").partition(";")[0]
    document = {}
    if kind in (PROBLEM, "application/json"):
        try:
            document = response.json()
        except ValueError:
            document = {}
    return Problem(response.status_code, document if isinstance(document, dict) else {})


def _sentence(status: int, document: Mapping[str, Any]) -> str:
    detail = str(document.get("detail") or document.get("title") or "The server gave no reason.")
    faults = [fault for fault in document.get("errors") or () if isinstance(fault, dict)]
    listed = [f"{fault.get('field')} {fault.get('message')}" for fault in faults]
    # With one fault, or none, the detail says it all.
    named = f" ({'; '.join(listed)})" if len(listed) > 1 else ""
    asked = f" [request {document['request_id']}]" if document.get("request_id") and status >= 500 else ""
    return f"{detail.rstrip()}{named} (HTTP {status}){asked}"
