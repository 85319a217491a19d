import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.roster.v1 import people_pb2 as _people_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PartyState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PARTY_STATE_UNSPECIFIED: _ClassVar[PartyState]
    PARTY_STATE_ACTIVE: _ClassVar[PartyState]
    PARTY_STATE_SUSPENDED: _ClassVar[PartyState]

class PartySort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PARTY_SORT_UNSPECIFIED: _ClassVar[PartySort]
    PARTY_SORT_NAME: _ClassVar[PartySort]
    PARTY_SORT_NAME_DESCENDING: _ClassVar[PartySort]
    PARTY_SORT_CREATED_AT: _ClassVar[PartySort]
    PARTY_SORT_CREATED_AT_DESCENDING: _ClassVar[PartySort]
    PARTY_SORT_UPDATED_AT: _ClassVar[PartySort]
    PARTY_SORT_UPDATED_AT_DESCENDING: _ClassVar[PartySort]
PARTY_STATE_UNSPECIFIED: PartyState
PARTY_STATE_ACTIVE: PartyState
PARTY_STATE_SUSPENDED: PartyState
PARTY_SORT_UNSPECIFIED: PartySort
PARTY_SORT_NAME: PartySort
PARTY_SORT_NAME_DESCENDING: PartySort
PARTY_SORT_CREATED_AT: PartySort
PARTY_SORT_CREATED_AT_DESCENDING: PartySort
PARTY_SORT_UPDATED_AT: PartySort
PARTY_SORT_UPDATED_AT_DESCENDING: PartySort

class RegisteredParty(_message.Message):
    __slots__ = ("id", "kind", "name", "handle", "country", "state", "suspended_at", "suspended_reason", "clients", "created_at", "updated_at", "version")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_AT_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_REASON_FIELD_NUMBER: _ClassVar[int]
    CLIENTS_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: _access_pb2.PartyKind
    name: str
    handle: str
    country: str
    state: PartyState
    suspended_at: _timestamp_pb2.Timestamp
    suspended_reason: str
    clients: _containers.RepeatedCompositeFieldContainer[RegisteredClient]
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    version: int
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., name: _Optional[str] = ..., handle: _Optional[str] = ..., country: _Optional[str] = ..., state: _Optional[_Union[PartyState, str]] = ..., suspended_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., suspended_reason: _Optional[str] = ..., clients: _Optional[_Iterable[_Union[RegisteredClient, _Mapping]]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ...) -> None: ...

class RegisteredClient(_message.Message):
    __slots__ = ("client_id", "created_at", "last_used_at")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_USED_AT_FIELD_NUMBER: _ClassVar[int]
    client_id: str
    created_at: _timestamp_pb2.Timestamp
    last_used_at: _timestamp_pb2.Timestamp
    def __init__(self, client_id: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_used_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListPartiesRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "q", "state", "updated_since", "sort")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    Q_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    q: str
    state: PartyState
    updated_since: _timestamp_pb2.Timestamp
    sort: PartySort
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., q: _Optional[str] = ..., state: _Optional[_Union[PartyState, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sort: _Optional[_Union[PartySort, str]] = ...) -> None: ...

class ListPartiesResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[RegisteredParty]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[RegisteredParty, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetPartyRequest(_message.Message):
    __slots__ = ("agency_id", "brand_id", "creator_id")
    AGENCY_ID_FIELD_NUMBER: _ClassVar[int]
    BRAND_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    agency_id: str
    brand_id: str
    creator_id: str
    def __init__(self, agency_id: _Optional[str] = ..., brand_id: _Optional[str] = ..., creator_id: _Optional[str] = ...) -> None: ...

class SuspendPartyRequest(_message.Message):
    __slots__ = ("agency_id", "brand_id", "creator_id", "reason")
    AGENCY_ID_FIELD_NUMBER: _ClassVar[int]
    BRAND_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    agency_id: str
    brand_id: str
    creator_id: str
    reason: str
    def __init__(self, agency_id: _Optional[str] = ..., brand_id: _Optional[str] = ..., creator_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ResumePartyRequest(_message.Message):
    __slots__ = ("agency_id", "brand_id", "creator_id")
    AGENCY_ID_FIELD_NUMBER: _ClassVar[int]
    BRAND_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    agency_id: str
    brand_id: str
    creator_id: str
    def __init__(self, agency_id: _Optional[str] = ..., brand_id: _Optional[str] = ..., creator_id: _Optional[str] = ...) -> None: ...

class GetMeRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Me(_message.Message):
    __slots__ = ("party", "client", "limits", "waiting", "person")
    PARTY_FIELD_NUMBER: _ClassVar[int]
    CLIENT_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    WAITING_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    party: MyParty
    client: MyClient
    limits: _containers.RepeatedCompositeFieldContainer[RequestLimit]
    waiting: Waiting
    person: MyPerson
    def __init__(self, party: _Optional[_Union[MyParty, _Mapping]] = ..., client: _Optional[_Union[MyClient, _Mapping]] = ..., limits: _Optional[_Iterable[_Union[RequestLimit, _Mapping]]] = ..., waiting: _Optional[_Union[Waiting, _Mapping]] = ..., person: _Optional[_Union[MyPerson, _Mapping]] = ...) -> None: ...

class MyPerson(_message.Message):
    __slots__ = ("id", "name", "role", "creator_ids", "locale", "time_zone")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    role: str
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    locale: _people_pb2.Locale
    time_zone: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., role: _Optional[str] = ..., creator_ids: _Optional[_Iterable[str]] = ..., locale: _Optional[_Union[_people_pb2.Locale, str]] = ..., time_zone: _Optional[str] = ...) -> None: ...

class MyParty(_message.Message):
    __slots__ = ("id", "kind", "name", "handle")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: _access_pb2.PartyKind
    name: str
    handle: str
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., name: _Optional[str] = ..., handle: _Optional[str] = ...) -> None: ...

class MyClient(_message.Message):
    __slots__ = ("client_id", "scopes")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    client_id: str
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.Scope]
    def __init__(self, client_id: _Optional[str] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.Scope, str]]] = ...) -> None: ...

class RequestLimit(_message.Message):
    __slots__ = ("name", "requests", "seconds")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    name: str
    requests: int
    seconds: int
    def __init__(self, name: _Optional[str] = ..., requests: _Optional[int] = ..., seconds: _Optional[int] = ...) -> None: ...

class Waiting(_message.Message):
    __slots__ = ("delegation_requests", "offers", "confirmations")
    DELEGATION_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    OFFERS_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONS_FIELD_NUMBER: _ClassVar[int]
    delegation_requests: int
    offers: int
    confirmations: int
    def __init__(self, delegation_requests: _Optional[int] = ..., offers: _Optional[int] = ..., confirmations: _Optional[int] = ...) -> None: ...
