import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.callboard.common.v1 import parties_pb2 as _parties_pb2
from protos.callboard.events.v1 import event_types_pb2 as _event_types_pb2
from protos.campaigns.v1 import campaigns_pb2 as _campaigns_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EventType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_TYPE_UNSPECIFIED: _ClassVar[EventType]
    EVENT_TYPE_OFFER_SENT: _ClassVar[EventType]
    EVENT_TYPE_TERMS_PROPOSED: _ClassVar[EventType]
    EVENT_TYPE_OFFER_ACCEPTED: _ClassVar[EventType]
    EVENT_TYPE_OFFER_CONFIRMED: _ClassVar[EventType]
    EVENT_TYPE_OFFER_DECLINED: _ClassVar[EventType]
    EVENT_TYPE_OFFER_WITHDRAWN: _ClassVar[EventType]
    EVENT_TYPE_OFFER_EXPIRED: _ClassVar[EventType]
    EVENT_TYPE_DEAL_CANCELLED: _ClassVar[EventType]
    EVENT_TYPE_DEAL_COMPLETED: _ClassVar[EventType]
    EVENT_TYPE_CANCELLATION_REQUESTED: _ClassVar[EventType]
    EVENT_TYPE_DRAFT_SUBMITTED: _ClassVar[EventType]
    EVENT_TYPE_DRAFT_APPROVED: _ClassVar[EventType]
    EVENT_TYPE_DRAFT_CHANGES_REQUESTED: _ClassVar[EventType]
    EVENT_TYPE_COMMENT_ADDED: _ClassVar[EventType]
    EVENT_TYPE_DELIVERABLE_PUBLISHED: _ClassVar[EventType]
    EVENT_TYPE_MESSAGE_SENT: _ClassVar[EventType]
    EVENT_TYPE_DELEGATION_REQUESTED: _ClassVar[EventType]
    EVENT_TYPE_DELEGATION_ACCEPTED: _ClassVar[EventType]
    EVENT_TYPE_DELEGATION_DECLINED: _ClassVar[EventType]
    EVENT_TYPE_DELEGATION_REVOKED: _ClassVar[EventType]
    EVENT_TYPE_DELEGATION_ENDED: _ClassVar[EventType]
    EVENT_TYPE_DELEGATION_EXPIRED: _ClassVar[EventType]
    EVENT_TYPE_DELEGATION_SUPERSEDED: _ClassVar[EventType]
    EVENT_TYPE_DELEGATION_CHANGED: _ClassVar[EventType]
    EVENT_TYPE_GUARDRAILS_CHANGED: _ClassVar[EventType]
    EVENT_TYPE_RATE_CARD_CHANGED: _ClassVar[EventType]
    EVENT_TYPE_STATISTICS_CHANGED: _ClassVar[EventType]
    EVENT_TYPE_WEBHOOK_TESTED: _ClassVar[EventType]
    EVENT_TYPE_WEBHOOK_PAUSED: _ClassVar[EventType]
    EVENT_TYPE_DEADLINE_APPROACHED: _ClassVar[EventType]
    EVENT_TYPE_DEADLINE_MISSED: _ClassVar[EventType]
