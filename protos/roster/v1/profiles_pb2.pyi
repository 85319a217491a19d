import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.roster.v1 import roster_pb2 as _roster_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DirectorySort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DIRECTORY_SORT_UNSPECIFIED: _ClassVar[DirectorySort]
    DIRECTORY_SORT_HANDLE: _ClassVar[DirectorySort]
    DIRECTORY_SORT_HANDLE_DESCENDING: _ClassVar[DirectorySort]
    DIRECTORY_SORT_DISPLAY_NAME: _ClassVar[DirectorySort]
    DIRECTORY_SORT_DISPLAY_NAME_DESCENDING: _ClassVar[DirectorySort]
    DIRECTORY_SORT_FOLLOWERS: _ClassVar[DirectorySort]
    DIRECTORY_SORT_FOLLOWERS_DESCENDING: _ClassVar[DirectorySort]
    DIRECTORY_SORT_AVERAGE_VIEWS: _ClassVar[DirectorySort]
    DIRECTORY_SORT_AVERAGE_VIEWS_DESCENDING: _ClassVar[DirectorySort]
    DIRECTORY_SORT_ENGAGEMENT_RATE: _ClassVar[DirectorySort]
    DIRECTORY_SORT_ENGAGEMENT_RATE_DESCENDING: _ClassVar[DirectorySort]
    DIRECTORY_SORT_UPDATED_AT: _ClassVar[DirectorySort]
    DIRECTORY_SORT_UPDATED_AT_DESCENDING: _ClassVar[DirectorySort]
DIRECTORY_SORT_UNSPECIFIED: DirectorySort
DIRECTORY_SORT_HANDLE: DirectorySort
DIRECTORY_SORT_HANDLE_DESCENDING: DirectorySort
DIRECTORY_SORT_DISPLAY_NAME: DirectorySort
DIRECTORY_SORT_DISPLAY_NAME_DESCENDING: DirectorySort
DIRECTORY_SORT_FOLLOWERS: DirectorySort
DIRECTORY_SORT_FOLLOWERS_DESCENDING: DirectorySort
DIRECTORY_SORT_AVERAGE_VIEWS: DirectorySort
DIRECTORY_SORT_AVERAGE_VIEWS_DESCENDING: DirectorySort
DIRECTORY_SORT_ENGAGEMENT_RATE: DirectorySort
DIRECTORY_SORT_ENGAGEMENT_RATE_DESCENDING: DirectorySort
DIRECTORY_SORT_UPDATED_AT: DirectorySort
DIRECTORY_SORT_UPDATED_AT_DESCENDING: DirectorySort

class PatchCreatorRequest(_message.Message):
    __slots__ = ("creator_id", "display_name", "bio", "country", "languages", "categories", "portfolio", "update_mask", "expected_version")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    BIO_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    PORTFOLIO_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    display_name: str
    bio: str
    country: str
    languages: _containers.RepeatedScalarFieldContainer[str]
    categories: _containers.RepeatedScalarFieldContainer[str]
    portfolio: _containers.RepeatedScalarFieldContainer[str]
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, creator_id: _Optional[str] = ..., display_name: _Optional[str] = ..., bio: _Optional[str] = ..., country: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., categories: _Optional[_Iterable[str]] = ..., portfolio: _Optional[_Iterable[str]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class Visibility(_message.Message):
    __slots__ = ("listed", "found_by_handle", "public_rates", "version")
    LISTED_FIELD_NUMBER: _ClassVar[int]
    FOUND_BY_HANDLE_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_RATES_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    listed: bool
    found_by_handle: bool
    public_rates: bool
    version: int
    def __init__(self, listed: _Optional[bool] = ..., found_by_handle: _Optional[bool] = ..., public_rates: _Optional[bool] = ..., version: _Optional[int] = ...) -> None: ...

class GetVisibilityRequest(_message.Message):
    __slots__ = ("creator_id",)
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    def __init__(self, creator_id: _Optional[str] = ...) -> None: ...

class PatchVisibilityRequest(_message.Message):
    __slots__ = ("creator_id", "listed", "found_by_handle", "public_rates", "update_mask", "expected_version")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    LISTED_FIELD_NUMBER: _ClassVar[int]
    FOUND_BY_HANDLE_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_RATES_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    listed: bool
    found_by_handle: bool
    public_rates: bool
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, creator_id: _Optional[str] = ..., listed: _Optional[bool] = ..., found_by_handle: _Optional[bool] = ..., public_rates: _Optional[bool] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class ListDirectoryRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "handle", "q", "category", "country", "language", "min_followers", "max_followers", "updated_since", "sort")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    Q_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    MIN_FOLLOWERS_FIELD_NUMBER: _ClassVar[int]
    MAX_FOLLOWERS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    handle: str
    q: str
    category: str
    country: str
    language: str
    min_followers: int
    max_followers: int
    updated_since: _timestamp_pb2.Timestamp
    sort: DirectorySort
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., handle: _Optional[str] = ..., q: _Optional[str] = ..., category: _Optional[str] = ..., country: _Optional[str] = ..., language: _Optional[str] = ..., min_followers: _Optional[int] = ..., max_followers: _Optional[int] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sort: _Optional[_Union[DirectorySort, str]] = ...) -> None: ...

class ListDirectoryResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[DirectoryEntry]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[DirectoryEntry, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class DirectoryEntry(_message.Message):
    __slots__ = ("id", "handle", "display_name", "listed", "bio", "country", "languages", "categories", "stats", "starting_rate", "updated_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    LISTED_FIELD_NUMBER: _ClassVar[int]
    BIO_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    STATS_FIELD_NUMBER: _ClassVar[int]
    STARTING_RATE_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    handle: str
    display_name: str
    listed: bool
    bio: str
    country: str
    languages: _containers.RepeatedScalarFieldContainer[str]
    categories: _containers.RepeatedScalarFieldContainer[str]
    stats: _roster_pb2.Stats
    starting_rate: _roster_pb2.Rate
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., handle: _Optional[str] = ..., display_name: _Optional[str] = ..., listed: _Optional[bool] = ..., bio: _Optional[str] = ..., country: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., categories: _Optional[_Iterable[str]] = ..., stats: _Optional[_Union[_roster_pb2.Stats, _Mapping]] = ..., starting_rate: _Optional[_Union[_roster_pb2.Rate, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetDirectoryEntryRequest(_message.Message):
    __slots__ = ("creator_id",)
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    def __init__(self, creator_id: _Optional[str] = ...) -> None: ...

class DirectoryProfile(_message.Message):
    __slots__ = ("entry", "rates", "portfolio")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    RATES_FIELD_NUMBER: _ClassVar[int]
    PORTFOLIO_FIELD_NUMBER: _ClassVar[int]
    entry: DirectoryEntry
    rates: _containers.RepeatedCompositeFieldContainer[_roster_pb2.Rate]
    portfolio: _containers.RepeatedCompositeFieldContainer[PortfolioVideo]
    def __init__(self, entry: _Optional[_Union[DirectoryEntry, _Mapping]] = ..., rates: _Optional[_Iterable[_Union[_roster_pb2.Rate, _Mapping]]] = ..., portfolio: _Optional[_Iterable[_Union[PortfolioVideo, _Mapping]]] = ...) -> None: ...

class PortfolioVideo(_message.Message):
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
