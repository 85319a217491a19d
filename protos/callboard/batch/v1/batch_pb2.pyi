from google.api import annotations_pb2 as _annotations_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.metrics.v1 import metrics_pb2 as _metrics_pb2
from protos.roster.v1 import roster_pb2 as _roster_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreatorPart(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CREATOR_PART_UNSPECIFIED: _ClassVar[CreatorPart]
    CREATOR_PART_PROFILE: _ClassVar[CreatorPart]
    CREATOR_PART_RATES: _ClassVar[CreatorPart]
    CREATOR_PART_METRICS: _ClassVar[CreatorPart]
    CREATOR_PART_AUDIENCE: _ClassVar[CreatorPart]
CREATOR_PART_UNSPECIFIED: CreatorPart
CREATOR_PART_PROFILE: CreatorPart
CREATOR_PART_RATES: CreatorPart
CREATOR_PART_METRICS: CreatorPart
CREATOR_PART_AUDIENCE: CreatorPart

class BatchGetCreatorsRequest(_message.Message):
    __slots__ = ("creator_ids", "parts")
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    parts: _containers.RepeatedScalarFieldContainer[CreatorPart]
    def __init__(self, creator_ids: _Optional[_Iterable[str]] = ..., parts: _Optional[_Iterable[_Union[CreatorPart, str]]] = ...) -> None: ...

class BatchGetCreatorsResponse(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[CreatorParts]
    def __init__(self, items: _Optional[_Iterable[_Union[CreatorParts, _Mapping]]] = ...) -> None: ...

class CreatorParts(_message.Message):
    __slots__ = ("creator_id", "profile", "rates", "metrics", "audience", "errors")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    RATES_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    profile: _roster_pb2.Creator
    rates: _roster_pb2.RateCard
    metrics: _metrics_pb2.ProfileMetrics
    audience: _metrics_pb2.Audience
    errors: _containers.RepeatedCompositeFieldContainer[PartProblem]
    def __init__(self, creator_id: _Optional[str] = ..., profile: _Optional[_Union[_roster_pb2.Creator, _Mapping]] = ..., rates: _Optional[_Union[_roster_pb2.RateCard, _Mapping]] = ..., metrics: _Optional[_Union[_metrics_pb2.ProfileMetrics, _Mapping]] = ..., audience: _Optional[_Union[_metrics_pb2.Audience, _Mapping]] = ..., errors: _Optional[_Iterable[_Union[PartProblem, _Mapping]]] = ...) -> None: ...

class PartProblem(_message.Message):
    __slots__ = ("part", "status", "code", "detail")
    PART_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    part: CreatorPart
    status: int
    code: str
    detail: str
    def __init__(self, part: _Optional[_Union[CreatorPart, str]] = ..., status: _Optional[int] = ..., code: _Optional[str] = ..., detail: _Optional[str] = ...) -> None: ...
