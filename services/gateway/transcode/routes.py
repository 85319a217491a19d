"""The route table: every `google.api.http` binding of every RPC, with the RPC's access rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from google.api import annotations_pb2, http_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor

from protos.callboard.api.v1 import api_pb2
from services.gateway.transcode.decode import is_mask
from services.shared.access import DELEGATED_KINDS, Rule, UndeclaredRule, action_of, path_of, rule_of
from services.shared.contracts import Descriptors
from services.shared.declarations import declared
from services.shared.rendering import message_of

HTTP_BODY = "google.api.HttpBody"
EMPTY = "google.protobuf.Empty"
EVENT_STREAM = "text/event-stream"
IF_MATCH = "If-Match"

_operation: Any = api_pb2.operation
_media_type: Any = api_pb2.media_type

VARIABLE = re.compile(r"\{([a-z0-9_]+)\}")
_IN_PATHS = (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_INT32)
_PATH = re.compile(r"(/[A-Za-z0-9._-]+|/\{[a-z0-9_]+\})+(:[a-z][A-Za-z]*)?")
"""With the verb behind a colon that names what is done to many at once."""


@dataclass(frozen=True)
class Route:
    """One way to reach one RPC: `verb` and `path` (`/v1/creators/{creator_id}`) on `service`."""

    service: str
    method: MethodDescriptor
    rule: Rule
    verb: str
    path: str
    body: str
    """`*` where the body is the request, the name of a field where it is that field, else empty."""
    operation: str
    """By which programs know it: `getCampaignOffer`."""

    @property
    def name(self) -> str:
        """`GET /v1/creators/{creator_id}`."""
        return f"{self.verb} {self.path}"

    @property
    def request(self) -> Descriptor:
        """The type of the RPC's request."""
        return self.method.input_type

    @property
    def response(self) -> Descriptor:
        """The type of the RPC's response."""
        return self.method.output_type

    @property
    def variables(self) -> tuple[str, ...]:
        """The request fields that the path names."""
        return tuple(VARIABLE.findall(self.path))

    @property
    def flask_path(self) -> str:
        """The path as Flask writes it."""
        return VARIABLE.sub(r"<\1>", self.path)

    @property
    def rpc(self) -> str:
        """`package.Service/Method`."""
        return path_of(self.method).removeprefix("/")

    @property
    def action(self) -> str:
        """The word for what it does, as activity logs have it."""
        return action_of(self.rpc)

    @property
    def is_command(self) -> bool:
        """Whether the RPC changes something."""
        return self.rule.command

    @property
    def is_patch(self) -> bool:
        """Whether the body is a merge patch (RFC 7396)."""
        return self.verb == "PATCH"

    @property
    def is_put(self) -> bool:
        """Whether the body replaces a resource, and so must name every field of it."""
        return self.verb == "PUT" and bool(self.body)

    @property
    def is_upload(self) -> bool:
        """Whether the body goes through as a stream of bytes, unread."""
        return bool(self.method.client_streaming)

    @property
    def is_event_stream(self) -> bool:
        """Whether the answer is a stream of server-sent events, which has no end."""
        return EVENT_STREAM in self.media_types

    @property
    def is_single(self) -> bool:
        """Whether the answer is one resource, not a page of them."""
        return "items" not in self.response.fields_by_name and not self.is_event_stream

    @property
    def is_trimmable(self) -> bool:
        """Whether a caller may have an answer with some of its fields only."""
        return self.verb == "GET" and self.response.full_name not in (EMPTY, HTTP_BODY)

    @property
    def resource(self) -> Descriptor:
        """The type of what is read: the answer, or an item of it."""
        return self.response if self.is_single else message_of(self.response.fields_by_name["items"])

    @property
    def status(self) -> int:
        """The status of a success."""
        if self.response.full_name == EMPTY:
            return 204
        return 201 if self.method.name.startswith("Create") else 200

    @property
    def is_one_of_several(self) -> bool:
        """Whether the RPC has other routes."""
        return len(_bindings(self.method)) > 1

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of party that get anywhere by this route.

        Where an RPC has routes with and without its creator in the path, one is for the creator's side.
        """
        hers = [
            self.rule.creator_field in VARIABLE.findall(_path_of(each)) for each in _bindings(self.method)
        ]
        if all(hers) or not any(hers):
            return self.rule.kinds
        by_creator = self.rule.creator_field in self.variables
        return self.rule.kinds & DELEGATED_KINDS if by_creator else self.rule.kinds - DELEGATED_KINDS

    @cached_property
    def media_types(self) -> tuple[str, ...]:
        """The types of the bytes that are uploaded or downloaded."""
        return tuple(self.method.GetOptions().Extensions[_media_type])

    @cached_property
    def placed(self) -> frozenset[str]:
        """The request fields that the path of this route, or of another of the RPC, names; or that a header
        fills. They appear nowhere else.
        """
        paths = (_path_of(binding) for binding in _bindings(self.method))
        return frozenset((*self.headers, *(name for path in paths for name in VARIABLE.findall(path))))

    @cached_property
    def if_match(self) -> str:
        """The request field that If-Match fills; empty where the route needs none."""
        return next((name for name, header in self.headers.items() if header == IF_MATCH), "")

    @cached_property
    def mask(self) -> str:
        """The request field that says which fields the body has named; empty where nobody asks."""
        return next((field.name for field in self.request.fields if is_mask(field)), "")

    @cached_property
    def headers(self) -> dict[str, str]:
        """The request fields that headers fill."""
        declared = {field.name: header_of(field) for field in self.request.fields}
        return {name: header for name, header in declared.items() if header}

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The request fields that the query may fill: what neither path, header nor body does."""
        if self.body == "*" or self.is_upload:
            return ()
        taken = {*self.placed, self.body, self.mask}
        return tuple(field.name for field in self.request.fields if field.name not in taken)


