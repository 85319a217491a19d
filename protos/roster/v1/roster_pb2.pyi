import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.api import httpbody_pb2 as _httpbody_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.callboard.common.v1 import money_pb2 as _money_pb2
from protos.callboard.common.v1 import parties_pb2 as _parties_pb2
from protos.callboard.errors.v1 import errors_pb2 as _errors_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DelegationState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DELEGATION_STATE_UNSPECIFIED: _ClassVar[DelegationState]
    DELEGATION_STATE_REQUESTED: _ClassVar[DelegationState]
    DELEGATION_STATE_ACTIVE: _ClassVar[DelegationState]
    DELEGATION_STATE_DECLINED: _ClassVar[DelegationState]
    DELEGATION_STATE_REVOKED: _ClassVar[DelegationState]
    DELEGATION_STATE_ENDED: _ClassVar[DelegationState]
    DELEGATION_STATE_EXPIRED: _ClassVar[DelegationState]
    DELEGATION_STATE_SUPERSEDED: _ClassVar[DelegationState]

class DelegationSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DELEGATION_SORT_UNSPECIFIED: _ClassVar[DelegationSort]
    DELEGATION_SORT_REQUESTED_AT: _ClassVar[DelegationSort]
    DELEGATION_SORT_REQUESTED_AT_DESCENDING: _ClassVar[DelegationSort]
    DELEGATION_SORT_UPDATED_AT: _ClassVar[DelegationSort]
    DELEGATION_SORT_UPDATED_AT_DESCENDING: _ClassVar[DelegationSort]

