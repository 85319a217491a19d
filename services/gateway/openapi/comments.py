"""The comments of the protos, by the full name of what they stand above."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from google.protobuf import descriptor_pb2

_FILE, _MESSAGE = descriptor_pb2.FileDescriptorProto, descriptor_pb2.DescriptorProto
_ENUM, _SERVICE = descriptor_pb2.EnumDescriptorProto, descriptor_pb2.ServiceDescriptorProto

_CHILDREN: dict[type, dict[int, str]] = {
    _FILE: {
        _FILE.MESSAGE_TYPE_FIELD_NUMBER: "message_type",
        _FILE.ENUM_TYPE_FIELD_NUMBER: "enum_type",
        _FILE.SERVICE_FIELD_NUMBER: "service",
    },
    _MESSAGE: {
        _MESSAGE.FIELD_FIELD_NUMBER: "field",
        _MESSAGE.NESTED_TYPE_FIELD_NUMBER: "nested_type",
        _MESSAGE.ENUM_TYPE_FIELD_NUMBER: "enum_type",
    },
    _ENUM: {_ENUM.VALUE_FIELD_NUMBER: "value"},
    _SERVICE: {_SERVICE.METHOD_FIELD_NUMBER: "method"},
}


@cache
def comments() -> dict[str, str]:
    """Every comment in `protos/`, one line each: `roster.v1.Creator.country` → `ISO 3166-1 alpha-2.`"""
    described = resources.files("protos").joinpath("descriptors.binpb").read_bytes()
    files = descriptor_pb2.FileDescriptorSet.FromString(described)
    return dict(found for file in files.file for found in _of(file))


def described(schema: dict[str, Any], full_name: str) -> dict[str, Any]:
    """The schema with the comment that stands above its declaration."""
    comment = comments().get(full_name, "")
    return {**schema, "description": comment} if comment else schema


def _of(file: descriptor_pb2.FileDescriptorProto) -> Iterator[tuple[str, str]]:
    for location in file.source_code_info.location:
        text = " ".join(location.leading_comments.split())
        name = _name(file, list(location.path)) if text else ""
        if name:
            yield name, text


def _name(file: descriptor_pb2.FileDescriptorProto, path: list[int]) -> str:
    """The full name at a path of the descriptor (pairs of field number and index); else empty."""
    at: Any = file
    names = [file.package]
    for number, index in zip(path[::2], path[1::2], strict=False):
        child = _CHILDREN.get(type(at), {}).get(number)
        if child is None:
            return ""
        at = getattr(at, child)[index]
        names.append(at.name)
    return ".".join(names) if len(names) > 1 and len(path) % 2 == 0 else ""
