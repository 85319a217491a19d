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

class Role(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROLE_UNSPECIFIED: _ClassVar[Role]
    ROLE_OWNER: _ClassVar[Role]
    ROLE_MANAGER: _ClassVar[Role]
    ROLE_VIEWER: _ClassVar[Role]
    ROLE_MEMBER: _ClassVar[Role]
    ROLE_CREATOR: _ClassVar[Role]
    ROLE_OPERATOR: _ClassVar[Role]

class Locale(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOCALE_UNSPECIFIED: _ClassVar[Locale]
    LOCALE_EN: _ClassVar[Locale]
    LOCALE_ES: _ClassVar[Locale]

class PersonSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERSON_SORT_UNSPECIFIED: _ClassVar[PersonSort]
    PERSON_SORT_CREATED_AT: _ClassVar[PersonSort]
    PERSON_SORT_CREATED_AT_DESCENDING: _ClassVar[PersonSort]
    PERSON_SORT_UPDATED_AT: _ClassVar[PersonSort]
    PERSON_SORT_UPDATED_AT_DESCENDING: _ClassVar[PersonSort]

class InvitationState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INVITATION_STATE_UNSPECIFIED: _ClassVar[InvitationState]
    INVITATION_STATE_PENDING: _ClassVar[InvitationState]
    INVITATION_STATE_ACCEPTED: _ClassVar[InvitationState]
    INVITATION_STATE_REVOKED: _ClassVar[InvitationState]
    INVITATION_STATE_EXPIRED: _ClassVar[InvitationState]

class InvitationSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INVITATION_SORT_UNSPECIFIED: _ClassVar[InvitationSort]
    INVITATION_SORT_CREATED_AT: _ClassVar[InvitationSort]
    INVITATION_SORT_CREATED_AT_DESCENDING: _ClassVar[InvitationSort]
    INVITATION_SORT_UPDATED_AT: _ClassVar[InvitationSort]
    INVITATION_SORT_UPDATED_AT_DESCENDING: _ClassVar[InvitationSort]

class SignInOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SIGN_IN_OUTCOME_UNSPECIFIED: _ClassVar[SignInOutcome]
    SIGN_IN_OUTCOME_SIGNED_IN: _ClassVar[SignInOutcome]
    SIGN_IN_OUTCOME_SECOND_FACTOR_REQUIRED: _ClassVar[SignInOutcome]
    SIGN_IN_OUTCOME_REFUSED: _ClassVar[SignInOutcome]
    SIGN_IN_OUTCOME_THROTTLED: _ClassVar[SignInOutcome]
ROLE_UNSPECIFIED: Role
ROLE_OWNER: Role
ROLE_MANAGER: Role
ROLE_VIEWER: Role
ROLE_MEMBER: Role
ROLE_CREATOR: Role
ROLE_OPERATOR: Role
LOCALE_UNSPECIFIED: Locale
LOCALE_EN: Locale
LOCALE_ES: Locale
PERSON_SORT_UNSPECIFIED: PersonSort
PERSON_SORT_CREATED_AT: PersonSort
PERSON_SORT_CREATED_AT_DESCENDING: PersonSort
PERSON_SORT_UPDATED_AT: PersonSort
PERSON_SORT_UPDATED_AT_DESCENDING: PersonSort
INVITATION_STATE_UNSPECIFIED: InvitationState
INVITATION_STATE_PENDING: InvitationState
INVITATION_STATE_ACCEPTED: InvitationState
INVITATION_STATE_REVOKED: InvitationState
INVITATION_STATE_EXPIRED: InvitationState
INVITATION_SORT_UNSPECIFIED: InvitationSort
INVITATION_SORT_CREATED_AT: InvitationSort
INVITATION_SORT_CREATED_AT_DESCENDING: InvitationSort
INVITATION_SORT_UPDATED_AT: InvitationSort
INVITATION_SORT_UPDATED_AT_DESCENDING: InvitationSort
SIGN_IN_OUTCOME_UNSPECIFIED: SignInOutcome
SIGN_IN_OUTCOME_SIGNED_IN: SignInOutcome
SIGN_IN_OUTCOME_SECOND_FACTOR_REQUIRED: SignInOutcome
SIGN_IN_OUTCOME_REFUSED: SignInOutcome
SIGN_IN_OUTCOME_THROTTLED: SignInOutcome

class Person(_message.Message):
    __slots__ = ("id", "name", "email", "role", "creator_ids", "creators", "since", "second_factor", "created_at", "updated_at", "version", "limited")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    CREATORS_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    SECOND_FACTOR_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    LIMITED_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    email: str
    role: Role
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    creators: _containers.RepeatedCompositeFieldContainer[_parties_pb2.CreatorRef]
    since: _timestamp_pb2.Timestamp
    second_factor: bool
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    version: int
    limited: bool
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., email: _Optional[str] = ..., role: _Optional[_Union[Role, str]] = ..., creator_ids: _Optional[_Iterable[str]] = ..., creators: _Optional[_Iterable[_Union[_parties_pb2.CreatorRef, _Mapping]]] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., second_factor: _Optional[bool] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ..., limited: _Optional[bool] = ...) -> None: ...

class Membership(_message.Message):
    __slots__ = ("party_id", "party", "party_kind", "role", "creator_ids", "since")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    PARTY_KIND_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    party: _parties_pb2.ActorRef
    party_kind: _access_pb2.PartyKind
    role: Role
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    since: _timestamp_pb2.Timestamp
    def __init__(self, party_id: _Optional[str] = ..., party: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., party_kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., role: _Optional[_Union[Role, str]] = ..., creator_ids: _Optional[_Iterable[str]] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Account(_message.Message):
    __slots__ = ("id", "name", "email", "locale", "time_zone", "second_factor", "recovery_codes_left", "memberships", "sessions_valid_from", "created_at", "updated_at", "version")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    SECOND_FACTOR_FIELD_NUMBER: _ClassVar[int]
    RECOVERY_CODES_LEFT_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIPS_FIELD_NUMBER: _ClassVar[int]
    SESSIONS_VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    email: str
    locale: Locale
    time_zone: str
    second_factor: bool
    recovery_codes_left: int
    memberships: _containers.RepeatedCompositeFieldContainer[Membership]
    sessions_valid_from: _timestamp_pb2.Timestamp
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    version: int
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., email: _Optional[str] = ..., locale: _Optional[_Union[Locale, str]] = ..., time_zone: _Optional[str] = ..., second_factor: _Optional[bool] = ..., recovery_codes_left: _Optional[int] = ..., memberships: _Optional[_Iterable[_Union[Membership, _Mapping]]] = ..., sessions_valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ...) -> None: ...

class ListPeopleRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    sort: PersonSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[PersonSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListPeopleResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Person]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Person, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetPersonRequest(_message.Message):
    __slots__ = ("person_id",)
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    def __init__(self, person_id: _Optional[str] = ...) -> None: ...

class PatchPersonRequest(_message.Message):
    __slots__ = ("person_id", "role", "creator_ids", "update_mask", "expected_version")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    role: Role
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, person_id: _Optional[str] = ..., role: _Optional[_Union[Role, str]] = ..., creator_ids: _Optional[_Iterable[str]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class DeletePersonRequest(_message.Message):
    __slots__ = ("person_id",)
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    def __init__(self, person_id: _Optional[str] = ...) -> None: ...

class Invitation(_message.Message):
    __slots__ = ("id", "party_id", "party", "email", "role", "creator_ids", "invited_by", "invited_by_actor", "invited_by_name", "state", "created_at", "expires_at", "updated_at", "version", "limited")
    ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    INVITED_BY_FIELD_NUMBER: _ClassVar[int]
    INVITED_BY_ACTOR_FIELD_NUMBER: _ClassVar[int]
    INVITED_BY_NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    LIMITED_FIELD_NUMBER: _ClassVar[int]
    id: str
    party_id: str
    party: _parties_pb2.ActorRef
    email: str
    role: Role
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    invited_by: str
    invited_by_actor: _parties_pb2.ActorRef
    invited_by_name: str
    state: InvitationState
    created_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    version: int
    limited: bool
    def __init__(self, id: _Optional[str] = ..., party_id: _Optional[str] = ..., party: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., email: _Optional[str] = ..., role: _Optional[_Union[Role, str]] = ..., creator_ids: _Optional[_Iterable[str]] = ..., invited_by: _Optional[str] = ..., invited_by_actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., invited_by_name: _Optional[str] = ..., state: _Optional[_Union[InvitationState, str]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ..., limited: _Optional[bool] = ...) -> None: ...

class NewInvitation(_message.Message):
    __slots__ = ("invitation", "link")
    INVITATION_FIELD_NUMBER: _ClassVar[int]
    LINK_FIELD_NUMBER: _ClassVar[int]
    invitation: Invitation
    link: str
    def __init__(self, invitation: _Optional[_Union[Invitation, _Mapping]] = ..., link: _Optional[str] = ...) -> None: ...

class CreateInvitationRequest(_message.Message):
    __slots__ = ("email", "role", "creator_ids")
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    email: str
    role: Role
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, email: _Optional[str] = ..., role: _Optional[_Union[Role, str]] = ..., creator_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class CreatePartyInvitationRequest(_message.Message):
    __slots__ = ("party_id", "email", "role", "creator_ids")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    email: str
    role: Role
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, party_id: _Optional[str] = ..., email: _Optional[str] = ..., role: _Optional[_Union[Role, str]] = ..., creator_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ListInvitationsRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "state", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    state: InvitationState
    sort: InvitationSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., state: _Optional[_Union[InvitationState, str]] = ..., sort: _Optional[_Union[InvitationSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListPartyInvitationsRequest(_message.Message):
    __slots__ = ("party_id", "page_size", "cursor", "state", "sort", "updated_since")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    page_size: int
    cursor: str
    state: InvitationState
    sort: InvitationSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, party_id: _Optional[str] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., state: _Optional[_Union[InvitationState, str]] = ..., sort: _Optional[_Union[InvitationSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListInvitationsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Invitation]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Invitation, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class DeleteInvitationRequest(_message.Message):
    __slots__ = ("invitation_id",)
    INVITATION_ID_FIELD_NUMBER: _ClassVar[int]
    invitation_id: str
    def __init__(self, invitation_id: _Optional[str] = ...) -> None: ...

class ListAccountsRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "party_id", "email", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    party_id: str
    email: str
    sort: PersonSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., party_id: _Optional[str] = ..., email: _Optional[str] = ..., sort: _Optional[_Union[PersonSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListAccountsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Account]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Account, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetAccountRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PatchAccountRequest(_message.Message):
    __slots__ = ("name", "locale", "time_zone", "update_mask", "expected_version")
    NAME_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    name: str
    locale: Locale
    time_zone: str
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, name: _Optional[str] = ..., locale: _Optional[_Union[Locale, str]] = ..., time_zone: _Optional[str] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class ChangePasswordRequest(_message.Message):
    __slots__ = ("current_password", "new_password")
    CURRENT_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    NEW_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    current_password: str
    new_password: str
    def __init__(self, current_password: _Optional[str] = ..., new_password: _Optional[str] = ...) -> None: ...

class StartSecondFactorRequest(_message.Message):
    __slots__ = ("password",)
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    password: str
    def __init__(self, password: _Optional[str] = ...) -> None: ...

class SecondFactorSecret(_message.Message):
    __slots__ = ("uri", "secret")
    URI_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    uri: str
    secret: str
    def __init__(self, uri: _Optional[str] = ..., secret: _Optional[str] = ...) -> None: ...

class ConfirmSecondFactorRequest(_message.Message):
    __slots__ = ("code",)
    CODE_FIELD_NUMBER: _ClassVar[int]
    code: str
    def __init__(self, code: _Optional[str] = ...) -> None: ...

class RecoveryCodes(_message.Message):
    __slots__ = ("codes",)
    CODES_FIELD_NUMBER: _ClassVar[int]
    codes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, codes: _Optional[_Iterable[str]] = ...) -> None: ...

class RemoveSecondFactorRequest(_message.Message):
    __slots__ = ("password", "code")
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    password: str
    code: str
    def __init__(self, password: _Optional[str] = ..., code: _Optional[str] = ...) -> None: ...

class SignInRequest(_message.Message):
    __slots__ = ("email", "password", "code", "address")
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    email: str
    password: str
    code: str
    address: str
    def __init__(self, email: _Optional[str] = ..., password: _Optional[str] = ..., code: _Optional[str] = ..., address: _Optional[str] = ...) -> None: ...

class SignInResponse(_message.Message):
    __slots__ = ("outcome", "retry_after", "person")
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    RETRY_AFTER_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    outcome: SignInOutcome
    retry_after: int
    person: Account
    def __init__(self, outcome: _Optional[_Union[SignInOutcome, str]] = ..., retry_after: _Optional[int] = ..., person: _Optional[_Union[Account, _Mapping]] = ...) -> None: ...

class FindPersonRequest(_message.Message):
    __slots__ = ("person_id",)
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    def __init__(self, person_id: _Optional[str] = ...) -> None: ...

class RequestResetRequest(_message.Message):
    __slots__ = ("email", "address")
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    email: str
    address: str
    def __init__(self, email: _Optional[str] = ..., address: _Optional[str] = ...) -> None: ...

class ResetPasswordRequest(_message.Message):
    __slots__ = ("token", "password", "address")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    token: str
    password: str
    address: str
    def __init__(self, token: _Optional[str] = ..., password: _Optional[str] = ..., address: _Optional[str] = ...) -> None: ...

class GetInvitationRequest(_message.Message):
    __slots__ = ("token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: str
    def __init__(self, token: _Optional[str] = ...) -> None: ...

class OfferedInvitation(_message.Message):
    __slots__ = ("party_id", "party", "party_kind", "email", "role", "invited_by_name", "expires_at", "has_account")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    PARTY_KIND_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    INVITED_BY_NAME_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    HAS_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    party: _parties_pb2.ActorRef
    party_kind: _access_pb2.PartyKind
    email: str
    role: Role
    invited_by_name: str
    expires_at: _timestamp_pb2.Timestamp
    has_account: bool
    def __init__(self, party_id: _Optional[str] = ..., party: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., party_kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., email: _Optional[str] = ..., role: _Optional[_Union[Role, str]] = ..., invited_by_name: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., has_account: _Optional[bool] = ...) -> None: ...

class AcceptInvitationRequest(_message.Message):
    __slots__ = ("token", "name", "password", "locale", "person_id", "address")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    token: str
    name: str
    password: str
    locale: Locale
    person_id: str
    address: str
    def __init__(self, token: _Optional[str] = ..., name: _Optional[str] = ..., password: _Optional[str] = ..., locale: _Optional[_Union[Locale, str]] = ..., person_id: _Optional[str] = ..., address: _Optional[str] = ...) -> None: ...

class IssueLinkRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class IssuedLink(_message.Message):
    __slots__ = ("link", "party_name", "invited_by_name", "expires_at")
    LINK_FIELD_NUMBER: _ClassVar[int]
    PARTY_NAME_FIELD_NUMBER: _ClassVar[int]
    INVITED_BY_NAME_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    link: str
    party_name: str
    invited_by_name: str
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, link: _Optional[str] = ..., party_name: _Optional[str] = ..., invited_by_name: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class FindExternalRequest(_message.Message):
    __slots__ = ("issuer", "subject", "email", "email_verified")
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    EMAIL_VERIFIED_FIELD_NUMBER: _ClassVar[int]
    issuer: str
    subject: str
    email: str
    email_verified: bool
    def __init__(self, issuer: _Optional[str] = ..., subject: _Optional[str] = ..., email: _Optional[str] = ..., email_verified: _Optional[bool] = ...) -> None: ...
