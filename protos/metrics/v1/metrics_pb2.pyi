import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.api import httpbody_pb2 as _httpbody_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.callboard.common.v1 import audience_pb2 as _audience_pb2
from protos.callboard.common.v1 import parties_pb2 as _parties_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class WindowKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WINDOW_KIND_UNSPECIFIED: _ClassVar[WindowKind]
    WINDOW_KIND_LAST_30_VIDEOS: _ClassVar[WindowKind]
    WINDOW_KIND_DAYS: _ClassVar[WindowKind]
    WINDOW_KIND_NEWEST_CAPTURE: _ClassVar[WindowKind]
    WINDOW_KIND_ALL_VIDEOS: _ClassVar[WindowKind]

class Unit(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UNIT_UNSPECIFIED: _ClassVar[Unit]
    UNIT_COUNT: _ClassVar[Unit]
    UNIT_RATIO: _ClassVar[Unit]
    UNIT_COUNT_PER_VIDEO: _ClassVar[Unit]

class SeriesMetric(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SERIES_METRIC_UNSPECIFIED: _ClassVar[SeriesMetric]
    SERIES_METRIC_FOLLOWERS: _ClassVar[SeriesMetric]
    SERIES_METRIC_VIEWS: _ClassVar[SeriesMetric]
    SERIES_METRIC_LIKES: _ClassVar[SeriesMetric]
    SERIES_METRIC_COMMENTS: _ClassVar[SeriesMetric]
    SERIES_METRIC_SHARES: _ClassVar[SeriesMetric]
    SERIES_METRIC_SAVES: _ClassVar[SeriesMetric]
    SERIES_METRIC_ENGAGEMENT_RATE: _ClassVar[SeriesMetric]

class Interval(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INTERVAL_UNSPECIFIED: _ClassVar[Interval]
    INTERVAL_DAY: _ClassVar[Interval]

class VideoSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VIDEO_SORT_UNSPECIFIED: _ClassVar[VideoSort]
    VIDEO_SORT_POSTED_AT: _ClassVar[VideoSort]
    VIDEO_SORT_POSTED_AT_DESCENDING: _ClassVar[VideoSort]
    VIDEO_SORT_VIEWS: _ClassVar[VideoSort]
    VIDEO_SORT_VIEWS_DESCENDING: _ClassVar[VideoSort]
    VIDEO_SORT_LIKES: _ClassVar[VideoSort]
    VIDEO_SORT_LIKES_DESCENDING: _ClassVar[VideoSort]
    VIDEO_SORT_COMMENTS: _ClassVar[VideoSort]
    VIDEO_SORT_COMMENTS_DESCENDING: _ClassVar[VideoSort]
    VIDEO_SORT_SHARES: _ClassVar[VideoSort]
    VIDEO_SORT_SHARES_DESCENDING: _ClassVar[VideoSort]
    VIDEO_SORT_UPDATED_AT: _ClassVar[VideoSort]
    VIDEO_SORT_UPDATED_AT_DESCENDING: _ClassVar[VideoSort]

class MatchDimension(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MATCH_DIMENSION_UNSPECIFIED: _ClassVar[MatchDimension]
    MATCH_DIMENSION_GENDER: _ClassVar[MatchDimension]
    MATCH_DIMENSION_AGE: _ClassVar[MatchDimension]
    MATCH_DIMENSION_COUNTRY: _ClassVar[MatchDimension]

class MatchReasonKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MATCH_REASON_KIND_UNSPECIFIED: _ClassVar[MatchReasonKind]
    MATCH_REASON_KIND_SHARE: _ClassVar[MatchReasonKind]
    MATCH_REASON_KIND_SHORT: _ClassVar[MatchReasonKind]
    MATCH_REASON_KIND_UNCLEAR: _ClassVar[MatchReasonKind]
    MATCH_REASON_KIND_NO_DIMENSION: _ClassVar[MatchReasonKind]
    MATCH_REASON_KIND_NO_AUDIENCE: _ClassVar[MatchReasonKind]

class MatchSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MATCH_SORT_UNSPECIFIED: _ClassVar[MatchSort]
    MATCH_SORT_SCORE: _ClassVar[MatchSort]
    MATCH_SORT_SCORE_DESCENDING: _ClassVar[MatchSort]

class ImportState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_STATE_UNSPECIFIED: _ClassVar[ImportState]
    IMPORT_STATE_RUNNING: _ClassVar[ImportState]
    IMPORT_STATE_FINISHED: _ClassVar[ImportState]
    IMPORT_STATE_BROKEN_OFF: _ClassVar[ImportState]
    IMPORT_STATE_WITHDRAWING: _ClassVar[ImportState]
    IMPORT_STATE_WITHDRAWN: _ClassVar[ImportState]

class ImportSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_SORT_UNSPECIFIED: _ClassVar[ImportSort]
    IMPORT_SORT_STARTED_AT: _ClassVar[ImportSort]
    IMPORT_SORT_STARTED_AT_DESCENDING: _ClassVar[ImportSort]
    IMPORT_SORT_UPDATED_AT: _ClassVar[ImportSort]
    IMPORT_SORT_UPDATED_AT_DESCENDING: _ClassVar[ImportSort]
WINDOW_KIND_UNSPECIFIED: WindowKind
WINDOW_KIND_LAST_30_VIDEOS: WindowKind
WINDOW_KIND_DAYS: WindowKind
WINDOW_KIND_NEWEST_CAPTURE: WindowKind
WINDOW_KIND_ALL_VIDEOS: WindowKind
UNIT_UNSPECIFIED: Unit
UNIT_COUNT: Unit
UNIT_RATIO: Unit
UNIT_COUNT_PER_VIDEO: Unit
SERIES_METRIC_UNSPECIFIED: SeriesMetric
SERIES_METRIC_FOLLOWERS: SeriesMetric
SERIES_METRIC_VIEWS: SeriesMetric
SERIES_METRIC_LIKES: SeriesMetric
SERIES_METRIC_COMMENTS: SeriesMetric
SERIES_METRIC_SHARES: SeriesMetric
SERIES_METRIC_SAVES: SeriesMetric
SERIES_METRIC_ENGAGEMENT_RATE: SeriesMetric
INTERVAL_UNSPECIFIED: Interval
INTERVAL_DAY: Interval
VIDEO_SORT_UNSPECIFIED: VideoSort
VIDEO_SORT_POSTED_AT: VideoSort
VIDEO_SORT_POSTED_AT_DESCENDING: VideoSort
VIDEO_SORT_VIEWS: VideoSort
VIDEO_SORT_VIEWS_DESCENDING: VideoSort
VIDEO_SORT_LIKES: VideoSort
VIDEO_SORT_LIKES_DESCENDING: VideoSort
VIDEO_SORT_COMMENTS: VideoSort
VIDEO_SORT_COMMENTS_DESCENDING: VideoSort
VIDEO_SORT_SHARES: VideoSort
VIDEO_SORT_SHARES_DESCENDING: VideoSort
VIDEO_SORT_UPDATED_AT: VideoSort
VIDEO_SORT_UPDATED_AT_DESCENDING: VideoSort
MATCH_DIMENSION_UNSPECIFIED: MatchDimension
MATCH_DIMENSION_GENDER: MatchDimension
MATCH_DIMENSION_AGE: MatchDimension
MATCH_DIMENSION_COUNTRY: MatchDimension
MATCH_REASON_KIND_UNSPECIFIED: MatchReasonKind
MATCH_REASON_KIND_SHARE: MatchReasonKind
MATCH_REASON_KIND_SHORT: MatchReasonKind
MATCH_REASON_KIND_UNCLEAR: MatchReasonKind
MATCH_REASON_KIND_NO_DIMENSION: MatchReasonKind
MATCH_REASON_KIND_NO_AUDIENCE: MatchReasonKind
MATCH_SORT_UNSPECIFIED: MatchSort
MATCH_SORT_SCORE: MatchSort
MATCH_SORT_SCORE_DESCENDING: MatchSort
IMPORT_STATE_UNSPECIFIED: ImportState
IMPORT_STATE_RUNNING: ImportState
IMPORT_STATE_FINISHED: ImportState
IMPORT_STATE_BROKEN_OFF: ImportState
IMPORT_STATE_WITHDRAWING: ImportState
IMPORT_STATE_WITHDRAWN: ImportState
IMPORT_SORT_UNSPECIFIED: ImportSort
IMPORT_SORT_STARTED_AT: ImportSort
IMPORT_SORT_STARTED_AT_DESCENDING: ImportSort
IMPORT_SORT_UPDATED_AT: ImportSort
IMPORT_SORT_UPDATED_AT_DESCENDING: ImportSort

class Window(_message.Message):
    __slots__ = ("kind", "days", "to")
    KIND_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    kind: WindowKind
    days: int
    to: _timestamp_pb2.Timestamp
    def __init__(self, kind: _Optional[_Union[WindowKind, str]] = ..., days: _Optional[int] = ..., to: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., **kwargs) -> None: ...

class Metric(_message.Message):
    __slots__ = ("value", "unit", "source", "formula", "window", "sample_size", "captured_at", "reason", "note")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    FORMULA_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    value: float
    unit: Unit
    source: str
    formula: str
    window: Window
    sample_size: int
    captured_at: _timestamp_pb2.Timestamp
    reason: str
    note: str
    def __init__(self, value: _Optional[float] = ..., unit: _Optional[_Union[Unit, str]] = ..., source: _Optional[str] = ..., formula: _Optional[str] = ..., window: _Optional[_Union[Window, _Mapping]] = ..., sample_size: _Optional[int] = ..., captured_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class Interactions(_message.Message):
    __slots__ = ("likes", "comments", "shares", "total")
    LIKES_FIELD_NUMBER: _ClassVar[int]
    COMMENTS_FIELD_NUMBER: _ClassVar[int]
    SHARES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    likes: Metric
    comments: Metric
    shares: Metric
    total: Metric
    def __init__(self, likes: _Optional[_Union[Metric, _Mapping]] = ..., comments: _Optional[_Union[Metric, _Mapping]] = ..., shares: _Optional[_Union[Metric, _Mapping]] = ..., total: _Optional[_Union[Metric, _Mapping]] = ...) -> None: ...

class ProfileMetrics(_message.Message):
    __slots__ = ("creator_id", "followers", "videos", "average_views", "median_views", "engagement_rate", "completion_rate", "six_second_view_rate", "interactions", "average_likes", "average_comments", "average_shares", "follower_growth_rate", "creator")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    FOLLOWERS_FIELD_NUMBER: _ClassVar[int]
    VIDEOS_FIELD_NUMBER: _ClassVar[int]
    AVERAGE_VIEWS_FIELD_NUMBER: _ClassVar[int]
    MEDIAN_VIEWS_FIELD_NUMBER: _ClassVar[int]
    ENGAGEMENT_RATE_FIELD_NUMBER: _ClassVar[int]
    COMPLETION_RATE_FIELD_NUMBER: _ClassVar[int]
    SIX_SECOND_VIEW_RATE_FIELD_NUMBER: _ClassVar[int]
    INTERACTIONS_FIELD_NUMBER: _ClassVar[int]
    AVERAGE_LIKES_FIELD_NUMBER: _ClassVar[int]
    AVERAGE_COMMENTS_FIELD_NUMBER: _ClassVar[int]
    AVERAGE_SHARES_FIELD_NUMBER: _ClassVar[int]
    FOLLOWER_GROWTH_RATE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    followers: Metric
    videos: Metric
    average_views: Metric
    median_views: Metric
    engagement_rate: Metric
    completion_rate: Metric
    six_second_view_rate: Metric
    interactions: Interactions
    average_likes: Metric
    average_comments: Metric
    average_shares: Metric
    follower_growth_rate: Metric
    creator: _parties_pb2.CreatorRef
    def __init__(self, creator_id: _Optional[str] = ..., followers: _Optional[_Union[Metric, _Mapping]] = ..., videos: _Optional[_Union[Metric, _Mapping]] = ..., average_views: _Optional[_Union[Metric, _Mapping]] = ..., median_views: _Optional[_Union[Metric, _Mapping]] = ..., engagement_rate: _Optional[_Union[Metric, _Mapping]] = ..., completion_rate: _Optional[_Union[Metric, _Mapping]] = ..., six_second_view_rate: _Optional[_Union[Metric, _Mapping]] = ..., interactions: _Optional[_Union[Interactions, _Mapping]] = ..., average_likes: _Optional[_Union[Metric, _Mapping]] = ..., average_comments: _Optional[_Union[Metric, _Mapping]] = ..., average_shares: _Optional[_Union[Metric, _Mapping]] = ..., follower_growth_rate: _Optional[_Union[Metric, _Mapping]] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ...) -> None: ...

class GetMetricsRequest(_message.Message):
    __slots__ = ("creator_id", "window_days")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    window_days: int
    def __init__(self, creator_id: _Optional[str] = ..., window_days: _Optional[int] = ...) -> None: ...

class GetSeriesRequest(_message.Message):
    __slots__ = ("creator_id", "metric", "to", "interval")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    METRIC_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    metric: SeriesMetric
    to: str
    interval: Interval
    def __init__(self, creator_id: _Optional[str] = ..., metric: _Optional[_Union[SeriesMetric, str]] = ..., to: _Optional[str] = ..., interval: _Optional[_Union[Interval, str]] = ..., **kwargs) -> None: ...

class Series(_message.Message):
    __slots__ = ("creator_id", "metric", "interval", "unit", "source", "formula", "points", "creator")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    METRIC_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    FORMULA_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    metric: SeriesMetric
    interval: Interval
    unit: Unit
    source: str
    formula: str
    points: _containers.RepeatedCompositeFieldContainer[Point]
    creator: _parties_pb2.CreatorRef
    def __init__(self, creator_id: _Optional[str] = ..., metric: _Optional[_Union[SeriesMetric, str]] = ..., interval: _Optional[_Union[Interval, str]] = ..., unit: _Optional[_Union[Unit, str]] = ..., source: _Optional[str] = ..., formula: _Optional[str] = ..., points: _Optional[_Iterable[_Union[Point, _Mapping]]] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ...) -> None: ...

class Point(_message.Message):
    __slots__ = ("date", "value", "sample_size")
    DATE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_SIZE_FIELD_NUMBER: _ClassVar[int]
    date: str
    value: float
    sample_size: int
    def __init__(self, date: _Optional[str] = ..., value: _Optional[float] = ..., sample_size: _Optional[int] = ...) -> None: ...

class Video(_message.Message):
    __slots__ = ("video_id", "posted_at", "captured_at", "duration_s", "views", "likes", "comments", "shares", "saves", "engagement_rate", "completion_rate", "six_second_view_rate", "updated_at")
    VIDEO_ID_FIELD_NUMBER: _ClassVar[int]
    POSTED_AT_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AT_FIELD_NUMBER: _ClassVar[int]
    DURATION_S_FIELD_NUMBER: _ClassVar[int]
    VIEWS_FIELD_NUMBER: _ClassVar[int]
    LIKES_FIELD_NUMBER: _ClassVar[int]
    COMMENTS_FIELD_NUMBER: _ClassVar[int]
    SHARES_FIELD_NUMBER: _ClassVar[int]
    SAVES_FIELD_NUMBER: _ClassVar[int]
    ENGAGEMENT_RATE_FIELD_NUMBER: _ClassVar[int]
    COMPLETION_RATE_FIELD_NUMBER: _ClassVar[int]
    SIX_SECOND_VIEW_RATE_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    video_id: str
    posted_at: _timestamp_pb2.Timestamp
    captured_at: _timestamp_pb2.Timestamp
    duration_s: int
    views: int
    likes: int
    comments: int
    shares: int
    saves: int
    engagement_rate: float
    completion_rate: float
    six_second_view_rate: float
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, video_id: _Optional[str] = ..., posted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., captured_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., duration_s: _Optional[int] = ..., views: _Optional[int] = ..., likes: _Optional[int] = ..., comments: _Optional[int] = ..., shares: _Optional[int] = ..., saves: _Optional[int] = ..., engagement_rate: _Optional[float] = ..., completion_rate: _Optional[float] = ..., six_second_view_rate: _Optional[float] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListVideosRequest(_message.Message):
    __slots__ = ("creator_id", "sort", "page_size", "cursor", "updated_since")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    sort: VideoSort
    page_size: int
    cursor: str
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., sort: _Optional[_Union[VideoSort, str]] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListVideosResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Video]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Video, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GenderShare(_message.Message):
    __slots__ = ("bucket", "share")
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    bucket: _audience_pb2.Gender
    share: float
    def __init__(self, bucket: _Optional[_Union[_audience_pb2.Gender, str]] = ..., share: _Optional[float] = ...) -> None: ...

class AgeShare(_message.Message):
    __slots__ = ("bucket", "share")
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    bucket: _audience_pb2.AgeGroup
    share: float
    def __init__(self, bucket: _Optional[_Union[_audience_pb2.AgeGroup, str]] = ..., share: _Optional[float] = ...) -> None: ...

class CountryShare(_message.Message):
    __slots__ = ("bucket", "share")
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    bucket: str
    share: float
    def __init__(self, bucket: _Optional[str] = ..., share: _Optional[float] = ...) -> None: ...

class LanguageShare(_message.Message):
    __slots__ = ("bucket", "share")
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    bucket: str
    share: float
    def __init__(self, bucket: _Optional[str] = ..., share: _Optional[float] = ...) -> None: ...

class Share(_message.Message):
    __slots__ = ("bucket", "share")
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    bucket: str
    share: float
    def __init__(self, bucket: _Optional[str] = ..., share: _Optional[float] = ...) -> None: ...

class Dimensions(_message.Message):
    __slots__ = ("gender", "age", "country", "device", "activity", "language", "interests")
    GENDER_FIELD_NUMBER: _ClassVar[int]
    AGE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    ACTIVITY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    INTERESTS_FIELD_NUMBER: _ClassVar[int]
    gender: _containers.RepeatedCompositeFieldContainer[GenderShare]
    age: _containers.RepeatedCompositeFieldContainer[AgeShare]
    country: _containers.RepeatedCompositeFieldContainer[CountryShare]
    device: _containers.RepeatedCompositeFieldContainer[Share]
    activity: _containers.RepeatedCompositeFieldContainer[Share]
    language: _containers.RepeatedCompositeFieldContainer[LanguageShare]
    interests: _containers.RepeatedCompositeFieldContainer[Share]
    def __init__(self, gender: _Optional[_Iterable[_Union[GenderShare, _Mapping]]] = ..., age: _Optional[_Iterable[_Union[AgeShare, _Mapping]]] = ..., country: _Optional[_Iterable[_Union[CountryShare, _Mapping]]] = ..., device: _Optional[_Iterable[_Union[Share, _Mapping]]] = ..., activity: _Optional[_Iterable[_Union[Share, _Mapping]]] = ..., language: _Optional[_Iterable[_Union[LanguageShare, _Mapping]]] = ..., interests: _Optional[_Iterable[_Union[Share, _Mapping]]] = ...) -> None: ...

class Audience(_message.Message):
    __slots__ = ("creator_id", "captured_at", "source", "dimensions", "reason", "note", "importer", "creator")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DIMENSIONS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    IMPORTER_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    captured_at: _timestamp_pb2.Timestamp
    source: str
    dimensions: Dimensions
    reason: str
    note: str
    importer: _parties_pb2.ActorRef
    creator: _parties_pb2.CreatorRef
    def __init__(self, creator_id: _Optional[str] = ..., captured_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., source: _Optional[str] = ..., dimensions: _Optional[_Union[Dimensions, _Mapping]] = ..., reason: _Optional[str] = ..., note: _Optional[str] = ..., importer: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ...) -> None: ...

class GetAudienceRequest(_message.Message):
    __slots__ = ("creator_id",)
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    def __init__(self, creator_id: _Optional[str] = ...) -> None: ...

class CreateAudienceRequest(_message.Message):
    __slots__ = ("creator_id", "captured_at", "note", "dimensions")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AT_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    DIMENSIONS_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    captured_at: _timestamp_pb2.Timestamp
    note: str
    dimensions: Dimensions
    def __init__(self, creator_id: _Optional[str] = ..., captured_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., note: _Optional[str] = ..., dimensions: _Optional[_Union[Dimensions, _Mapping]] = ...) -> None: ...

class MatchAudienceRequest(_message.Message):
    __slots__ = ("creator_id", "target")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    target: _audience_pb2.Target
    def __init__(self, creator_id: _Optional[str] = ..., target: _Optional[_Union[_audience_pb2.Target, _Mapping]] = ...) -> None: ...

class BucketMatch(_message.Message):
    __slots__ = ("bucket", "wanted", "has", "at_most")
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    WANTED_FIELD_NUMBER: _ClassVar[int]
    HAS_FIELD_NUMBER: _ClassVar[int]
    AT_MOST_FIELD_NUMBER: _ClassVar[int]
    bucket: str
    wanted: float
    has: float
    at_most: float
    def __init__(self, bucket: _Optional[str] = ..., wanted: _Optional[float] = ..., has: _Optional[float] = ..., at_most: _Optional[float] = ...) -> None: ...

class DimensionMatch(_message.Message):
    __slots__ = ("dimension", "overlap", "weight", "known", "reason", "buckets")
    DIMENSION_FIELD_NUMBER: _ClassVar[int]
    OVERLAP_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    BUCKETS_FIELD_NUMBER: _ClassVar[int]
    dimension: MatchDimension
    overlap: float
    weight: float
    known: float
    reason: str
    buckets: _containers.RepeatedCompositeFieldContainer[BucketMatch]
    def __init__(self, dimension: _Optional[_Union[MatchDimension, str]] = ..., overlap: _Optional[float] = ..., weight: _Optional[float] = ..., known: _Optional[float] = ..., reason: _Optional[str] = ..., buckets: _Optional[_Iterable[_Union[BucketMatch, _Mapping]]] = ...) -> None: ...

class MissingBucket(_message.Message):
    __slots__ = ("dimension", "bucket", "wanted", "has", "at_most", "short")
    DIMENSION_FIELD_NUMBER: _ClassVar[int]
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    WANTED_FIELD_NUMBER: _ClassVar[int]
    HAS_FIELD_NUMBER: _ClassVar[int]
    AT_MOST_FIELD_NUMBER: _ClassVar[int]
    SHORT_FIELD_NUMBER: _ClassVar[int]
    dimension: MatchDimension
    bucket: str
    wanted: float
    has: float
    at_most: float
    short: float
    def __init__(self, dimension: _Optional[_Union[MatchDimension, str]] = ..., bucket: _Optional[str] = ..., wanted: _Optional[float] = ..., has: _Optional[float] = ..., at_most: _Optional[float] = ..., short: _Optional[float] = ...) -> None: ...

class MatchReason(_message.Message):
    __slots__ = ("kind", "dimension", "buckets", "wanted", "has", "at_most", "text")
    KIND_FIELD_NUMBER: _ClassVar[int]
    DIMENSION_FIELD_NUMBER: _ClassVar[int]
    BUCKETS_FIELD_NUMBER: _ClassVar[int]
    WANTED_FIELD_NUMBER: _ClassVar[int]
    HAS_FIELD_NUMBER: _ClassVar[int]
    AT_MOST_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    kind: MatchReasonKind
    dimension: MatchDimension
    buckets: _containers.RepeatedScalarFieldContainer[str]
    wanted: float
    has: float
    at_most: float
    text: str
    def __init__(self, kind: _Optional[_Union[MatchReasonKind, str]] = ..., dimension: _Optional[_Union[MatchDimension, str]] = ..., buckets: _Optional[_Iterable[str]] = ..., wanted: _Optional[float] = ..., has: _Optional[float] = ..., at_most: _Optional[float] = ..., text: _Optional[str] = ...) -> None: ...

class AudienceMatch(_message.Message):
    __slots__ = ("creator_id", "creator", "score", "reason", "known", "formula", "dimensions", "missing", "reasons", "reason_parts", "captured_at", "source", "note")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    FORMULA_FIELD_NUMBER: _ClassVar[int]
    DIMENSIONS_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    REASON_PARTS_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    creator: _parties_pb2.CreatorRef
    score: float
    reason: str
    known: float
    formula: str
    dimensions: _containers.RepeatedCompositeFieldContainer[DimensionMatch]
    missing: _containers.RepeatedCompositeFieldContainer[MissingBucket]
    reasons: _containers.RepeatedScalarFieldContainer[str]
    reason_parts: _containers.RepeatedCompositeFieldContainer[MatchReason]
    captured_at: _timestamp_pb2.Timestamp
    source: str
    note: str
    def __init__(self, creator_id: _Optional[str] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., score: _Optional[float] = ..., reason: _Optional[str] = ..., known: _Optional[float] = ..., formula: _Optional[str] = ..., dimensions: _Optional[_Iterable[_Union[DimensionMatch, _Mapping]]] = ..., missing: _Optional[_Iterable[_Union[MissingBucket, _Mapping]]] = ..., reasons: _Optional[_Iterable[str]] = ..., reason_parts: _Optional[_Iterable[_Union[MatchReason, _Mapping]]] = ..., captured_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., source: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class MatchRosterRequest(_message.Message):
    __slots__ = ("target", "creator_ids", "sort", "page_size", "cursor")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    target: _audience_pb2.Target
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    sort: MatchSort
    page_size: int
    cursor: str
    def __init__(self, target: _Optional[_Union[_audience_pb2.Target, _Mapping]] = ..., creator_ids: _Optional[_Iterable[str]] = ..., sort: _Optional[_Union[MatchSort, str]] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ...) -> None: ...

class RankedCreator(_message.Message):
    __slots__ = ("creator_id", "creator", "score", "reason", "known", "main_reason", "captured_at", "source", "note")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    MAIN_REASON_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    creator: _parties_pb2.CreatorRef
    score: float
    reason: str
    known: float
    main_reason: MatchReason
    captured_at: _timestamp_pb2.Timestamp
    source: str
    note: str
    def __init__(self, creator_id: _Optional[str] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., score: _Optional[float] = ..., reason: _Optional[str] = ..., known: _Optional[float] = ..., main_reason: _Optional[_Union[MatchReason, _Mapping]] = ..., captured_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., source: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class MatchRosterResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[RankedCreator]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[RankedCreator, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class RejectedRow(_message.Message):
    __slots__ = ("line", "message")
    LINE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    line: int
    message: str
    def __init__(self, line: _Optional[int] = ..., message: _Optional[str] = ...) -> None: ...

class ImportReport(_message.Message):
    __slots__ = ("accepted", "duplicates", "rejected", "rejected_total", "import_id")
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    DUPLICATES_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    REJECTED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    accepted: int
    duplicates: int
    rejected: _containers.RepeatedCompositeFieldContainer[RejectedRow]
    rejected_total: int
    import_id: str
    def __init__(self, accepted: _Optional[int] = ..., duplicates: _Optional[int] = ..., rejected: _Optional[_Iterable[_Union[RejectedRow, _Mapping]]] = ..., rejected_total: _Optional[int] = ..., import_id: _Optional[str] = ...) -> None: ...

class Import(_message.Message):
    __slots__ = ("id", "state", "party_id", "party_kind", "client_id", "source", "note", "started_at", "ended_at", "withdrawn_at", "withdrawn_by", "accepted", "duplicates", "rejected_total", "reason", "version", "party", "withdrawn_by_actor", "updated_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_KIND_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWN_AT_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWN_BY_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    DUPLICATES_FIELD_NUMBER: _ClassVar[int]
    REJECTED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWN_BY_ACTOR_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    state: ImportState
    party_id: str
    party_kind: _access_pb2.PartyKind
    client_id: str
    source: str
    note: str
    started_at: _timestamp_pb2.Timestamp
    ended_at: _timestamp_pb2.Timestamp
    withdrawn_at: _timestamp_pb2.Timestamp
    withdrawn_by: str
    accepted: int
    duplicates: int
    rejected_total: int
    reason: str
    version: int
    party: _parties_pb2.ActorRef
    withdrawn_by_actor: _parties_pb2.ActorRef
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., state: _Optional[_Union[ImportState, str]] = ..., party_id: _Optional[str] = ..., party_kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., client_id: _Optional[str] = ..., source: _Optional[str] = ..., note: _Optional[str] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ended_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., withdrawn_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., withdrawn_by: _Optional[str] = ..., accepted: _Optional[int] = ..., duplicates: _Optional[int] = ..., rejected_total: _Optional[int] = ..., reason: _Optional[str] = ..., version: _Optional[int] = ..., party: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., withdrawn_by_actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListImportsRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "state", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    state: ImportState
    sort: ImportSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., state: _Optional[_Union[ImportState, str]] = ..., sort: _Optional[_Union[ImportSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListImportsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Import]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Import, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetImportRequest(_message.Message):
    __slots__ = ("import_id",)
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    import_id: str
    def __init__(self, import_id: _Optional[str] = ...) -> None: ...

class WithdrawImportRequest(_message.Message):
    __slots__ = ("import_id",)
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    import_id: str
    def __init__(self, import_id: _Optional[str] = ...) -> None: ...
