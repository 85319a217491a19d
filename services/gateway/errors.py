"""Every error as a problem document (RFC 9457): the family of `services.shared.errors` and all others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import orjson
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from services.gateway import requests
from services.shared import logs
from services.shared.codes import ErrorCode
from services.shared.errors import KINDS_BY_CLASS, CallboardError, Internal, Malformed, Unauthenticated

PROBLEM_JSON = "application/problem+json"

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""On every problem: it is true for one caller and one moment."""

RETRY_SECONDS = "1"
"""When to come again where nothing better is known."""

_BY_STATUS = {cls.http_status: cls for cls in KINDS_BY_CLASS}

_DETAILS = {
    404: "There is nothing at this path; /docs lists what there is.",
    405: "This path has no such method; Allow names those that it has.",
}
_CODES = {404: ErrorCode.PATH_NOT_FOUND}

log = logs.logger()


def document(error: CallboardError, request_id: str) -> dict[str, Any]:
    """The problem document of an error."""
    problem: dict[str, Any] = {
        "type": f"/docs#{error.code}",
        "code": error.code,
        "title": error.title,
        "status": error.http_status,
        "detail": error.detail,
        "request_id": request_id,
    }
    if error.errors:
        problem["errors"] = [
            {"field": each.field, "code": each.code, "message": each.message} for each in error.errors
        ]
    return problem


def problem_of(
    error: CallboardError, request_id: str, more: Mapping[str, str] = MappingProxyType({})
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body that tell of an error; `more` is put into the document."""
    body = orjson.dumps({**document(error, request_id), **more})
    headers = {"Content-Type": PROBLEM_JSON, **HEADERS, **error.headers}
    if error.http_status in (429, 503):
        headers.setdefault("Retry-After", RETRY_SECONDS)
    return error.http_status, headers, body


def problem(
    error: CallboardError, request: requests.Request, more: Mapping[str, str] = MappingProxyType({})
) -> Response:
    """The response that tells the caller of an error; `more` is put into the document."""
    status, headers, body = problem_of(error, request.request_id, more)
    response = Response(body, status, headers)
    if isinstance(error, Unauthenticated):
        refused = ', error="invalid_token"' if "HTTP_AUTHORIZATION" in request.environ else ""
        response.headers["WWW-Authenticate"] = f'Bearer realm="callboard"{refused}'
    return response


def register(app: Flask) -> None:
    """Makes problem documents of everything that is raised in `app`."""
    for kind in (CallboardError, HTTPException, Exception):
        app.register_error_handler(kind, lambda error: response_to(error, requests.current()))


def response_to(error: Exception, request: requests.Request) -> Response:
    """The response that tells the caller of whatever was raised."""
    if isinstance(error, CallboardError):
        return problem(error, request)
    if isinstance(error, HTTPException):
        return _http_problem(error, request)
    log.error("unexpected", request_id=request.request_id, exc_info=error)
    return problem(Internal("Something broke on our side; the request id finds it in the log."), request)


def _http_problem(error: HTTPException, request: requests.Request) -> Response:
    code = error.code or 500
    if code < 400:
        return Response(error.get_response().response, code, error.get_headers())
    family = _BY_STATUS.get(code, Malformed if code < 500 else Internal)
    detail = _DETAILS.get(code, error.description or family.title)
    response = problem(family(detail, code=_CODES.get(code)), request)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response
