"""Problems in the document: their schemas, and the catalogue of codes out of the comments of the protos."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from services.gateway.openapi.comments import comments, described
from services.gateway.openapi.values import Schema
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import MOST_FAULTS

_PACKAGE = "callboard.errors.v1"
_PREFIXES: dict[type[StrEnum], str] = {ErrorCode: "ERROR_CODE_", FieldCode: "FIELD_CODE_"}
_CODE: Schema = {"$ref": "#/components/schemas/ErrorCode"}


def explained(code: StrEnum) -> str:
    """What a code says and what to do, as the contract explains it."""
    kind = type(code)
    return comments()[f"{_PACKAGE}.{kind.__name__}.{_PREFIXES[kind]}{code.name}"]


def schemas() -> Schema:
    """The components of problem documents, by their names."""
    errors = {code: f"{code.status}. {explained(code)}" for code in ErrorCode}
    return {
        "Problem": _PROBLEM,
        "FieldError": _FIELD_ERROR,
        "ErrorCode": _codes(ErrorCode, errors.values()),
        "FieldCode": _codes(FieldCode, map(explained, FieldCode)),
    }


def _codes(kind: type[StrEnum], texts: Iterable[str]) -> Schema:
    schema = {
        "type": "string",
        "enum": [str(code) for code in kind],
        "x-enumDescriptions": {str(code): text for code, text in zip(kind, texts, strict=True)},
    }
    return described(schema, f"{_PACKAGE}.{kind.__name__}")


_FIELD_ERROR: Schema = {
    "type": "object",
    "description": "What is wrong with one field of the input.",
    "required": ["field", "code", "message"],
    "properties": {
        "field": {
            "type": "string",
            "description": "A path, such as `terms.price.currency` or `rates[2].note`.",
        },
        "code": {"$ref": "#/components/schemas/FieldCode"},
        "message": {"type": "string", "description": "What was wrong, for a person to read."},
    },
}

_PROBLEM: Schema = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "code", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "Leads to the explanation of `code`.",
        },
        "code": _CODE,
        "title": {"type": "string", "description": "The kind of problem, in words."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What was wrong, and what to do."},
        "request_id": {"type": "string", "description": "Finds the request in the logs."},
        "errors": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/FieldError"},
            "description": f"Every fault of the input, up to {MOST_FAULTS}, each with the path of its field.",
        },
        "error": {"type": "string", "description": "The code of RFC 6749, from /oauth only."},
        "error_description": {"type": "string", "description": "As `detail`, from /oauth only."},
    },
}
