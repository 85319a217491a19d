from google.protobuf import descriptor_pb2 as _descriptor_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
PUBLISHED_FIELD_NUMBER: _ClassVar[int]
published: _descriptor.FieldDescriptor

class Published(_message.Message):
    __slots__ = ("source", "scope", "data", "changes_delegation")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    CHANGES_DELEGATION_FIELD_NUMBER: _ClassVar[int]
    source: str
    scope: _access_pb2.DelegableScope
    data: str
    changes_delegation: bool
    def __init__(self, source: _Optional[str] = ..., scope: _Optional[_Union[_access_pb2.DelegableScope, str]] = ..., data: _Optional[str] = ..., changes_delegation: _Optional[bool] = ...) -> None: ...
