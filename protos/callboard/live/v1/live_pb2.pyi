from google.api import annotations_pb2 as _annotations_pb2
from google.api import httpbody_pb2 as _httpbody_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.notifications.v1 import public_pb2 as _public_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListEventTypesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListEventTypesResponse(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[EventTypeInfo]
    def __init__(self, items: _Optional[_Iterable[_Union[EventTypeInfo, _Mapping]]] = ...) -> None: ...

class EventTypeInfo(_message.Message):
    __slots__ = ("type", "description", "scope", "schema", "example")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_FIELD_NUMBER: _ClassVar[int]
    EXAMPLE_FIELD_NUMBER: _ClassVar[int]
    type: _public_pb2.EventType
    description: str
    scope: str
    schema: _struct_pb2.Struct
    example: _struct_pb2.Struct
    def __init__(self, type: _Optional[_Union[_public_pb2.EventType, str]] = ..., description: _Optional[str] = ..., scope: _Optional[str] = ..., schema: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., example: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...

class StreamEventsRequest(_message.Message):
    __slots__ = ("types", "creator_id", "last_event_id")
    TYPES_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    LAST_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    types: _containers.RepeatedScalarFieldContainer[_public_pb2.EventType]
    creator_id: str
    last_event_id: str
    def __init__(self, types: _Optional[_Iterable[_Union[_public_pb2.EventType, str]]] = ..., creator_id: _Optional[str] = ..., last_event_id: _Optional[str] = ...) -> None: ...
