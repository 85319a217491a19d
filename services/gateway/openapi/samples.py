"""How an operation is called: with curl, and in Python with our client."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from keyword import iskeyword
from typing import Any
from urllib.parse import urlencode

import orjson

from services.gateway.openapi.values import Schema

FORM = "application/x-www-form-urlencoded"
_CAPITAL = re.compile(r"(?<=[a-z0-9-])(?=[A-Z])")
_HEADERS = {"If-Match": '"1"'}
"""What a sample sends in the headers that an operation demands."""


def samples(verb: str, path: str, operation: Schema) -> list[Schema]:
    """The `x-codeSamples` of an operation."""
    return [
        {"lang": "Shell", "label": "curl", "source": _curl(verb, path, operation)},
        {"lang": "Python", "label": "Python", "source": _python(operation)},
    ]


def _curl(verb: str, path: str, operation: Schema) -> str:
    address = f'"$CALLBOARD_BASE_URL{_filled(path, operation)}"'
    words = [f"curl --request {verb} {address}", *_curl_headers(operation), *_curl_body(operation)]
    return " \\\n  ".join(words)


def _curl_headers(operation: Schema) -> Iterator[str]:
    if operation["security"]:
        yield '--header "Authorization: Bearer $CALLBOARD_TOKEN"'
    for name, value in _headers(operation).items():
        yield f"--header {shlex.quote(f'{name}: {value}')}"


def _curl_body(operation: Schema) -> Iterator[str]:
    media_type, example = _body(operation)
    if media_type == FORM:
        yield from (f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in example.items())
    elif example is not None:
        yield f"--header 'Content-Type: {media_type}'"
        yield f"--data {shlex.quote(orjson.dumps(example, option=orjson.OPT_INDENT_2).decode())}"
    elif media_type:
        yield f"--header 'Content-Type: {media_type}'"
        yield "--data-binary @snapshots.csv"


def _python(operation: Schema) -> str:
    arguments = [_literal(value) for value in _path(operation).values()]
    arguments += [f"{_name(name)}={_literal(value)}" for name, value in _query(operation).items()]
    arguments += _python_body(operation)
    arguments += [f"{_name(name)}={_literal(value)}" for name, value in _headers(operation).items()]
    method = f"client.{_name(operation['operationId'])}"
    if len(arguments) < 2:
        return f"{method}({''.join(arguments)})"
    lines = "".join(f"    {argument},\n" for argument in arguments)
    return f"{method}(\n{lines})"


def _python_body(operation: Schema) -> list[str]:
    """Its fields by their names, or the file."""
    media_type, example = _body(operation)
    if media_type and example is None:
        return ['content=open("snapshots.csv", "rb")', f"content_type={_literal(media_type)}"]
    return [f"{name}={_literal(value)}" for name, value in (example or {}).items()]


def _name(name: str) -> str:
    """As Python spells it: `putRateCard` is `put_rate_card`, `If-Match` is `if_match`, `from` is `from_`."""
    spelt = _CAPITAL.sub("_", name).replace("-", "").lower()
    return f"{spelt}_" if iskeyword(spelt) else spelt


def _literal(value: Any, indent: int = 4) -> str:
    """A value as Python has it, in the way of its formatters."""
    inner = " " * (indent + 4)
    if isinstance(value, dict) and value:
        lines = (f"{inner}{_literal(key)}: {_literal(each, indent + 4)},\n" for key, each in value.items())
        return f"{{\n{''.join(lines)}{' ' * indent}}}"
    if isinstance(value, list) and value:
        return f"[{', '.join(_literal(each, indent) for each in value)}]"
    return orjson.dumps(value).decode() if isinstance(value, str) else repr(value)


def _filled(path: str, operation: Schema) -> str:
    """The path with the examples of what it, and the query, has to hold."""
    for name, value in _path(operation).items():
        path = path.replace(f"{{{name}}}", str(value))
    query = _query(operation)
    return f"{path}?{urlencode(query)}" if query else path


def _path(operation: Schema) -> dict[str, str]:
    """Examples of the variables of the path."""
    parameters = operation.get("parameters", ())
    return {each["name"]: each["example"] for each in parameters if each["in"] == "path"}


def _query(operation: Schema) -> dict[str, Any]:
    """Examples of the parameters of the query that have to be there."""
    parameters = operation.get("parameters", ())
    asked = (each for each in parameters if each["in"] == "query" and each["required"])
    return {each["name"]: each.get("example", "") for each in asked}


def _headers(operation: Schema) -> dict[str, str]:
    """The headers that have to be there."""
    parameters = operation.get("parameters", ())
    return {
        each["name"]: _HEADERS[each["name"]]
        for each in parameters
        if each["in"] == "header" and each["required"]
    }


def _body(operation: Schema) -> tuple[str, Any]:
    """The type of the body, empty where there is none, and an example, where it is no file."""
    content: Schema = operation.get("requestBody", {}).get("content", {})
    media_type = next(iter(content), "")
    return media_type, content[media_type].get("example") if media_type else None
