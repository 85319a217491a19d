from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor
LIFECYCLE_FIELD_NUMBER: _ClassVar[int]
lifecycle: _descriptor.FieldDescriptor

class Lifecycle(_message.Message):
    __slots__ = ("deprecated_on", "sunset_on", "see")
    DEPRECATED_ON_FIELD_NUMBER: _ClassVar[int]
    SUNSET_ON_FIELD_NUMBER: _ClassVar[int]
    SEE_FIELD_NUMBER: _ClassVar[int]
    deprecated_on: str
    sunset_on: str
    see: str
    def __init__(self, deprecated_on: _Optional[str] = ..., sunset_on: _Optional[str] = ..., see: _Optional[str] = ...) -> None: ...
