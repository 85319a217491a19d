import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.callboard.common.v1 import parties_pb2 as _parties_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ApplicationSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    APPLICATION_SORT_UNSPECIFIED: _ClassVar[ApplicationSort]
    APPLICATION_SORT_CREATED_AT: _ClassVar[ApplicationSort]
    APPLICATION_SORT_CREATED_AT_DESCENDING: _ClassVar[ApplicationSort]
    APPLICATION_SORT_UPDATED_AT: _ClassVar[ApplicationSort]
    APPLICATION_SORT_UPDATED_AT_DESCENDING: _ClassVar[ApplicationSort]

class SessionSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SESSION_SORT_UNSPECIFIED: _ClassVar[SessionSort]
    SESSION_SORT_CREATED_AT: _ClassVar[SessionSort]
    SESSION_SORT_CREATED_AT_DESCENDING: _ClassVar[SessionSort]
    SESSION_SORT_UPDATED_AT: _ClassVar[SessionSort]
    SESSION_SORT_UPDATED_AT_DESCENDING: _ClassVar[SessionSort]

class GrantOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GRANT_OUTCOME_UNSPECIFIED: _ClassVar[GrantOutcome]
    GRANT_OUTCOME_GRANTED: _ClassVar[GrantOutcome]
    GRANT_OUTCOME_CLIENT_REFUSED: _ClassVar[GrantOutcome]
    GRANT_OUTCOME_REFUSED: _ClassVar[GrantOutcome]
    GRANT_OUTCOME_REUSED: _ClassVar[GrantOutcome]
APPLICATION_SORT_UNSPECIFIED: ApplicationSort
APPLICATION_SORT_CREATED_AT: ApplicationSort
APPLICATION_SORT_CREATED_AT_DESCENDING: ApplicationSort
APPLICATION_SORT_UPDATED_AT: ApplicationSort
APPLICATION_SORT_UPDATED_AT_DESCENDING: ApplicationSort
SESSION_SORT_UNSPECIFIED: SessionSort
SESSION_SORT_CREATED_AT: SessionSort
SESSION_SORT_CREATED_AT_DESCENDING: SessionSort
SESSION_SORT_UPDATED_AT: SessionSort
SESSION_SORT_UPDATED_AT_DESCENDING: SessionSort
GRANT_OUTCOME_UNSPECIFIED: GrantOutcome
GRANT_OUTCOME_GRANTED: GrantOutcome
GRANT_OUTCOME_CLIENT_REFUSED: GrantOutcome
GRANT_OUTCOME_REFUSED: GrantOutcome
GRANT_OUTCOME_REUSED: GrantOutcome

class Application(_message.Message):
    __slots__ = ("id", "name", "redirect_uris", "confidential", "created_at", "updated_at", "version")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REDIRECT_URIS_FIELD_NUMBER: _ClassVar[int]
    CONFIDENTIAL_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    redirect_uris: _containers.RepeatedScalarFieldContainer[str]
    confidential: bool
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    version: int
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., redirect_uris: _Optional[_Iterable[str]] = ..., confidential: _Optional[bool] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ...) -> None: ...

class CreateApplicationRequest(_message.Message):
    __slots__ = ("name", "redirect_uris", "confidential")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REDIRECT_URIS_FIELD_NUMBER: _ClassVar[int]
    CONFIDENTIAL_FIELD_NUMBER: _ClassVar[int]
    name: str
    redirect_uris: _containers.RepeatedScalarFieldContainer[str]
    confidential: bool
    def __init__(self, name: _Optional[str] = ..., redirect_uris: _Optional[_Iterable[str]] = ..., confidential: _Optional[bool] = ...) -> None: ...

class CreateApplicationResponse(_message.Message):
    __slots__ = ("id", "name", "redirect_uris", "confidential", "client_secret", "created_at", "updated_at", "version")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REDIRECT_URIS_FIELD_NUMBER: _ClassVar[int]
    CONFIDENTIAL_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    redirect_uris: _containers.RepeatedScalarFieldContainer[str]
    confidential: bool
    client_secret: str
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    version: int
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., redirect_uris: _Optional[_Iterable[str]] = ..., confidential: _Optional[bool] = ..., client_secret: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ...) -> None: ...

class ListApplicationsRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    sort: ApplicationSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[ApplicationSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListApplicationsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Application]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Application, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetApplicationRequest(_message.Message):
    __slots__ = ("application_id",)
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    def __init__(self, application_id: _Optional[str] = ...) -> None: ...

class PatchApplicationRequest(_message.Message):
    __slots__ = ("application_id", "name", "redirect_uris", "update_mask", "expected_version")
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REDIRECT_URIS_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    name: str
    redirect_uris: _containers.RepeatedScalarFieldContainer[str]
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, application_id: _Optional[str] = ..., name: _Optional[str] = ..., redirect_uris: _Optional[_Iterable[str]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class DeleteApplicationRequest(_message.Message):
    __slots__ = ("application_id",)
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    def __init__(self, application_id: _Optional[str] = ...) -> None: ...

class Session(_message.Message):
    __slots__ = ("id", "client_id", "application_name", "party_id", "party", "scopes", "address", "device", "current", "created_at", "last_used_at", "updated_at", "expires_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_NAME_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    CURRENT_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_USED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    client_id: str
    application_name: str
    party_id: str
    party: _parties_pb2.ActorRef
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.Scope]
    address: str
    device: str
    current: bool
    created_at: _timestamp_pb2.Timestamp
    last_used_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., client_id: _Optional[str] = ..., application_name: _Optional[str] = ..., party_id: _Optional[str] = ..., party: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.Scope, str]]] = ..., address: _Optional[str] = ..., device: _Optional[str] = ..., current: _Optional[bool] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_used_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListSessionsRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    sort: SessionSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[SessionSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListSessionsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Session]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Session, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class EndOwnSessionRequest(_message.Message):
    __slots__ = ("session_id",)
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class EndOtherSessionsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class StartSessionRequest(_message.Message):
    __slots__ = ("person_id", "address", "user_agent")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    address: str
    user_agent: str
    def __init__(self, person_id: _Optional[str] = ..., address: _Optional[str] = ..., user_agent: _Optional[str] = ...) -> None: ...

