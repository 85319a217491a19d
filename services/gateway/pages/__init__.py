"""The documentation of the interface, rendered from the OpenAPI document.

Where `deploy/assets/install.sh` has found npm, Swagger UI shows the operations, which can be searched
and tried; otherwise a plain page without scripts. Problems stand on the page either way: their `type` leads
there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template

from services.gateway.openapi.catalogue import explained
from services.shared.codes import ErrorCode, FieldCode

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "public, max-age=300",
}
REFERENCE = Path(__file__).parents[1] / "static" / "reference"
"""Where Swagger UI lies once it is installed."""


def blueprint(document: dict[str, Any]) -> Blueprint:
    """The page `/docs` for an OpenAPI document. Public: it says what anybody may know."""
    pages = Blueprint("pages", __name__)

    @cache
    def rendered() -> str:
        return render_template(
            "docs.html",
            info=document["info"],
            base_url=document["servers"][0]["url"].removesuffix("/"),
            groups=list(_groups(document)),
            errors=[(code, code.status, explained(code)) for code in ErrorCode],
            field_codes=[(code, explained(code)) for code in FieldCode],
            document=document,
            has_reference=(REFERENCE / "swagger-ui-bundle.js").is_file(),
        )

    def docs() -> Response:
        return Response(rendered(), headers=HEADERS, content_type="text/html; charset=utf-8")

    pages.add_url_rule("/docs", "docs", docs)
    return pages


def _groups(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for tag in document["tags"]:
        operations = [
            {"verb": verb.upper(), "path": path, **operation}
            for path, item in document["paths"].items()
            for verb, operation in item.items()
            if tag["name"] in operation["tags"]
        ]
        yield {**tag, "operations": operations}
