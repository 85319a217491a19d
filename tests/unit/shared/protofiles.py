"""Proto files made up for a test, with whatever access rule or message it is about."""

from __future__ import annotations

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.descriptor import FileDescriptor

from protos.callboard.access.v1 import access_pb2

F = descriptor_pb2.FieldDescriptorProto


def file_with_rpc(**rule: Any) -> FileDescriptor:
    """A file `made/up.proto` with the service made.Up and its RPC Do, under this access rule."""
    file = descriptor_pb2.FileDescriptorProto(name="made/up.proto", package="made", syntax="proto3")
    request = file.message_type.add(name="Request")
    request.field.add(name="creator_id", number=1, type=F.TYPE_STRING, label=F.LABEL_OPTIONAL)
    file.message_type.add(name="Reply")
    method = file.service.add(name="Up").method.add(
        name="Do", input_type=".made.Request", output_type=".made.Reply"
    )
    if rule:
        extension: Any = access_pb2.rule
        method.options.Extensions[extension].CopyFrom(access_pb2.Rule(**rule))
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return pool.FindFileByName(file.name)