def header_of(field: FieldDescriptor) -> str:
    """The HTTP header that a request field is filled from; empty for most."""
    return declared(field).header


def is_demanded(field: FieldDescriptor) -> bool:
    """Whether a PUT must name the field."""
    return not declared(field).omittable


def routes_of(services: Descriptors) -> list[Route]:
    """Every route; raises UndeclaredRule with one sentence where a declaration is not usable."""
    methods = (
        (name, method) for name, each in services.items() for service in each for method in service.methods
    )
    routes: dict[tuple[str, str], Route] = {}
    for route in (route for name, method in methods for route in _routes(name, method)):
        other = routes.setdefault((route.verb, VARIABLE.sub("{}", route.path)), route)
        want(
            other is route,
            f"{route.rpc} and {other.rpc} have the same route: {route.verb} {route.path}.",
        )
    _check_operations(routes.values())
    return list(routes.values())


def _check_operations(routes: Iterable[Route]) -> None:
    named: dict[str, Route] = {}
    for route in routes:
        other = named.setdefault(route.operation, route)
        want(other is route, f"{route.rpc} and {other.rpc} have the same operation: {route.operation}.")


def _routes(service: str, method: MethodDescriptor) -> Iterator[Route]:
    rule = rule_of(method)
    bindings = _bindings(method)
    where = f"{method.full_name} in {method.containing_service.file.name}"
    want(not (rule.services and bindings), f"{where} is for services only and so may have no http option.")
    want(bool(rule.services or bindings), f"{where} has no http option and is not for services only.")
    names = _operations(method)
    want(
        not bindings or len(names) == len(bindings),
        f"{where} has {len(bindings)} routes and so needs as many options `operation`, in their order.",
    )
    for binding, name in zip(bindings, names, strict=False):
        yield _checked(_route(service, method, rule, binding, name), where)


def _operations(method: MethodDescriptor) -> list[str]:
    return list(method.GetOptions().Extensions[_operation]) or [method.name[0].lower() + method.name[1:]]


def _bindings(method: MethodDescriptor) -> list[http_pb2.HttpRule]:
    http = method.GetOptions().Extensions[annotations_pb2.http]
    return [http, *http.additional_bindings] if http.WhichOneof("pattern") else []


def _path_of(binding: http_pb2.HttpRule) -> str:
    verb = binding.WhichOneof("pattern")
    return str(getattr(binding, verb)) if verb in ("get", "post", "put", "delete", "patch") else ""


def _route(
    service: str, method: MethodDescriptor, rule: Rule, binding: http_pb2.HttpRule, operation: str
) -> Route:
    verb = str(binding.WhichOneof("pattern") or "").upper()
    return Route(service, method, rule, verb, _path_of(binding), binding.body, operation)


def _checked(route: Route, where: str) -> Route:
    fields = route.request.fields_by_name
    named = {name for name, field in fields.items() if field.type in _IN_PATHS and not field.is_repeated}
    unknown = [name for name in route.variables if name not in named]
    streams = route.method.server_streaming or (route.is_upload and route.request.full_name != HTTP_BODY)
    want(
        bool(_PATH.fullmatch(route.path)), f"{where} has an http path that cannot be a route: {route.path!r}."
    )
    want(not unknown, f"{where} has a path variable that is no text or number of it: {unknown[:1]}.")
    reads = route.verb == "GET" or (route.rule.reading and route.verb == "POST")
    want(route.is_command != reads, f"{where} has both a GET and another verb.")
    want(route.body in {"", "*", *fields}, f"{where} has a body {route.body!r} that is no request field.")
    whole = not route.is_patch or (route.mask and route.if_match and route.body)
    want(bool(whole), f"{where} is a patch, and so needs a body, a FieldMask and a field of {IF_MATCH}.")
    want(not streams, f"{where} streams in a way that has no REST form.")
    want(set(route.headers.values()) <= {IF_MATCH}, f"{where} has a field of a header other than {IF_MATCH}.")
    return route


def want(holds: bool, sentence: str) -> None:
    """Raises UndeclaredRule with a sentence unless what is wanted of a declaration holds."""
    if not holds:
        raise UndeclaredRule(sentence)
