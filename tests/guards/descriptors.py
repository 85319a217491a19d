"""The contracts as the committed descriptor set has them, with their comments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from google.api import annotations_pb2
from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.descriptor import MethodDescriptor

# Extensions are known by name once their modules are imported.
from protos.callboard.access.v1 import access_pb2

ROOT = Path(__file__).resolve().parents[2]
EXTENSIONS: tuple[Any, ...] = (annotations_pb2.http, access_pb2.rule)
MESSAGE = 4
"""The number of `message_type` in a file descriptor, with which the path of its comment begins."""


@cache
def files() -> list[descriptor_pb2.FileDescriptorProto]:
    """Callboard's own files."""
    committed = (ROOT / "protos" / "descriptors.binpb").read_bytes()
    every = descriptor_pb2.FileDescriptorSet.FromString(committed).file
    return [file for file in every if file.name.startswith("protos/")]


@cache
def _pool() -> descriptor_pool.DescriptorPool:
    pool = descriptor_pool.DescriptorPool()
    committed = (ROOT / "protos" / "descriptors.binpb").read_bytes()
    for file in descriptor_pb2.FileDescriptorSet.FromString(committed).file:
        pool.AddSerializedFile(file.SerializeToString())
    return pool


def methods() -> list[MethodDescriptor]:
    """Every RPC of every service."""
    found = (_pool().FindFileByName(file.name) for file in files())
    return [m for file in found for service in file.services_by_name.values() for m in service.methods]


def event_comments() -> Iterator[tuple[str, str]]:
    """The full name of each event, and the comment above it."""
    for file in files():
        if not file.name.endswith("/events.proto"):
            continue
        comments = {tuple(each.path): each.leading_comments for each in file.source_code_info.location}
        for index, message in enumerate(file.message_type):
            if not message.name.endswith("Ref"):
                yield f"{file.package}.{message.name}", comments.get((MESSAGE, index), "")
