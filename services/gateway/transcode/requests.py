"""What a caller sends, path, query, If-Match and body, as the request message of the RPC."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from services.gateway.transcode.decode import LONGEST_NAME, Decoder, decoder_of, parse_object, paths_of
from services.gateway.transcode.fields import FIELDS, Selected, selected
from services.gateway.transcode.routes import Route, is_demanded
from services.gateway.transcode.values import from_text, reader_of
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import Invalid, Malformed, PreconditionRequired, Problems, Stale, invalid
from services.shared.rendering import has_no_json, is_timestamp, message_of
from services.shared.text import escaped

MOST_PARAMETERS = 100
LARGEST_VERSION = 2**63 - 1

_TAG = re.compile(r'(?:W/)?"(0|[1-9][0-9]{0,18})"')


class RequestReader:
    """Reads the requests of one route. Raises UndeclaredRule where the route cannot be read."""

    def __init__(self, route: Route) -> None:
        self._make: Callable[..., Message] = GetMessageClass(route.request)
        self._if_match = route.if_match
        self._wants_body, self._mask = bool(route.body), route.mask
        self._replaces = route.is_put
        self._body_type = _body_type(route)
        self._within = f"{route.body}." if route.body not in {"", "*"} else ""
        self._parameters = _parameters(route)
        self._variables = [_Parameter(route.request.fields_by_name[name]) for name in route.variables]
        self._decode_body = _body_decoder(route)
        self._trimmed = route.resource if route.is_trimmable else None

    def read(self, path: dict[str, str], query: str, if_match: str | None, body: bytes) -> Message:
        """The request message; raises Malformed, Invalid, PreconditionRequired or Stale."""
        named = self.read_path(path)
        if self._replaces and not body:
            # What got lost on the way must not pass for the wish to empty everything.
            raise invalid("body", "is missing; send all of the resource as JSON", FieldCode.REQUIRED)
        values: dict[str, Any] = self.read_query(query)
        if self._if_match:
            values |= _version(self._if_match, if_match)
        if self._wants_body:
            values |= self._body_of(parse_object(body))
        return self._make(**values, **named)

    def _body_of(self, given: dict[str, Any]) -> dict[str, Any]:
        values = self._decode_body(given)
        if self._mask:
            values[self._mask] = FieldMask(paths=paths_of(given, self._body_type))
        return values

    def as_sent(self, error: Invalid) -> Invalid:
        """The error with fields named as in the body, which may be but one field of the request."""
        named = [replace(each, field=each.field.removeprefix(self._within)) for each in error.errors]
        return Invalid(error.detail.removeprefix(self._within), named, code=error.code)

    def read_path(self, path: Mapping[str, str]) -> dict[str, Any]:
        """The fields that the path names; raises Invalid, also where a text hides something."""
        values: dict[str, Any] = {}
        faults = Problems()
        for variable in self._variables:
            variable.fill(values, path[variable.name], faults)
        faults.check()
        return values

    def selected(self, query: str) -> Selected:
        """The fields of the answer that the query string asks for; none where it asks for all of them."""
        if self._trimmed is None or FIELDS not in query:
            return {}
        given = [text for name, text in parse_pairs(query.encode("latin-1")) if name == FIELDS]
        return selected(",".join(given), self._trimmed) if given else {}

    def read_query(self, query: str) -> dict[str, Any]:
        """The fields that the query string fills; raises Malformed where it cannot be read, and Invalid."""
        if not query:
            return {}
        values: dict[str, Any] = {}
        faults = Problems()
        for name, text in parse_pairs(query.encode("latin-1")):
            parameter = self._parameters.get(name)
            if name == FIELDS and self._trimmed is not None:
                continue
            if parameter is None:
                unknown = escaped(name[:LONGEST_NAME])
                faults.note(unknown, "is not a query parameter here", FieldCode.UNKNOWN_FIELD)
                continue
            faults.require(
                name not in values or parameter.repeated, name, "is given twice", FieldCode.DUPLICATE
            )
            parameter.fill(values, text, faults)
        faults.check()
        return values


def _body_type(route: Route) -> Descriptor:
    """The message type that the body is read as."""
    if route.body in {"", "*"}:
        return route.request
    return message_of(route.request.fields_by_name[route.body])


class _Parameter:
    """One field that the path fills, or that the query may; a repeated one by being named several times."""

    def __init__(self, field: FieldDescriptor) -> None:
        self.name, self.repeated = field.name, field.is_repeated
        self._parse, self._read = from_text(field), reader_of(field)

    def fill(self, values: dict[str, Any], text: str, faults: Problems) -> None:
        value = self._read(self._parse(text), self.name, faults)
        if self.repeated:
            values.setdefault(self.name, []).append(value)
        else:
            values[self.name] = value


def _parameters(route: Route) -> dict[str, _Parameter]:
    fields = [route.request.fields_by_name[name] for name in route.parameters]
    plain = [field for field in fields if field.message_type is None or is_timestamp(field)]
    return {field.name: _Parameter(field) for field in plain}


def parse_pairs(encoded: bytes) -> list[tuple[str, str]]:
    """The parameters of a query string or a form; raises Malformed."""
    try:
        text = encoded.decode()
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        raise Malformed(
            f"The parameters cannot be read: they are not UTF-8, or more than {MOST_PARAMETERS}.",
            code=ErrorCode.PARAMETERS_UNREADABLE,
        ) from error


def _body_decoder(route: Route) -> Callable[[dict[str, Any]], dict[str, Any]]:
    if route.body in {"", "*"}:
        return _whole_body(route)
    field = route.request.fields_by_name[route.body]
    if field.is_repeated:
        raise has_no_json(field)
    inner, demanded = decoder_of(message_of(field)), _demanded(route, message_of(field))

    def decode(given: dict[str, Any]) -> dict[str, Any]:
        faults = Problems()
        value = inner.read(given, "", faults)
        _require(demanded, given, faults)
        faults.check()
        return {route.body: value}

    return decode


def _whole_body(route: Route) -> Callable[[dict[str, Any]], dict[str, Any]]:
    decoder, demanded = Decoder(), _demanded(route, route.request)
    if route.body and not route.is_upload:
        readers = decoder_of(route.request).readers
        decoder.readers.update((name, read) for name, read in readers.items() if name not in route.placed)

    def decode(given: dict[str, Any]) -> dict[str, Any]:
        faults = Problems()
        values = decoder.read(given, "", faults)
        _require(demanded, given, faults)
        faults.check()
        return values

    return decode


def _demanded(route: Route, body: Descriptor) -> tuple[str, ...]:
    """The fields that the body must name, be it as null: of a resource that is replaced, all."""
    if not route.is_put:
        return ()
    return tuple(each.name for each in body.fields if each.name not in route.placed and is_demanded(each))


def _require(demanded: tuple[str, ...], given: Mapping[str, Any], faults: Problems) -> None:
    for name in demanded:
        message = "is required; PUT replaces every field, and null clears one"
        faults.require(name in given, name, message, FieldCode.REQUIRED)


def _version(field: str, tag: str | None) -> dict[str, int]:
    """The version that If-Match names, as the request field; none for `*`."""
    if tag is None or not tag.strip():
        raise PreconditionRequired("Name the version you replace: If-Match with the ETag, or *.")
    if tag.strip() == "*":
        return {}
    match = _TAG.fullmatch(tag.strip())
    if match is None or int(match[1]) > LARGEST_VERSION:
        _stale()
    return {field: int(match[1])}


def _stale() -> NoReturn:
    raise Stale("If-Match names no version of this resource; read it again.")
