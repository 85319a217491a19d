import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DelegationRef(_message.Message):
    __slots__ = ("delegation_id", "creator_id", "agency_id", "scopes", "version", "at", "reason", "expires_at", "agency_name")
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    AGENCY_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    AGENCY_NAME_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    creator_id: str
    agency_id: str
    scopes: _containers.RepeatedScalarFieldContainer[str]
    version: int
    at: _timestamp_pb2.Timestamp
    reason: str
    expires_at: _timestamp_pb2.Timestamp
    agency_name: str
    def __init__(self, delegation_id: _Optional[str] = ..., creator_id: _Optional[str] = ..., agency_id: _Optional[str] = ..., scopes: _Optional[_Iterable[str]] = ..., version: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., agency_name: _Optional[str] = ...) -> None: ...

class CreatorRegistered(_message.Message):
    __slots__ = ("creator_id", "handle", "display_name", "version")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    handle: str
    display_name: str
    version: int
    def __init__(self, creator_id: _Optional[str] = ..., handle: _Optional[str] = ..., display_name: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class DelegationRequested(_message.Message):
    __slots__ = ("delegation",)
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    delegation: DelegationRef
    def __init__(self, delegation: _Optional[_Union[DelegationRef, _Mapping]] = ...) -> None: ...

class DelegationAccepted(_message.Message):
    __slots__ = ("delegation",)
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    delegation: DelegationRef
    def __init__(self, delegation: _Optional[_Union[DelegationRef, _Mapping]] = ...) -> None: ...

class DelegationDeclined(_message.Message):
    __slots__ = ("delegation",)
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    delegation: DelegationRef
    def __init__(self, delegation: _Optional[_Union[DelegationRef, _Mapping]] = ...) -> None: ...

class DelegationRevoked(_message.Message):
    __slots__ = ("delegation",)
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    delegation: DelegationRef
    def __init__(self, delegation: _Optional[_Union[DelegationRef, _Mapping]] = ...) -> None: ...

class DelegationEnded(_message.Message):
    __slots__ = ("delegation",)
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    delegation: DelegationRef
    def __init__(self, delegation: _Optional[_Union[DelegationRef, _Mapping]] = ...) -> None: ...

class DelegationExpired(_message.Message):
    __slots__ = ("delegation",)
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    delegation: DelegationRef
    def __init__(self, delegation: _Optional[_Union[DelegationRef, _Mapping]] = ...) -> None: ...

class DelegationSuperseded(_message.Message):
    __slots__ = ("delegation",)
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    delegation: DelegationRef
    def __init__(self, delegation: _Optional[_Union[DelegationRef, _Mapping]] = ...) -> None: ...

class DelegationChanged(_message.Message):
    __slots__ = ("delegation",)
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    delegation: DelegationRef
    def __init__(self, delegation: _Optional[_Union[DelegationRef, _Mapping]] = ...) -> None: ...

class GuardrailsChanged(_message.Message):
    __slots__ = ("delegation",)
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    delegation: DelegationRef
    def __init__(self, delegation: _Optional[_Union[DelegationRef, _Mapping]] = ...) -> None: ...

class RateCardChanged(_message.Message):
    __slots__ = ("creator_id", "updated_by", "version", "at")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATED_BY_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    updated_by: str
    version: int
    at: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., updated_by: _Optional[str] = ..., version: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PartySuspended(_message.Message):
    __slots__ = ("party_id", "kind", "reason", "version", "at")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    kind: _access_pb2.PartyKind
    reason: str
    version: int
    at: _timestamp_pb2.Timestamp
    def __init__(self, party_id: _Optional[str] = ..., kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., reason: _Optional[str] = ..., version: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PartyResumed(_message.Message):
    __slots__ = ("party_id", "kind", "version", "at")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    kind: _access_pb2.PartyKind
    version: int
    at: _timestamp_pb2.Timestamp
    def __init__(self, party_id: _Optional[str] = ..., kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., version: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ProfileChanged(_message.Message):
    __slots__ = ("creator_id", "handle", "display_name", "version", "fields", "portfolio", "at")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    PORTFOLIO_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    handle: str
    display_name: str
    version: int
    fields: _containers.RepeatedScalarFieldContainer[str]
    portfolio: _containers.RepeatedScalarFieldContainer[str]
    at: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., handle: _Optional[str] = ..., display_name: _Optional[str] = ..., version: _Optional[int] = ..., fields: _Optional[_Iterable[str]] = ..., portfolio: _Optional[_Iterable[str]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class InvitationMade(_message.Message):
    __slots__ = ("invitation_id", "party_id", "email", "locale", "version", "at")
    INVITATION_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    invitation_id: str
    party_id: str
    email: str
    locale: str
    version: int
    at: _timestamp_pb2.Timestamp
    def __init__(self, invitation_id: _Optional[str] = ..., party_id: _Optional[str] = ..., email: _Optional[str] = ..., locale: _Optional[str] = ..., version: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ResetRequested(_message.Message):
    __slots__ = ("reset_id", "email", "locale", "version", "at")
    RESET_ID_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    reset_id: str
    email: str
    locale: str
    version: int
    at: _timestamp_pb2.Timestamp
    def __init__(self, reset_id: _Optional[str] = ..., email: _Optional[str] = ..., locale: _Optional[str] = ..., version: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