EVENT_TYPE_UNSPECIFIED: EventType
EVENT_TYPE_OFFER_SENT: EventType
EVENT_TYPE_TERMS_PROPOSED: EventType
EVENT_TYPE_OFFER_ACCEPTED: EventType
EVENT_TYPE_OFFER_CONFIRMED: EventType
EVENT_TYPE_OFFER_DECLINED: EventType
EVENT_TYPE_OFFER_WITHDRAWN: EventType
EVENT_TYPE_OFFER_EXPIRED: EventType
EVENT_TYPE_DEAL_CANCELLED: EventType
EVENT_TYPE_DEAL_COMPLETED: EventType
EVENT_TYPE_CANCELLATION_REQUESTED: EventType
EVENT_TYPE_DRAFT_SUBMITTED: EventType
EVENT_TYPE_DRAFT_APPROVED: EventType
EVENT_TYPE_DRAFT_CHANGES_REQUESTED: EventType
EVENT_TYPE_COMMENT_ADDED: EventType
EVENT_TYPE_DELIVERABLE_PUBLISHED: EventType
EVENT_TYPE_MESSAGE_SENT: EventType
EVENT_TYPE_DELEGATION_REQUESTED: EventType
EVENT_TYPE_DELEGATION_ACCEPTED: EventType
EVENT_TYPE_DELEGATION_DECLINED: EventType
EVENT_TYPE_DELEGATION_REVOKED: EventType
EVENT_TYPE_DELEGATION_ENDED: EventType
EVENT_TYPE_DELEGATION_EXPIRED: EventType
EVENT_TYPE_DELEGATION_SUPERSEDED: EventType
EVENT_TYPE_DELEGATION_CHANGED: EventType
EVENT_TYPE_GUARDRAILS_CHANGED: EventType
EVENT_TYPE_RATE_CARD_CHANGED: EventType
EVENT_TYPE_STATISTICS_CHANGED: EventType
EVENT_TYPE_WEBHOOK_TESTED: EventType
EVENT_TYPE_WEBHOOK_PAUSED: EventType
EVENT_TYPE_DEADLINE_APPROACHED: EventType
EVENT_TYPE_DEADLINE_MISSED: EventType

class OfferEvent(_message.Message):
    __slots__ = ("creator", "brand", "campaign", "offer_id", "state", "tab", "version")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TAB_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    creator: _parties_pb2.CreatorRef
    brand: _parties_pb2.BrandRef
    campaign: _parties_pb2.CampaignRef
    offer_id: str
    state: _campaigns_pb2.OfferState
    tab: _campaigns_pb2.Tab
    version: int
    def __init__(self, creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., brand: _Optional[_Union[_parties_pb2.BrandRef, _Mapping]] = ..., campaign: _Optional[_Union[_parties_pb2.CampaignRef, _Mapping]] = ..., offer_id: _Optional[str] = ..., state: _Optional[_Union[_campaigns_pb2.OfferState, str]] = ..., tab: _Optional[_Union[_campaigns_pb2.Tab, str]] = ..., version: _Optional[int] = ...) -> None: ...

class CancellationEvent(_message.Message):
    __slots__ = ("creator", "brand", "campaign", "offer_id", "requested_by", "version")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_BY_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    creator: _parties_pb2.CreatorRef
    brand: _parties_pb2.BrandRef
    campaign: _parties_pb2.CampaignRef
    offer_id: str
    requested_by: _campaigns_pb2.Side
    version: int
    def __init__(self, creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., brand: _Optional[_Union[_parties_pb2.BrandRef, _Mapping]] = ..., campaign: _Optional[_Union[_parties_pb2.CampaignRef, _Mapping]] = ..., offer_id: _Optional[str] = ..., requested_by: _Optional[_Union[_campaigns_pb2.Side, str]] = ..., version: _Optional[int] = ...) -> None: ...

class DeliverableEvent(_message.Message):
    __slots__ = ("creator", "brand", "campaign", "offer_id", "deliverable_id", "deliverable_type", "state", "draft", "actor", "version")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_TYPE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    creator: _parties_pb2.CreatorRef
    brand: _parties_pb2.BrandRef
    campaign: _parties_pb2.CampaignRef
    offer_id: str
    deliverable_id: str
    deliverable_type: str
    state: _campaigns_pb2.DeliverableState
    draft: int
    actor: _parties_pb2.ActorRef
    version: int
    def __init__(self, creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., brand: _Optional[_Union[_parties_pb2.BrandRef, _Mapping]] = ..., campaign: _Optional[_Union[_parties_pb2.CampaignRef, _Mapping]] = ..., offer_id: _Optional[str] = ..., deliverable_id: _Optional[str] = ..., deliverable_type: _Optional[str] = ..., state: _Optional[_Union[_campaigns_pb2.DeliverableState, str]] = ..., draft: _Optional[int] = ..., actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., version: _Optional[int] = ...) -> None: ...

