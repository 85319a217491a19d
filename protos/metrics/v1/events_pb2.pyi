import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreatorStatsChanged(_message.Message):
    __slots__ = ("creator_id", "followers", "average_views", "median_views", "engagement_rate", "captured_at", "version")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    FOLLOWERS_FIELD_NUMBER: _ClassVar[int]
    AVERAGE_VIEWS_FIELD_NUMBER: _ClassVar[int]
    MEDIAN_VIEWS_FIELD_NUMBER: _ClassVar[int]
    ENGAGEMENT_RATE_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    followers: int
    average_views: float
    median_views: float
    engagement_rate: float
    captured_at: _timestamp_pb2.Timestamp
    version: int
    def __init__(self, creator_id: _Optional[str] = ..., followers: _Optional[int] = ..., average_views: _Optional[float] = ..., median_views: _Optional[float] = ..., engagement_rate: _Optional[float] = ..., captured_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ...) -> None: ...