class StartSessionResponse(_message.Message):
    __slots__ = ("session_id", "secret", "expires_at")
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    secret: str
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, session_id: _Optional[str] = ..., secret: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class IssueCodeRequest(_message.Message):
    __slots__ = ("session_id", "secret", "client_id", "party_id", "redirect_uri", "code_challenge", "scopes")
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    REDIRECT_URI_FIELD_NUMBER: _ClassVar[int]
    CODE_CHALLENGE_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    secret: str
    client_id: str
    party_id: str
    redirect_uri: str
    code_challenge: str
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.Scope]
    def __init__(self, session_id: _Optional[str] = ..., secret: _Optional[str] = ..., client_id: _Optional[str] = ..., party_id: _Optional[str] = ..., redirect_uri: _Optional[str] = ..., code_challenge: _Optional[str] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.Scope, str]]] = ...) -> None: ...

class IssueCodeResponse(_message.Message):
    __slots__ = ("code",)
    CODE_FIELD_NUMBER: _ClassVar[int]
    code: str
    def __init__(self, code: _Optional[str] = ...) -> None: ...

class ExchangeCodeRequest(_message.Message):
    __slots__ = ("client_id", "client_secret", "code", "redirect_uri", "code_verifier", "address", "user_agent")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    REDIRECT_URI_FIELD_NUMBER: _ClassVar[int]
    CODE_VERIFIER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    client_id: str
    client_secret: str
    code: str
    redirect_uri: str
    code_verifier: str
    address: str
    user_agent: str
    def __init__(self, client_id: _Optional[str] = ..., client_secret: _Optional[str] = ..., code: _Optional[str] = ..., redirect_uri: _Optional[str] = ..., code_verifier: _Optional[str] = ..., address: _Optional[str] = ..., user_agent: _Optional[str] = ...) -> None: ...

class RefreshTokenRequest(_message.Message):
    __slots__ = ("client_id", "client_secret", "refresh_token")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    REFRESH_TOKEN_FIELD_NUMBER: _ClassVar[int]
    client_id: str
    client_secret: str
    refresh_token: str
    def __init__(self, client_id: _Optional[str] = ..., client_secret: _Optional[str] = ..., refresh_token: _Optional[str] = ...) -> None: ...

class GrantResponse(_message.Message):
    __slots__ = ("outcome", "session_id", "person_id", "party_id", "party_kind", "scopes", "refresh_token")
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_KIND_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    REFRESH_TOKEN_FIELD_NUMBER: _ClassVar[int]
    outcome: GrantOutcome
    session_id: str
    person_id: str
    party_id: str
    party_kind: _access_pb2.PartyKind
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.Scope]
    refresh_token: str
    def __init__(self, outcome: _Optional[_Union[GrantOutcome, str]] = ..., session_id: _Optional[str] = ..., person_id: _Optional[str] = ..., party_id: _Optional[str] = ..., party_kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.Scope, str]]] = ..., refresh_token: _Optional[str] = ...) -> None: ...

class CheckSessionRequest(_message.Message):
    __slots__ = ("session_id", "secret", "person_id")
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    secret: str
    person_id: str
    def __init__(self, session_id: _Optional[str] = ..., secret: _Optional[str] = ..., person_id: _Optional[str] = ...) -> None: ...

class CheckSessionResponse(_message.Message):
    __slots__ = ("open", "person_id")
    OPEN_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    open: bool
    person_id: str
    def __init__(self, open: _Optional[bool] = ..., person_id: _Optional[str] = ...) -> None: ...

class EndSessionRequest(_message.Message):
    __slots__ = ("session_id", "secret", "client_id", "client_secret", "refresh_token")
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    REFRESH_TOKEN_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    secret: str
    client_id: str
    client_secret: str
    refresh_token: str
    def __init__(self, session_id: _Optional[str] = ..., secret: _Optional[str] = ..., client_id: _Optional[str] = ..., client_secret: _Optional[str] = ..., refresh_token: _Optional[str] = ...) -> None: ...

class FindApplicationRequest(_message.Message):
    __slots__ = ("application_id", "client_secret")
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    client_secret: str
    def __init__(self, application_id: _Optional[str] = ..., client_secret: _Optional[str] = ...) -> None: ...

class FindApplicationResponse(_message.Message):
    __slots__ = ("application", "party_name", "proved")
    APPLICATION_FIELD_NUMBER: _ClassVar[int]
    PARTY_NAME_FIELD_NUMBER: _ClassVar[int]
    PROVED_FIELD_NUMBER: _ClassVar[int]
    application: Application
    party_name: str
    proved: bool
    def __init__(self, application: _Optional[_Union[Application, _Mapping]] = ..., party_name: _Optional[str] = ..., proved: _Optional[bool] = ...) -> None: ...