class DelegationAct(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DELEGATION_ACT_UNSPECIFIED: _ClassVar[DelegationAct]
    DELEGATION_ACT_REQUESTED: _ClassVar[DelegationAct]
    DELEGATION_ACT_ACCEPTED: _ClassVar[DelegationAct]
    DELEGATION_ACT_CHANGED: _ClassVar[DelegationAct]
    DELEGATION_ACT_GUARDRAILS_CHANGED: _ClassVar[DelegationAct]
    DELEGATION_ACT_DECLINED: _ClassVar[DelegationAct]
    DELEGATION_ACT_REVOKED: _ClassVar[DelegationAct]
    DELEGATION_ACT_ENDED: _ClassVar[DelegationAct]
    DELEGATION_ACT_EXPIRED: _ClassVar[DelegationAct]
    DELEGATION_ACT_SUPERSEDED: _ClassVar[DelegationAct]

class RosterSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_SORT_UNSPECIFIED: _ClassVar[RosterSort]
    ROSTER_SORT_HANDLE: _ClassVar[RosterSort]
    ROSTER_SORT_HANDLE_DESCENDING: _ClassVar[RosterSort]
    ROSTER_SORT_DISPLAY_NAME: _ClassVar[RosterSort]
    ROSTER_SORT_DISPLAY_NAME_DESCENDING: _ClassVar[RosterSort]
    ROSTER_SORT_FOLLOWERS: _ClassVar[RosterSort]
    ROSTER_SORT_FOLLOWERS_DESCENDING: _ClassVar[RosterSort]
    ROSTER_SORT_AVERAGE_VIEWS: _ClassVar[RosterSort]
    ROSTER_SORT_AVERAGE_VIEWS_DESCENDING: _ClassVar[RosterSort]
    ROSTER_SORT_ENGAGEMENT_RATE: _ClassVar[RosterSort]
    ROSTER_SORT_ENGAGEMENT_RATE_DESCENDING: _ClassVar[RosterSort]
    ROSTER_SORT_STARTING_RATE: _ClassVar[RosterSort]
    ROSTER_SORT_STARTING_RATE_DESCENDING: _ClassVar[RosterSort]
    ROSTER_SORT_OPEN_OFFERS: _ClassVar[RosterSort]
    ROSTER_SORT_OPEN_OFFERS_DESCENDING: _ClassVar[RosterSort]
    ROSTER_SORT_GRANTED_AT: _ClassVar[RosterSort]
    ROSTER_SORT_GRANTED_AT_DESCENDING: _ClassVar[RosterSort]
    ROSTER_SORT_UPDATED_AT: _ClassVar[RosterSort]
    ROSTER_SORT_UPDATED_AT_DESCENDING: _ClassVar[RosterSort]

class RateCardSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RATE_CARD_SORT_UNSPECIFIED: _ClassVar[RateCardSort]
    RATE_CARD_SORT_VERSION: _ClassVar[RateCardSort]
    RATE_CARD_SORT_VERSION_DESCENDING: _ClassVar[RateCardSort]

class ActivityDecision(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACTIVITY_DECISION_UNSPECIFIED: _ClassVar[ActivityDecision]
    ACTIVITY_DECISION_ALLOWED: _ClassVar[ActivityDecision]
    ACTIVITY_DECISION_DENIED: _ClassVar[ActivityDecision]
    ACTIVITY_DECISION_READ: _ClassVar[ActivityDecision]
    ACTIVITY_DECISION_RECORDED: _ClassVar[ActivityDecision]

class ActivitySort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACTIVITY_SORT_UNSPECIFIED: _ClassVar[ActivitySort]
    ACTIVITY_SORT_SEQUENCE: _ClassVar[ActivitySort]
    ACTIVITY_SORT_SEQUENCE_DESCENDING: _ClassVar[ActivitySort]

class CheckpointSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHECKPOINT_SORT_UNSPECIFIED: _ClassVar[CheckpointSort]
    CHECKPOINT_SORT_SEQUENCE: _ClassVar[CheckpointSort]
    CHECKPOINT_SORT_SEQUENCE_DESCENDING: _ClassVar[CheckpointSort]

class Decision(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DECISION_UNSPECIFIED: _ClassVar[Decision]
    DECISION_ALLOWED: _ClassVar[Decision]
    DECISION_UNKNOWN: _ClassVar[Decision]
    DECISION_FORBIDDEN: _ClassVar[Decision]
    DECISION_CLIENT_UNKNOWN: _ClassVar[Decision]
    DECISION_TOKEN_REVOKED: _ClassVar[Decision]
    DECISION_SESSION_ENDED: _ClassVar[Decision]
DELEGATION_STATE_UNSPECIFIED: DelegationState
DELEGATION_STATE_REQUESTED: DelegationState
DELEGATION_STATE_ACTIVE: DelegationState
DELEGATION_STATE_DECLINED: DelegationState
DELEGATION_STATE_REVOKED: DelegationState
DELEGATION_STATE_ENDED: DelegationState
DELEGATION_STATE_EXPIRED: DelegationState
DELEGATION_STATE_SUPERSEDED: DelegationState
DELEGATION_SORT_UNSPECIFIED: DelegationSort
DELEGATION_SORT_REQUESTED_AT: DelegationSort
DELEGATION_SORT_REQUESTED_AT_DESCENDING: DelegationSort
DELEGATION_SORT_UPDATED_AT: DelegationSort
DELEGATION_SORT_UPDATED_AT_DESCENDING: DelegationSort
DELEGATION_ACT_UNSPECIFIED: DelegationAct
DELEGATION_ACT_REQUESTED: DelegationAct
DELEGATION_ACT_ACCEPTED: DelegationAct
DELEGATION_ACT_CHANGED: DelegationAct
DELEGATION_ACT_GUARDRAILS_CHANGED: DelegationAct
DELEGATION_ACT_DECLINED: DelegationAct
DELEGATION_ACT_REVOKED: DelegationAct
DELEGATION_ACT_ENDED: DelegationAct
DELEGATION_ACT_EXPIRED: DelegationAct
DELEGATION_ACT_SUPERSEDED: DelegationAct
ROSTER_SORT_UNSPECIFIED: RosterSort
ROSTER_SORT_HANDLE: RosterSort
ROSTER_SORT_HANDLE_DESCENDING: RosterSort
ROSTER_SORT_DISPLAY_NAME: RosterSort
ROSTER_SORT_DISPLAY_NAME_DESCENDING: RosterSort
ROSTER_SORT_FOLLOWERS: RosterSort
ROSTER_SORT_FOLLOWERS_DESCENDING: RosterSort
ROSTER_SORT_AVERAGE_VIEWS: RosterSort
ROSTER_SORT_AVERAGE_VIEWS_DESCENDING: RosterSort
ROSTER_SORT_ENGAGEMENT_RATE: RosterSort
ROSTER_SORT_ENGAGEMENT_RATE_DESCENDING: RosterSort
ROSTER_SORT_STARTING_RATE: RosterSort
ROSTER_SORT_STARTING_RATE_DESCENDING: RosterSort
ROSTER_SORT_OPEN_OFFERS: RosterSort
ROSTER_SORT_OPEN_OFFERS_DESCENDING: RosterSort
ROSTER_SORT_GRANTED_AT: RosterSort
ROSTER_SORT_GRANTED_AT_DESCENDING: RosterSort
ROSTER_SORT_UPDATED_AT: RosterSort
ROSTER_SORT_UPDATED_AT_DESCENDING: RosterSort
RATE_CARD_SORT_UNSPECIFIED: RateCardSort
RATE_CARD_SORT_VERSION: RateCardSort
RATE_CARD_SORT_VERSION_DESCENDING: RateCardSort
ACTIVITY_DECISION_UNSPECIFIED: ActivityDecision
ACTIVITY_DECISION_ALLOWED: ActivityDecision
ACTIVITY_DECISION_DENIED: ActivityDecision
ACTIVITY_DECISION_READ: ActivityDecision
ACTIVITY_DECISION_RECORDED: ActivityDecision
ACTIVITY_SORT_UNSPECIFIED: ActivitySort
ACTIVITY_SORT_SEQUENCE: ActivitySort
ACTIVITY_SORT_SEQUENCE_DESCENDING: ActivitySort
CHECKPOINT_SORT_UNSPECIFIED: CheckpointSort
CHECKPOINT_SORT_SEQUENCE: CheckpointSort
CHECKPOINT_SORT_SEQUENCE_DESCENDING: CheckpointSort
DECISION_UNSPECIFIED: Decision
DECISION_ALLOWED: Decision
DECISION_UNKNOWN: Decision
DECISION_FORBIDDEN: Decision
DECISION_CLIENT_UNKNOWN: Decision
DECISION_TOKEN_REVOKED: Decision
DECISION_SESSION_ENDED: Decision

class Party(_message.Message):
    __slots__ = ("id", "kind", "name", "handle", "category", "version", "suspended")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: _access_pb2.PartyKind
    name: str
    handle: str
    category: str
    version: int
    suspended: bool
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., name: _Optional[str] = ..., handle: _Optional[str] = ..., category: _Optional[str] = ..., version: _Optional[int] = ..., suspended: _Optional[bool] = ...) -> None: ...

class Agency(_message.Message):
    __slots__ = ("id", "name", "country", "created_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    country: str
    created_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., country: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Brand(_message.Message):
    __slots__ = ("id", "name", "country", "category", "created_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    country: str
    category: str
    created_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., country: _Optional[str] = ..., category: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Stats(_message.Message):
    __slots__ = ("followers", "average_views", "median_views", "engagement_rate", "captured_at")
    FOLLOWERS_FIELD_NUMBER: _ClassVar[int]
    AVERAGE_VIEWS_FIELD_NUMBER: _ClassVar[int]
    MEDIAN_VIEWS_FIELD_NUMBER: _ClassVar[int]
    ENGAGEMENT_RATE_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AT_FIELD_NUMBER: _ClassVar[int]
    followers: int
    average_views: float
    median_views: float
    engagement_rate: float
    captured_at: _timestamp_pb2.Timestamp
    def __init__(self, followers: _Optional[int] = ..., average_views: _Optional[float] = ..., median_views: _Optional[float] = ..., engagement_rate: _Optional[float] = ..., captured_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Creator(_message.Message):
    __slots__ = ("id", "handle", "display_name", "country", "languages", "categories", "stats", "created_at", "bio", "portfolio", "version")
    ID_FIELD_NUMBER: _ClassVar[int]
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    STATS_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    BIO_FIELD_NUMBER: _ClassVar[int]
    PORTFOLIO_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    handle: str
    display_name: str
    country: str
    languages: _containers.RepeatedScalarFieldContainer[str]
    categories: _containers.RepeatedScalarFieldContainer[str]
    stats: Stats
    created_at: _timestamp_pb2.Timestamp
    bio: str
    portfolio: _containers.RepeatedScalarFieldContainer[str]
    version: int
    def __init__(self, id: _Optional[str] = ..., handle: _Optional[str] = ..., display_name: _Optional[str] = ..., country: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., categories: _Optional[_Iterable[str]] = ..., stats: _Optional[_Union[Stats, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., bio: _Optional[str] = ..., portfolio: _Optional[_Iterable[str]] = ..., version: _Optional[int] = ...) -> None: ...

class Client(_message.Message):
    __slots__ = ("client_id", "client_secret")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    client_id: str
    client_secret: str
    def __init__(self, client_id: _Optional[str] = ..., client_secret: _Optional[str] = ...) -> None: ...

class CreateClientRequest(_message.Message):
    __slots__ = ("party_id",)
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    def __init__(self, party_id: _Optional[str] = ...) -> None: ...

class CreateClientResponse(_message.Message):
    __slots__ = ("client",)
    CLIENT_FIELD_NUMBER: _ClassVar[int]
    client: Client
    def __init__(self, client: _Optional[_Union[Client, _Mapping]] = ...) -> None: ...

class DeleteClientRequest(_message.Message):
    __slots__ = ("party_id", "client_id")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    client_id: str
    def __init__(self, party_id: _Optional[str] = ..., client_id: _Optional[str] = ...) -> None: ...

class CreateAgencyRequest(_message.Message):
    __slots__ = ("name", "country")
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    name: str
    country: str
    def __init__(self, name: _Optional[str] = ..., country: _Optional[str] = ...) -> None: ...

class CreateAgencyResponse(_message.Message):
    __slots__ = ("agency", "client")
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    CLIENT_FIELD_NUMBER: _ClassVar[int]
    agency: Agency
    client: Client
    def __init__(self, agency: _Optional[_Union[Agency, _Mapping]] = ..., client: _Optional[_Union[Client, _Mapping]] = ...) -> None: ...

class CreateBrandRequest(_message.Message):
    __slots__ = ("name", "country", "category")
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    name: str
    country: str
    category: str
    def __init__(self, name: _Optional[str] = ..., country: _Optional[str] = ..., category: _Optional[str] = ...) -> None: ...

class CreateBrandResponse(_message.Message):
    __slots__ = ("brand", "client")
    BRAND_FIELD_NUMBER: _ClassVar[int]
    CLIENT_FIELD_NUMBER: _ClassVar[int]
    brand: Brand
    client: Client
    def __init__(self, brand: _Optional[_Union[Brand, _Mapping]] = ..., client: _Optional[_Union[Client, _Mapping]] = ...) -> None: ...

class CreateCreatorRequest(_message.Message):
    __slots__ = ("handle", "display_name", "country", "languages", "categories")
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    handle: str
    display_name: str
    country: str
    languages: _containers.RepeatedScalarFieldContainer[str]
    categories: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, handle: _Optional[str] = ..., display_name: _Optional[str] = ..., country: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., categories: _Optional[_Iterable[str]] = ...) -> None: ...

class CreateCreatorResponse(_message.Message):
    __slots__ = ("creator", "client")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    CLIENT_FIELD_NUMBER: _ClassVar[int]
    creator: Creator
    client: Client
    def __init__(self, creator: _Optional[_Union[Creator, _Mapping]] = ..., client: _Optional[_Union[Client, _Mapping]] = ...) -> None: ...

class GetCreatorRequest(_message.Message):
    __slots__ = ("creator_id",)
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    def __init__(self, creator_id: _Optional[str] = ...) -> None: ...

class Guardrails(_message.Message):
    __slots__ = ("confirm_all_accepts", "confirm_accepts_above", "floor_price", "blocked_categories", "max_active_campaigns")
    CONFIRM_ALL_ACCEPTS_FIELD_NUMBER: _ClassVar[int]
    CONFIRM_ACCEPTS_ABOVE_FIELD_NUMBER: _ClassVar[int]
    FLOOR_PRICE_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    MAX_ACTIVE_CAMPAIGNS_FIELD_NUMBER: _ClassVar[int]
    confirm_all_accepts: bool
    confirm_accepts_above: _money_pb2.Money
    floor_price: _money_pb2.Money
    blocked_categories: _containers.RepeatedScalarFieldContainer[str]
    max_active_campaigns: int
    def __init__(self, confirm_all_accepts: _Optional[bool] = ..., confirm_accepts_above: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., floor_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., blocked_categories: _Optional[_Iterable[str]] = ..., max_active_campaigns: _Optional[int] = ...) -> None: ...

class Delegation(_message.Message):
    __slots__ = ("id", "creator_id", "agency_id", "state", "scopes", "requested_scopes", "purpose", "guardrails", "consent_text", "consent_hash", "requested_at", "granted_at", "expires_at", "ended_at", "requested_by", "granted_by", "granted_with", "ended_by", "reason", "version", "creator", "agency", "ended_by_actor", "updated_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    AGENCY_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_SCOPES_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    GUARDRAILS_FIELD_NUMBER: _ClassVar[int]
    CONSENT_TEXT_FIELD_NUMBER: _ClassVar[int]
    CONSENT_HASH_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    GRANTED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_BY_FIELD_NUMBER: _ClassVar[int]
    GRANTED_BY_FIELD_NUMBER: _ClassVar[int]
    GRANTED_WITH_FIELD_NUMBER: _ClassVar[int]
    ENDED_BY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    ENDED_BY_ACTOR_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    creator_id: str
    agency_id: str
    state: DelegationState
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.DelegableScope]
    requested_scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.DelegableScope]
    purpose: str
    guardrails: Guardrails
    consent_text: str
    consent_hash: str
    requested_at: _timestamp_pb2.Timestamp
    granted_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    ended_at: _timestamp_pb2.Timestamp
    requested_by: str
    granted_by: str
    granted_with: str
    ended_by: str
    reason: str
    version: int
    creator: _parties_pb2.CreatorRef
    agency: _parties_pb2.AgencyRef
    ended_by_actor: _parties_pb2.ActorRef
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., creator_id: _Optional[str] = ..., agency_id: _Optional[str] = ..., state: _Optional[_Union[DelegationState, str]] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.DelegableScope, str]]] = ..., requested_scopes: _Optional[_Iterable[_Union[_access_pb2.DelegableScope, str]]] = ..., purpose: _Optional[str] = ..., guardrails: _Optional[_Union[Guardrails, _Mapping]] = ..., consent_text: _Optional[str] = ..., consent_hash: _Optional[str] = ..., requested_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., granted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ended_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., requested_by: _Optional[str] = ..., granted_by: _Optional[str] = ..., granted_with: _Optional[str] = ..., ended_by: _Optional[str] = ..., reason: _Optional[str] = ..., version: _Optional[int] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., agency: _Optional[_Union[_parties_pb2.AgencyRef, _Mapping]] = ..., ended_by_actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateDelegationRequest(_message.Message):
    __slots__ = ("creator_id", "scopes", "purpose", "expires_at")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.DelegableScope]
    purpose: str
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.DelegableScope, str]]] = ..., purpose: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListDelegationsRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "state", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    state: DelegationState
    sort: DelegationSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., state: _Optional[_Union[DelegationState, str]] = ..., sort: _Optional[_Union[DelegationSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListDelegationsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Delegation]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Delegation, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetDelegationRequest(_message.Message):
    __slots__ = ("delegation_id",)
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    def __init__(self, delegation_id: _Optional[str] = ...) -> None: ...

class AcceptDelegationRequest(_message.Message):
    __slots__ = ("delegation_id", "scopes", "guardrails", "given")
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    GUARDRAILS_FIELD_NUMBER: _ClassVar[int]
    GIVEN_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.DelegableScope]
    guardrails: Guardrails
    given: _field_mask_pb2.FieldMask
    def __init__(self, delegation_id: _Optional[str] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.DelegableScope, str]]] = ..., guardrails: _Optional[_Union[Guardrails, _Mapping]] = ..., given: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class DeclineDelegationRequest(_message.Message):
    __slots__ = ("delegation_id", "reason")
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    reason: str
    def __init__(self, delegation_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RevokeDelegationRequest(_message.Message):
    __slots__ = ("delegation_id", "reason")
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    reason: str
    def __init__(self, delegation_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class EndDelegationRequest(_message.Message):
    __slots__ = ("delegation_id", "reason")
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    reason: str
    def __init__(self, delegation_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class PutGuardrailsRequest(_message.Message):
    __slots__ = ("delegation_id", "guardrails", "expected_version")
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    GUARDRAILS_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    guardrails: Guardrails
    expected_version: int
    def __init__(self, delegation_id: _Optional[str] = ..., guardrails: _Optional[_Union[Guardrails, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class PatchDelegationRequest(_message.Message):
    __slots__ = ("delegation_id", "scopes", "expires_at", "update_mask", "expected_version")
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.DelegableScope]
    expires_at: _timestamp_pb2.Timestamp
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, delegation_id: _Optional[str] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.DelegableScope, str]]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class PatchGuardrailsRequest(_message.Message):
    __slots__ = ("delegation_id", "guardrails", "update_mask", "expected_version")
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    GUARDRAILS_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    guardrails: Guardrails
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, delegation_id: _Optional[str] = ..., guardrails: _Optional[_Union[Guardrails, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class GetReceiptRequest(_message.Message):
    __slots__ = ("delegation_id",)
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    def __init__(self, delegation_id: _Optional[str] = ...) -> None: ...

class DelegationChange(_message.Message):
    __slots__ = ("sequence", "act", "at", "party_id", "client_id", "authenticated_with", "state", "scopes", "guardrails", "expires_at", "reason", "previous_hash", "hash", "party")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    ACT_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATED_WITH_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    GUARDRAILS_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_HASH_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    act: DelegationAct
    at: _timestamp_pb2.Timestamp
    party_id: str
    client_id: str
    authenticated_with: str
    state: DelegationState
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.DelegableScope]
    guardrails: Guardrails
    expires_at: _timestamp_pb2.Timestamp
    reason: str
    previous_hash: str
    hash: str
    party: _parties_pb2.ActorRef
    def __init__(self, sequence: _Optional[int] = ..., act: _Optional[_Union[DelegationAct, str]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., party_id: _Optional[str] = ..., client_id: _Optional[str] = ..., authenticated_with: _Optional[str] = ..., state: _Optional[_Union[DelegationState, str]] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.DelegableScope, str]]] = ..., guardrails: _Optional[_Union[Guardrails, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., previous_hash: _Optional[str] = ..., hash: _Optional[str] = ..., party: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class Receipt(_message.Message):
    __slots__ = ("delegation", "agency", "creator", "changes", "issued_at", "signature")
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    ISSUED_AT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    delegation: Delegation
    agency: _parties_pb2.AgencyRef
    creator: _parties_pb2.CreatorRef
    changes: _containers.RepeatedCompositeFieldContainer[DelegationChange]
    issued_at: _timestamp_pb2.Timestamp
    signature: str
    def __init__(self, delegation: _Optional[_Union[Delegation, _Mapping]] = ..., agency: _Optional[_Union[_parties_pb2.AgencyRef, _Mapping]] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[DelegationChange, _Mapping]]] = ..., issued_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., signature: _Optional[str] = ...) -> None: ...

class ListRosterRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "q", "tag", "category", "country", "min_followers", "max_followers", "sort", "updated_since", "creator_id")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    Q_FIELD_NUMBER: _ClassVar[int]
    TAG_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    MIN_FOLLOWERS_FIELD_NUMBER: _ClassVar[int]
    MAX_FOLLOWERS_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    q: str
    tag: str
    category: str
    country: str
    min_followers: int
    max_followers: int
    sort: RosterSort
    updated_since: _timestamp_pb2.Timestamp
    creator_id: str
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., q: _Optional[str] = ..., tag: _Optional[str] = ..., category: _Optional[str] = ..., country: _Optional[str] = ..., min_followers: _Optional[int] = ..., max_followers: _Optional[int] = ..., sort: _Optional[_Union[RosterSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., creator_id: _Optional[str] = ...) -> None: ...

class ListRosterResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[RosterItem]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[RosterItem, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class RosterItem(_message.Message):
    __slots__ = ("creator", "starting_rate", "delegation", "open_offers", "labels", "updated_at")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    STARTING_RATE_FIELD_NUMBER: _ClassVar[int]
    DELEGATION_FIELD_NUMBER: _ClassVar[int]
    OPEN_OFFERS_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    creator: Creator
    starting_rate: Rate
    delegation: Delegation
    open_offers: int
    labels: Labels
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, creator: _Optional[_Union[Creator, _Mapping]] = ..., starting_rate: _Optional[_Union[Rate, _Mapping]] = ..., delegation: _Optional[_Union[Delegation, _Mapping]] = ..., open_offers: _Optional[int] = ..., labels: _Optional[_Union[Labels, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Labels(_message.Message):
    __slots__ = ("creator_id", "tags", "notes", "version", "creator")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    tags: _containers.RepeatedScalarFieldContainer[str]
    notes: str
    version: int
    creator: _parties_pb2.CreatorRef
    def __init__(self, creator_id: _Optional[str] = ..., tags: _Optional[_Iterable[str]] = ..., notes: _Optional[str] = ..., version: _Optional[int] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ...) -> None: ...

class GetLabelsRequest(_message.Message):
    __slots__ = ("creator_id",)
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    def __init__(self, creator_id: _Optional[str] = ...) -> None: ...

class PutLabelsRequest(_message.Message):
    __slots__ = ("creator_id", "tags", "notes", "expected_version")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    tags: _containers.RepeatedScalarFieldContainer[str]
    notes: str
    expected_version: int
    def __init__(self, creator_id: _Optional[str] = ..., tags: _Optional[_Iterable[str]] = ..., notes: _Optional[str] = ..., expected_version: _Optional[int] = ...) -> None: ...

class PatchLabelsRequest(_message.Message):
    __slots__ = ("creator_id", "tags", "notes", "update_mask", "expected_version")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    tags: _containers.RepeatedScalarFieldContainer[str]
    notes: str
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, creator_id: _Optional[str] = ..., tags: _Optional[_Iterable[str]] = ..., notes: _Optional[str] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class RemoveCreatorRequest(_message.Message):
    __slots__ = ("creator_id",)
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    def __init__(self, creator_id: _Optional[str] = ...) -> None: ...

class Rate(_message.Message):
    __slots__ = ("deliverable", "price", "negotiable", "note")
    DELIVERABLE_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    NEGOTIABLE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    deliverable: str
    price: _money_pb2.Money
    negotiable: bool
    note: str
    def __init__(self, deliverable: _Optional[str] = ..., price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., negotiable: _Optional[bool] = ..., note: _Optional[str] = ...) -> None: ...

class RateCard(_message.Message):
    __slots__ = ("creator_id", "rates", "version", "updated_at", "updated_by", "creator", "updated_by_actor")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    RATES_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_BY_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    UPDATED_BY_ACTOR_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    rates: _containers.RepeatedCompositeFieldContainer[Rate]
    version: int
    updated_at: _timestamp_pb2.Timestamp
    updated_by: str
    creator: _parties_pb2.CreatorRef
    updated_by_actor: _parties_pb2.ActorRef
    def __init__(self, creator_id: _Optional[str] = ..., rates: _Optional[_Iterable[_Union[Rate, _Mapping]]] = ..., version: _Optional[int] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_by: _Optional[str] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., updated_by_actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class GetRateCardRequest(_message.Message):
    __slots__ = ("creator_id",)
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    def __init__(self, creator_id: _Optional[str] = ...) -> None: ...

class PutRateCardRequest(_message.Message):
    __slots__ = ("creator_id", "rates", "version", "expected_version")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    RATES_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    rates: _containers.RepeatedCompositeFieldContainer[Rate]
    version: int
    expected_version: int
    def __init__(self, creator_id: _Optional[str] = ..., rates: _Optional[_Iterable[_Union[Rate, _Mapping]]] = ..., version: _Optional[int] = ..., expected_version: _Optional[int] = ...) -> None: ...

class ListRateCardHistoryRequest(_message.Message):
    __slots__ = ("creator_id", "page_size", "cursor", "sort", "updated_since")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    page_size: int
    cursor: str
    sort: RateCardSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[RateCardSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListRateCardHistoryResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[RateCard]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[RateCard, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class Activity(_message.Message):
    __slots__ = ("sequence", "previous_hash", "hash", "creator_id", "at", "actor_id", "actor_kind", "client_id", "on_behalf_of", "delegation_id", "delegation_version", "action", "object", "decision", "rule", "reason", "request_id", "count", "readings", "unlisted", "creator", "actor", "person_id", "person_name")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_HASH_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    ACTOR_ID_FIELD_NUMBER: _ClassVar[int]
    ACTOR_KIND_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    ON_BEHALF_OF_FIELD_NUMBER: _ClassVar[int]
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    DELEGATION_VERSION_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    OBJECT_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    UNLISTED_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_NAME_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    previous_hash: str
    hash: str
    creator_id: str
    at: _timestamp_pb2.Timestamp
    actor_id: str
    actor_kind: _access_pb2.PartyKind
    client_id: str
    on_behalf_of: str
    delegation_id: str
    delegation_version: int
    action: str
    object: str
    decision: ActivityDecision
    rule: str
    reason: str
    request_id: str
    count: int
    readings: _containers.RepeatedCompositeFieldContainer[Reading]
    unlisted: int
    creator: _parties_pb2.CreatorRef
    actor: _parties_pb2.ActorRef
    person_id: str
    person_name: str
    def __init__(self, sequence: _Optional[int] = ..., previous_hash: _Optional[str] = ..., hash: _Optional[str] = ..., creator_id: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., actor_id: _Optional[str] = ..., actor_kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., client_id: _Optional[str] = ..., on_behalf_of: _Optional[str] = ..., delegation_id: _Optional[str] = ..., delegation_version: _Optional[int] = ..., action: _Optional[str] = ..., object: _Optional[str] = ..., decision: _Optional[_Union[ActivityDecision, str]] = ..., rule: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ..., count: _Optional[int] = ..., readings: _Optional[_Iterable[_Union[Reading, _Mapping]]] = ..., unlisted: _Optional[int] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., person_id: _Optional[str] = ..., person_name: _Optional[str] = ...) -> None: ...

class Reading(_message.Message):
    __slots__ = ("action", "object", "count", "at", "request_id")
    ACTION_FIELD_NUMBER: _ClassVar[int]
    OBJECT_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    action: str
    object: str
    count: int
    at: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, action: _Optional[str] = ..., object: _Optional[str] = ..., count: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ListActivityRequest(_message.Message):
    __slots__ = ("creator_id", "page_size", "cursor", "sort", "updated_since")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    page_size: int
    cursor: str
    sort: ActivitySort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[ActivitySort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListActivityResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Activity]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Activity, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class ExportActivityRequest(_message.Message):
    __slots__ = ("creator_id", "after")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    after: int
    def __init__(self, creator_id: _Optional[str] = ..., after: _Optional[int] = ...) -> None: ...

class Checkpoint(_message.Message):
    __slots__ = ("creator_id", "sequence", "hash", "at", "statement")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    sequence: int
    hash: str
    at: _timestamp_pb2.Timestamp
    statement: str
    def __init__(self, creator_id: _Optional[str] = ..., sequence: _Optional[int] = ..., hash: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., statement: _Optional[str] = ...) -> None: ...

class ListCheckpointsRequest(_message.Message):
    __slots__ = ("creator_id", "page_size", "cursor", "sequence", "sort", "updated_since")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    page_size: int
    cursor: str
    sequence: int
    sort: CheckpointSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sequence: _Optional[int] = ..., sort: _Optional[_Union[CheckpointSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListCheckpointsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Checkpoint]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Checkpoint, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class ListActivityProofsRequest(_message.Message):
    __slots__ = ("page_size", "cursor")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ...) -> None: ...

class ListActivityProofsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[ActivityProof]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[ActivityProof, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class ActivityProof(_message.Message):
    __slots__ = ("creator_id", "entries", "head_hash", "intact", "problem", "checkpoint", "creator")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    HEAD_HASH_FIELD_NUMBER: _ClassVar[int]
    INTACT_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    entries: int
    head_hash: str
    intact: bool
    problem: str
    checkpoint: Checkpoint
    creator: _parties_pb2.CreatorRef
    def __init__(self, creator_id: _Optional[str] = ..., entries: _Optional[int] = ..., head_hash: _Optional[str] = ..., intact: _Optional[bool] = ..., problem: _Optional[str] = ..., checkpoint: _Optional[_Union[Checkpoint, _Mapping]] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ...) -> None: ...

class AuthenticateRequest(_message.Message):
    __slots__ = ("client_id", "client_secret")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    client_id: str
    client_secret: str
    def __init__(self, client_id: _Optional[str] = ..., client_secret: _Optional[str] = ...) -> None: ...

class RevokeTokenRequest(_message.Message):
    __slots__ = ("client_id", "token_id", "expires_at")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    client_id: str
    token_id: str
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, client_id: _Optional[str] = ..., token_id: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CheckTokenRequest(_message.Message):
    __slots__ = ("client_id", "token_id")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    client_id: str
    token_id: str
    def __init__(self, client_id: _Optional[str] = ..., token_id: _Optional[str] = ...) -> None: ...

class CheckTokenResponse(_message.Message):
    __slots__ = ("accepted",)
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    accepted: bool
    def __init__(self, accepted: _Optional[bool] = ...) -> None: ...

class AuthorizeRequest(_message.Message):
    __slots__ = ("party_id", "party_kind", "client_id", "token_scopes", "creator_id", "action", "object", "request_id", "token_id", "person_id", "session_id")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_KIND_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_SCOPES_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    OBJECT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    party_kind: _access_pb2.PartyKind
    client_id: str
    token_scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.Scope]
    creator_id: str
    action: str
    object: str
    request_id: str
    token_id: str
    person_id: str
    session_id: str
    def __init__(self, party_id: _Optional[str] = ..., party_kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., client_id: _Optional[str] = ..., token_scopes: _Optional[_Iterable[_Union[_access_pb2.Scope, str]]] = ..., creator_id: _Optional[str] = ..., action: _Optional[str] = ..., object: _Optional[str] = ..., request_id: _Optional[str] = ..., token_id: _Optional[str] = ..., person_id: _Optional[str] = ..., session_id: _Optional[str] = ...) -> None: ...

class AuthorizeResponse(_message.Message):
    __slots__ = ("decision", "rule", "reason", "grant", "decided_at", "code", "party_name", "person")
    DECISION_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    GRANT_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    PARTY_NAME_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    decision: Decision
    rule: str
    reason: str
    grant: Grant
    decided_at: _timestamp_pb2.Timestamp
    code: _errors_pb2.ErrorCode
    party_name: str
    person: ActingPerson
    def __init__(self, decision: _Optional[_Union[Decision, str]] = ..., rule: _Optional[str] = ..., reason: _Optional[str] = ..., grant: _Optional[_Union[Grant, _Mapping]] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., code: _Optional[_Union[_errors_pb2.ErrorCode, str]] = ..., party_name: _Optional[str] = ..., person: _Optional[_Union[ActingPerson, _Mapping]] = ...) -> None: ...

class ActingPerson(_message.Message):
    __slots__ = ("id", "name", "role", "creator_ids", "scopes")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    role: str
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.Scope]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., role: _Optional[str] = ..., creator_ids: _Optional[_Iterable[str]] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.Scope, str]]] = ...) -> None: ...

class Grant(_message.Message):
    __slots__ = ("delegation_id", "version", "scopes", "guardrails", "expires_at")
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    GUARDRAILS_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    delegation_id: str
    version: int
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.Scope]
    guardrails: Guardrails
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, delegation_id: _Optional[str] = ..., version: _Optional[int] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.Scope, str]]] = ..., guardrails: _Optional[_Union[Guardrails, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RecordReadingsRequest(_message.Message):
    __slots__ = ("batch_id", "readings")
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    READINGS_FIELD_NUMBER: _ClassVar[int]
    batch_id: str
    readings: _containers.RepeatedCompositeFieldContainer[ReadingReport]
    def __init__(self, batch_id: _Optional[str] = ..., readings: _Optional[_Iterable[_Union[ReadingReport, _Mapping]]] = ...) -> None: ...

class ReadingReport(_message.Message):
    __slots__ = ("party_id", "party_kind", "client_id", "creator_id", "action", "object", "count", "at", "request_id", "person_id")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_KIND_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    OBJECT_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    party_kind: _access_pb2.PartyKind
    client_id: str
    creator_id: str
    action: str
    object: str
    count: int
    at: _timestamp_pb2.Timestamp
    request_id: str
    person_id: str
    def __init__(self, party_id: _Optional[str] = ..., party_kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., client_id: _Optional[str] = ..., creator_id: _Optional[str] = ..., action: _Optional[str] = ..., object: _Optional[str] = ..., count: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ..., person_id: _Optional[str] = ...) -> None: ...

class AuthorizeImportRequest(_message.Message):
    __slots__ = ("party_id", "party_kind", "client_id", "import_id", "request_id", "questions", "person_id")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_KIND_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    QUESTIONS_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    party_kind: _access_pb2.PartyKind
    client_id: str
    import_id: str
    request_id: str
    questions: _containers.RepeatedCompositeFieldContainer[ImportQuestion]
    person_id: str
    def __init__(self, party_id: _Optional[str] = ..., party_kind: _Optional[_Union[_access_pb2.PartyKind, str]] = ..., client_id: _Optional[str] = ..., import_id: _Optional[str] = ..., request_id: _Optional[str] = ..., questions: _Optional[_Iterable[_Union[ImportQuestion, _Mapping]]] = ..., person_id: _Optional[str] = ...) -> None: ...

class ImportQuestion(_message.Message):
    __slots__ = ("creator_id", "last")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    last: ImportAnswer
    def __init__(self, creator_id: _Optional[str] = ..., last: _Optional[_Union[ImportAnswer, _Mapping]] = ...) -> None: ...

class ImportAnswer(_message.Message):
    __slots__ = ("creator_id", "allowed", "delegation_id", "delegation_version")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_FIELD_NUMBER: _ClassVar[int]
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    DELEGATION_VERSION_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    allowed: bool
    delegation_id: str
    delegation_version: int
    def __init__(self, creator_id: _Optional[str] = ..., allowed: _Optional[bool] = ..., delegation_id: _Optional[str] = ..., delegation_version: _Optional[int] = ...) -> None: ...

class AuthorizeImportResponse(_message.Message):
    __slots__ = ("allowed", "reason", "answers", "code")
    ALLOWED_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    allowed: bool
    reason: str
    answers: _containers.RepeatedCompositeFieldContainer[ImportAnswer]
    code: _errors_pb2.ErrorCode
    def __init__(self, allowed: _Optional[bool] = ..., reason: _Optional[str] = ..., answers: _Optional[_Iterable[_Union[ImportAnswer, _Mapping]]] = ..., code: _Optional[_Union[_errors_pb2.ErrorCode, str]] = ...) -> None: ...

class AuthorizeBindingRequest(_message.Message):
    __slots__ = ("agency_id", "creator_id", "offer_id", "request_id")
    AGENCY_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    agency_id: str
    creator_id: str
    offer_id: str
    request_id: str
    def __init__(self, agency_id: _Optional[str] = ..., creator_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AuthorizeBindingResponse(_message.Message):
    __slots__ = ("state", "grant")
    STATE_FIELD_NUMBER: _ClassVar[int]
    GRANT_FIELD_NUMBER: _ClassVar[int]
    state: DelegationState
    grant: Grant
    def __init__(self, state: _Optional[_Union[DelegationState, str]] = ..., grant: _Optional[_Union[Grant, _Mapping]] = ...) -> None: ...

class ListReadableRequest(_message.Message):
    __slots__ = ("agency_id", "creator_ids", "since", "most_changes")
    AGENCY_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    MOST_CHANGES_FIELD_NUMBER: _ClassVar[int]
    agency_id: str
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    since: str
    most_changes: int
    def __init__(self, agency_id: _Optional[str] = ..., creator_ids: _Optional[_Iterable[str]] = ..., since: _Optional[str] = ..., most_changes: _Optional[int] = ...) -> None: ...

class ListReadableResponse(_message.Message):
    __slots__ = ("creator_ids", "changes", "marker", "more")
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    MARKER_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    changes: _containers.RepeatedCompositeFieldContainer[ReadableChange]
    marker: str
    more: bool
    def __init__(self, creator_ids: _Optional[_Iterable[str]] = ..., changes: _Optional[_Iterable[_Union[ReadableChange, _Mapping]]] = ..., marker: _Optional[str] = ..., more: _Optional[bool] = ...) -> None: ...

class ReadableChange(_message.Message):
    __slots__ = ("creator_id", "readable", "at")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    READABLE_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    readable: bool
    at: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., readable: _Optional[bool] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListLettingRequest(_message.Message):
    __slots__ = ("agency_id", "scope", "creator_ids")
    AGENCY_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    agency_id: str
    scope: _access_pb2.Scope
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, agency_id: _Optional[str] = ..., scope: _Optional[_Union[_access_pb2.Scope, str]] = ..., creator_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ListLettingResponse(_message.Message):
    __slots__ = ("creator_ids", "more")
    CREATOR_IDS_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    creator_ids: _containers.RepeatedScalarFieldContainer[str]
    more: bool
    def __init__(self, creator_ids: _Optional[_Iterable[str]] = ..., more: _Optional[bool] = ...) -> None: ...

class ResolvePartiesRequest(_message.Message):
    __slots__ = ("ids", "handles")
    IDS_FIELD_NUMBER: _ClassVar[int]
    HANDLES_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    handles: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ..., handles: _Optional[_Iterable[str]] = ...) -> None: ...

class ResolvePartiesResponse(_message.Message):
    __slots__ = ("parties",)
    PARTIES_FIELD_NUMBER: _ClassVar[int]
    parties: _containers.RepeatedCompositeFieldContainer[Party]
    def __init__(self, parties: _Optional[_Iterable[_Union[Party, _Mapping]]] = ...) -> None: ...

class GetStandingRequest(_message.Message):
    __slots__ = ("creator_id",)
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    def __init__(self, creator_id: _Optional[str] = ...) -> None: ...

class Standing(_message.Message):
    __slots__ = ("creator", "holders")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    HOLDERS_FIELD_NUMBER: _ClassVar[int]
    creator: Party
    holders: _containers.RepeatedCompositeFieldContainer[Holder]
    def __init__(self, creator: _Optional[_Union[Party, _Mapping]] = ..., holders: _Optional[_Iterable[_Union[Holder, _Mapping]]] = ...) -> None: ...

class Holder(_message.Message):
    __slots__ = ("agency_id", "scopes", "expires_at")
    AGENCY_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    agency_id: str
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.Scope]
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, agency_id: _Optional[str] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.Scope, str]]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
