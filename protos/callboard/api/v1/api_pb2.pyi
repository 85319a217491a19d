from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Format(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FORMAT_UNSPECIFIED: _ClassVar[Format]
    FORMAT_DATE: _ClassVar[Format]
    FORMAT_WEB_ADDRESS: _ClassVar[Format]
    FORMAT_COUNTRY: _ClassVar[Format]
    FORMAT_LANGUAGE: _ClassVar[Format]
    FORMAT_CURRENCY: _ClassVar[Format]
    FORMAT_CATEGORY: _ClassVar[Format]
    FORMAT_WORD: _ClassVar[Format]
    FORMAT_HANDLE: _ClassVar[Format]
    FORMAT_MAIL_ADDRESS: _ClassVar[Format]
FORMAT_UNSPECIFIED: Format
FORMAT_DATE: Format
FORMAT_WEB_ADDRESS: Format
FORMAT_COUNTRY: Format
FORMAT_LANGUAGE: Format
FORMAT_CURRENCY: Format
FORMAT_CATEGORY: Format
FORMAT_WORD: Format
FORMAT_HANDLE: Format
FORMAT_MAIL_ADDRESS: Format
FIELD_FIELD_NUMBER: _ClassVar[int]
field: _descriptor.FieldDescriptor
SEPARATOR_FIELD_NUMBER: _ClassVar[int]
separator: _descriptor.FieldDescriptor
TEXT_FIELD_NUMBER: _ClassVar[int]
text: _descriptor.FieldDescriptor
SCHEMA_FIELD_NUMBER: _ClassVar[int]
schema: _descriptor.FieldDescriptor
OPERATION_FIELD_NUMBER: _ClassVar[int]
operation: _descriptor.FieldDescriptor
MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
media_type: _descriptor.FieldDescriptor
LOCATION_FIELD_NUMBER: _ClassVar[int]
location: _descriptor.FieldDescriptor

class Field(_message.Message):
    __slots__ = ("header", "multiline", "required", "minimum", "maximum", "values", "min_length", "max_length", "pattern", "format", "also", "min_items", "max_items", "unique", "unique_by", "default", "example", "omittable")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    MULTILINE_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    MIN_LENGTH_FIELD_NUMBER: _ClassVar[int]
    MAX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    PATTERN_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    ALSO_FIELD_NUMBER: _ClassVar[int]
    MIN_ITEMS_FIELD_NUMBER: _ClassVar[int]
    MAX_ITEMS_FIELD_NUMBER: _ClassVar[int]
    UNIQUE_FIELD_NUMBER: _ClassVar[int]
    UNIQUE_BY_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_FIELD_NUMBER: _ClassVar[int]
    EXAMPLE_FIELD_NUMBER: _ClassVar[int]
    OMITTABLE_FIELD_NUMBER: _ClassVar[int]
    header: str
    multiline: bool
    required: bool
    minimum: float
    maximum: float
    values: _containers.RepeatedScalarFieldContainer[int]
    min_length: int
    max_length: int
    pattern: str
    format: Format
    also: _containers.RepeatedScalarFieldContainer[str]
    min_items: int
    max_items: int
    unique: bool
    unique_by: str
    default: str
    example: str
    omittable: bool
    def __init__(self, header: _Optional[str] = ..., multiline: _Optional[bool] = ..., required: _Optional[bool] = ..., minimum: _Optional[float] = ..., maximum: _Optional[float] = ..., values: _Optional[_Iterable[int]] = ..., min_length: _Optional[int] = ..., max_length: _Optional[int] = ..., pattern: _Optional[str] = ..., format: _Optional[_Union[Format, str]] = ..., also: _Optional[_Iterable[str]] = ..., min_items: _Optional[int] = ..., max_items: _Optional[int] = ..., unique: _Optional[bool] = ..., unique_by: _Optional[str] = ..., default: _Optional[str] = ..., example: _Optional[str] = ..., omittable: _Optional[bool] = ...) -> None: ...