class CommentEvent(_message.Message):
    __slots__ = ("creator", "brand", "campaign", "offer_id", "deliverable_id", "deliverable_type", "comment_id", "draft", "author")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_TYPE_FIELD_NUMBER: _ClassVar[int]
    COMMENT_ID_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    creator: _parties_pb2.CreatorRef
    brand: _parties_pb2.BrandRef
    campaign: _parties_pb2.CampaignRef
    offer_id: str
    deliverable_id: str
    deliverable_type: str
    comment_id: str
    draft: int
    author: _parties_pb2.ActorRef
    def __init__(self, creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., brand: _Optional[_Union[_parties_pb2.BrandRef, _Mapping]] = ..., campaign: _Optional[_Union[_parties_pb2.CampaignRef, _Mapping]] = ..., offer_id: _Optional[str] = ..., deliverable_id: _Optional[str] = ..., deliverable_type: _Optional[str] = ..., comment_id: _Optional[str] = ..., draft: _Optional[int] = ..., author: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class MessageEvent(_message.Message):
    __slots__ = ("creator", "brand", "campaign", "offer_id", "message_id", "author")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    creator: _parties_pb2.CreatorRef
    brand: _parties_pb2.BrandRef
    campaign: _parties_pb2.CampaignRef
    offer_id: str
    message_id: str
    author: _parties_pb2.ActorRef
    def __init__(self, creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., brand: _Optional[_Union[_parties_pb2.BrandRef, _Mapping]] = ..., campaign: _Optional[_Union[_parties_pb2.CampaignRef, _Mapping]] = ..., offer_id: _Optional[str] = ..., message_id: _Optional[str] = ..., author: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class DelegationEvent(_message.Message):
    __slots__ = ("creator", "agency", "delegation_id", "scopes", "reason", "version")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    DELEGATION_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    creator: _parties_pb2.CreatorRef
    agency: _parties_pb2.AgencyRef
    delegation_id: str
    scopes: _containers.RepeatedScalarFieldContainer[_access_pb2.DelegableScope]
    reason: str
    version: int
    def __init__(self, creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., agency: _Optional[_Union[_parties_pb2.AgencyRef, _Mapping]] = ..., delegation_id: _Optional[str] = ..., scopes: _Optional[_Iterable[_Union[_access_pb2.DelegableScope, str]]] = ..., reason: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class CreatorEvent(_message.Message):
    __slots__ = ("creator", "version")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    creator: _parties_pb2.CreatorRef
    version: int
    def __init__(self, creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., version: _Optional[int] = ...) -> None: ...

class WebhookEvent(_message.Message):
    __slots__ = ("webhook_id", "url")
    WEBHOOK_ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    webhook_id: str
    url: str
    def __init__(self, webhook_id: _Optional[str] = ..., url: _Optional[str] = ...) -> None: ...

class DeadlineEvent(_message.Message):
    __slots__ = ("creator", "brand", "campaign", "offer_id", "kind", "deliverable_id", "due_at", "awaiting", "hours_before")
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_ID_FIELD_NUMBER: _ClassVar[int]
    DUE_AT_FIELD_NUMBER: _ClassVar[int]
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    HOURS_BEFORE_FIELD_NUMBER: _ClassVar[int]
    creator: _parties_pb2.CreatorRef
    brand: _parties_pb2.BrandRef
    campaign: _parties_pb2.CampaignRef
    offer_id: str
    kind: _campaigns_pb2.DeadlineKind
    deliverable_id: str
    due_at: _timestamp_pb2.Timestamp
    awaiting: _campaigns_pb2.Awaiting
    hours_before: int
    def __init__(self, creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., brand: _Optional[_Union[_parties_pb2.BrandRef, _Mapping]] = ..., campaign: _Optional[_Union[_parties_pb2.CampaignRef, _Mapping]] = ..., offer_id: _Optional[str] = ..., kind: _Optional[_Union[_campaigns_pb2.DeadlineKind, str]] = ..., deliverable_id: _Optional[str] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., awaiting: _Optional[_Union[_campaigns_pb2.Awaiting, str]] = ..., hours_before: _Optional[int] = ...) -> None: ...
