import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
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

class PortfolioFiguresChanged(_message.Message):
    __slots__ = ("creator_id", "videos", "version")
    class Video(_message.Message):
        __slots__ = ("video_id", "posted_at", "views", "likes", "comments", "shares", "engagement_rate", "captured_at")
        VIDEO_ID_FIELD_NUMBER: _ClassVar[int]
        POSTED_AT_FIELD_NUMBER: _ClassVar[int]
        VIEWS_FIELD_NUMBER: _ClassVar[int]
        LIKES_FIELD_NUMBER: _ClassVar[int]
        COMMENTS_FIELD_NUMBER: _ClassVar[int]
        SHARES_FIELD_NUMBER: _ClassVar[int]
        ENGAGEMENT_RATE_FIELD_NUMBER: _ClassVar[int]
        CAPTURED_AT_FIELD_NUMBER: _ClassVar[int]
        video_id: str
        posted_at: _timestamp_pb2.Timestamp
        views: int
        likes: int
        comments: int
        shares: int
        engagement_rate: float
        captured_at: _timestamp_pb2.Timestamp
        def __init__(self, video_id: _Optional[str] = ..., posted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., views: _Optional[int] = ..., likes: _Optional[int] = ..., comments: _Optional[int] = ..., shares: _Optional[int] = ..., engagement_rate: _Optional[float] = ..., captured_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    VIDEOS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    videos: _containers.RepeatedCompositeFieldContainer[PortfolioFiguresChanged.Video]
    version: int
    def __init__(self, creator_id: _Optional[str] = ..., videos: _Optional[_Iterable[_Union[PortfolioFiguresChanged.Video, _Mapping]]] = ..., version: _Optional[int] = ...) -> None: ...
