import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.callboard.common.v1 import audience_pb2 as _audience_pb2
from protos.callboard.common.v1 import money_pb2 as _money_pb2
from protos.callboard.common.v1 import parties_pb2 as _parties_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CampaignSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAMPAIGN_SORT_UNSPECIFIED: _ClassVar[CampaignSort]
    CAMPAIGN_SORT_CREATED_AT: _ClassVar[CampaignSort]
    CAMPAIGN_SORT_CREATED_AT_DESCENDING: _ClassVar[CampaignSort]
    CAMPAIGN_SORT_UPDATED_AT: _ClassVar[CampaignSort]
    CAMPAIGN_SORT_UPDATED_AT_DESCENDING: _ClassVar[CampaignSort]

class OfferState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OFFER_STATE_UNSPECIFIED: _ClassVar[OfferState]
    OFFER_STATE_IN_REVIEW: _ClassVar[OfferState]
    OFFER_STATE_NEGOTIATING: _ClassVar[OfferState]
    OFFER_STATE_AWAITING_CONFIRMATION: _ClassVar[OfferState]
    OFFER_STATE_ACTIVE: _ClassVar[OfferState]
    OFFER_STATE_COMPLETED: _ClassVar[OfferState]
    OFFER_STATE_DECLINED: _ClassVar[OfferState]
    OFFER_STATE_WITHDRAWN: _ClassVar[OfferState]
    OFFER_STATE_EXPIRED: _ClassVar[OfferState]
    OFFER_STATE_CANCELLED: _ClassVar[OfferState]

class Tab(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TAB_UNSPECIFIED: _ClassVar[Tab]
    TAB_PENDING: _ClassVar[Tab]
    TAB_ACTIVE: _ClassVar[Tab]
    TAB_COMPLETED: _ClassVar[Tab]
    TAB_INACTIVE: _ClassVar[Tab]

class HeldBecause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HELD_BECAUSE_UNSPECIFIED: _ClassVar[HeldBecause]
    HELD_BECAUSE_SCOPE: _ClassVar[HeldBecause]
    HELD_BECAUSE_REVOKED: _ClassVar[HeldBecause]
    HELD_BECAUSE_CONFIRM_ALL: _ClassVar[HeldBecause]
    HELD_BECAUSE_CONFIRM_ABOVE: _ClassVar[HeldBecause]
    HELD_BECAUSE_FLOOR_PRICE: _ClassVar[HeldBecause]
    HELD_BECAUSE_BLOCKED_CATEGORY: _ClassVar[HeldBecause]
    HELD_BECAUSE_MAX_ACTIVE_CAMPAIGNS: _ClassVar[HeldBecause]

class Awaiting(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AWAITING_UNSPECIFIED: _ClassVar[Awaiting]
    AWAITING_NONE: _ClassVar[Awaiting]
    AWAITING_CREATOR_SIDE: _ClassVar[Awaiting]
    AWAITING_BRAND: _ClassVar[Awaiting]
    AWAITING_CREATOR: _ClassVar[Awaiting]

class DeadlineKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEADLINE_KIND_UNSPECIFIED: _ClassVar[DeadlineKind]
    DEADLINE_KIND_ANSWER: _ClassVar[DeadlineKind]
    DEADLINE_KIND_DRAFT: _ClassVar[DeadlineKind]
    DEADLINE_KIND_PUBLICATION: _ClassVar[DeadlineKind]

class Side(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SIDE_UNSPECIFIED: _ClassVar[Side]
    SIDE_CREATOR_SIDE: _ClassVar[Side]
    SIDE_BRAND: _ClassVar[Side]

class PaymentStage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYMENT_STAGE_UNSPECIFIED: _ClassVar[PaymentStage]
    PAYMENT_STAGE_ON_AGREEMENT: _ClassVar[PaymentStage]
    PAYMENT_STAGE_ON_DRAFT_APPROVAL: _ClassVar[PaymentStage]
    PAYMENT_STAGE_ON_PUBLICATION: _ClassVar[PaymentStage]

class OfferSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OFFER_SORT_UNSPECIFIED: _ClassVar[OfferSort]
    OFFER_SORT_RESPOND_BY: _ClassVar[OfferSort]
    OFFER_SORT_RESPOND_BY_DESCENDING: _ClassVar[OfferSort]
    OFFER_SORT_UPDATED_AT: _ClassVar[OfferSort]
    OFFER_SORT_UPDATED_AT_DESCENDING: _ClassVar[OfferSort]

class VersionSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERSION_SORT_UNSPECIFIED: _ClassVar[VersionSort]
    VERSION_SORT_NUMBER: _ClassVar[VersionSort]
    VERSION_SORT_NUMBER_DESCENDING: _ClassVar[VersionSort]

class ChangeKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANGE_KIND_UNSPECIFIED: _ClassVar[ChangeKind]
    CHANGE_KIND_ADDED: _ClassVar[ChangeKind]
    CHANGE_KIND_REMOVED: _ClassVar[ChangeKind]
    CHANGE_KIND_CHANGED: _ClassVar[ChangeKind]

class MessageSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MESSAGE_SORT_UNSPECIFIED: _ClassVar[MessageSort]
    MESSAGE_SORT_CREATED_AT: _ClassVar[MessageSort]
    MESSAGE_SORT_CREATED_AT_DESCENDING: _ClassVar[MessageSort]

class DeliverableState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DELIVERABLE_STATE_UNSPECIFIED: _ClassVar[DeliverableState]
    DELIVERABLE_STATE_AWAITING_DRAFT: _ClassVar[DeliverableState]
    DELIVERABLE_STATE_IN_REVIEW: _ClassVar[DeliverableState]
    DELIVERABLE_STATE_CHANGES_REQUESTED: _ClassVar[DeliverableState]
    DELIVERABLE_STATE_APPROVED: _ClassVar[DeliverableState]
    DELIVERABLE_STATE_PUBLISHED: _ClassVar[DeliverableState]

class ReviewDecision(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REVIEW_DECISION_UNSPECIFIED: _ClassVar[ReviewDecision]
    REVIEW_DECISION_APPROVE: _ClassVar[ReviewDecision]
    REVIEW_DECISION_REQUEST_CHANGES: _ClassVar[ReviewDecision]

class DeliverableSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DELIVERABLE_SORT_UNSPECIFIED: _ClassVar[DeliverableSort]
    DELIVERABLE_SORT_POSITION: _ClassVar[DeliverableSort]
    DELIVERABLE_SORT_POSITION_DESCENDING: _ClassVar[DeliverableSort]
    DELIVERABLE_SORT_UPDATED_AT: _ClassVar[DeliverableSort]
    DELIVERABLE_SORT_UPDATED_AT_DESCENDING: _ClassVar[DeliverableSort]
CAMPAIGN_SORT_UNSPECIFIED: CampaignSort
CAMPAIGN_SORT_CREATED_AT: CampaignSort
CAMPAIGN_SORT_CREATED_AT_DESCENDING: CampaignSort
CAMPAIGN_SORT_UPDATED_AT: CampaignSort
CAMPAIGN_SORT_UPDATED_AT_DESCENDING: CampaignSort
OFFER_STATE_UNSPECIFIED: OfferState
OFFER_STATE_IN_REVIEW: OfferState
OFFER_STATE_NEGOTIATING: OfferState
OFFER_STATE_AWAITING_CONFIRMATION: OfferState
OFFER_STATE_ACTIVE: OfferState
OFFER_STATE_COMPLETED: OfferState
OFFER_STATE_DECLINED: OfferState
OFFER_STATE_WITHDRAWN: OfferState
OFFER_STATE_EXPIRED: OfferState
OFFER_STATE_CANCELLED: OfferState
TAB_UNSPECIFIED: Tab
TAB_PENDING: Tab
TAB_ACTIVE: Tab
TAB_COMPLETED: Tab
TAB_INACTIVE: Tab
HELD_BECAUSE_UNSPECIFIED: HeldBecause
HELD_BECAUSE_SCOPE: HeldBecause
HELD_BECAUSE_REVOKED: HeldBecause
HELD_BECAUSE_CONFIRM_ALL: HeldBecause
HELD_BECAUSE_CONFIRM_ABOVE: HeldBecause
HELD_BECAUSE_FLOOR_PRICE: HeldBecause
HELD_BECAUSE_BLOCKED_CATEGORY: HeldBecause
HELD_BECAUSE_MAX_ACTIVE_CAMPAIGNS: HeldBecause
AWAITING_UNSPECIFIED: Awaiting
AWAITING_NONE: Awaiting
AWAITING_CREATOR_SIDE: Awaiting
AWAITING_BRAND: Awaiting
AWAITING_CREATOR: Awaiting
DEADLINE_KIND_UNSPECIFIED: DeadlineKind
DEADLINE_KIND_ANSWER: DeadlineKind
DEADLINE_KIND_DRAFT: DeadlineKind
DEADLINE_KIND_PUBLICATION: DeadlineKind
SIDE_UNSPECIFIED: Side
SIDE_CREATOR_SIDE: Side
SIDE_BRAND: Side
PAYMENT_STAGE_UNSPECIFIED: PaymentStage
PAYMENT_STAGE_ON_AGREEMENT: PaymentStage
PAYMENT_STAGE_ON_DRAFT_APPROVAL: PaymentStage
PAYMENT_STAGE_ON_PUBLICATION: PaymentStage
OFFER_SORT_UNSPECIFIED: OfferSort
OFFER_SORT_RESPOND_BY: OfferSort
OFFER_SORT_RESPOND_BY_DESCENDING: OfferSort
OFFER_SORT_UPDATED_AT: OfferSort
OFFER_SORT_UPDATED_AT_DESCENDING: OfferSort
VERSION_SORT_UNSPECIFIED: VersionSort
VERSION_SORT_NUMBER: VersionSort
VERSION_SORT_NUMBER_DESCENDING: VersionSort
CHANGE_KIND_UNSPECIFIED: ChangeKind
CHANGE_KIND_ADDED: ChangeKind
CHANGE_KIND_REMOVED: ChangeKind
CHANGE_KIND_CHANGED: ChangeKind
MESSAGE_SORT_UNSPECIFIED: MessageSort
MESSAGE_SORT_CREATED_AT: MessageSort
MESSAGE_SORT_CREATED_AT_DESCENDING: MessageSort
DELIVERABLE_STATE_UNSPECIFIED: DeliverableState
DELIVERABLE_STATE_AWAITING_DRAFT: DeliverableState
DELIVERABLE_STATE_IN_REVIEW: DeliverableState
DELIVERABLE_STATE_CHANGES_REQUESTED: DeliverableState
DELIVERABLE_STATE_APPROVED: DeliverableState
DELIVERABLE_STATE_PUBLISHED: DeliverableState
REVIEW_DECISION_UNSPECIFIED: ReviewDecision
REVIEW_DECISION_APPROVE: ReviewDecision
REVIEW_DECISION_REQUEST_CHANGES: ReviewDecision
DELIVERABLE_SORT_UNSPECIFIED: DeliverableSort
DELIVERABLE_SORT_POSITION: DeliverableSort
DELIVERABLE_SORT_POSITION_DESCENDING: DeliverableSort
DELIVERABLE_SORT_UPDATED_AT: DeliverableSort
DELIVERABLE_SORT_UPDATED_AT_DESCENDING: DeliverableSort

class Campaign(_message.Message):
    __slots__ = ("id", "brand_id", "brand_name", "name", "brief", "category", "budget", "target", "starts_on", "ends_on", "created_at", "updated_at", "version", "brand")
    ID_FIELD_NUMBER: _ClassVar[int]
    BRAND_ID_FIELD_NUMBER: _ClassVar[int]
    BRAND_NAME_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    BRIEF_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    BUDGET_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    id: str
    brand_id: str
    brand_name: str
    name: str
    brief: str
    category: str
    budget: _money_pb2.Money
    target: _audience_pb2.Target
    starts_on: str
    ends_on: str
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    version: int
    brand: _parties_pb2.BrandRef
    def __init__(self, id: _Optional[str] = ..., brand_id: _Optional[str] = ..., brand_name: _Optional[str] = ..., name: _Optional[str] = ..., brief: _Optional[str] = ..., category: _Optional[str] = ..., budget: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., target: _Optional[_Union[_audience_pb2.Target, _Mapping]] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ..., brand: _Optional[_Union[_parties_pb2.BrandRef, _Mapping]] = ...) -> None: ...

class CreateCampaignRequest(_message.Message):
    __slots__ = ("name", "brief", "category", "budget", "target", "starts_on", "ends_on")
    NAME_FIELD_NUMBER: _ClassVar[int]
    BRIEF_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    BUDGET_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    name: str
    brief: str
    category: str
    budget: _money_pb2.Money
    target: _audience_pb2.Target
    starts_on: str
    ends_on: str
    def __init__(self, name: _Optional[str] = ..., brief: _Optional[str] = ..., category: _Optional[str] = ..., budget: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., target: _Optional[_Union[_audience_pb2.Target, _Mapping]] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ...) -> None: ...

class ListCampaignsRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    sort: CampaignSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[CampaignSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListCampaignsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Campaign]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Campaign, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetCampaignRequest(_message.Message):
    __slots__ = ("campaign_id",)
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    def __init__(self, campaign_id: _Optional[str] = ...) -> None: ...

class PutCampaignRequest(_message.Message):
    __slots__ = ("campaign_id", "name", "brief", "category", "budget", "target", "starts_on", "ends_on", "expected_version")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    BRIEF_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    BUDGET_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    name: str
    brief: str
    category: str
    budget: _money_pb2.Money
    target: _audience_pb2.Target
    starts_on: str
    ends_on: str
    expected_version: int
    def __init__(self, campaign_id: _Optional[str] = ..., name: _Optional[str] = ..., brief: _Optional[str] = ..., category: _Optional[str] = ..., budget: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., target: _Optional[_Union[_audience_pb2.Target, _Mapping]] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., expected_version: _Optional[int] = ...) -> None: ...

class PatchCampaignRequest(_message.Message):
    __slots__ = ("campaign_id", "name", "brief", "category", "budget", "target", "starts_on", "ends_on", "update_mask", "expected_version")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    BRIEF_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    BUDGET_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    name: str
    brief: str
    category: str
    budget: _money_pb2.Money
    target: _audience_pb2.Target
    starts_on: str
    ends_on: str
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, campaign_id: _Optional[str] = ..., name: _Optional[str] = ..., brief: _Optional[str] = ..., category: _Optional[str] = ..., budget: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., target: _Optional[_Union[_audience_pb2.Target, _Mapping]] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class Terms(_message.Message):
    __slots__ = ("price", "deliverables", "usage_rights", "exclusivity", "payment_schedule", "clauses")
    PRICE_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLES_FIELD_NUMBER: _ClassVar[int]
    USAGE_RIGHTS_FIELD_NUMBER: _ClassVar[int]
    EXCLUSIVITY_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    CLAUSES_FIELD_NUMBER: _ClassVar[int]
    price: _money_pb2.Money
    deliverables: _containers.RepeatedCompositeFieldContainer[DeliverableTerm]
    usage_rights: UsageRights
    exclusivity: Exclusivity
    payment_schedule: _containers.RepeatedCompositeFieldContainer[PaymentTerm]
    clauses: _containers.RepeatedCompositeFieldContainer[Clause]
    def __init__(self, price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., deliverables: _Optional[_Iterable[_Union[DeliverableTerm, _Mapping]]] = ..., usage_rights: _Optional[_Union[UsageRights, _Mapping]] = ..., exclusivity: _Optional[_Union[Exclusivity, _Mapping]] = ..., payment_schedule: _Optional[_Iterable[_Union[PaymentTerm, _Mapping]]] = ..., clauses: _Optional[_Iterable[_Union[Clause, _Mapping]]] = ...) -> None: ...

class DeliverableTerm(_message.Message):
    __slots__ = ("type", "count", "draft_due", "publish_by", "max_revisions")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DRAFT_DUE_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_BY_FIELD_NUMBER: _ClassVar[int]
    MAX_REVISIONS_FIELD_NUMBER: _ClassVar[int]
    type: str
    count: int
    draft_due: _timestamp_pb2.Timestamp
    publish_by: _timestamp_pb2.Timestamp
    max_revisions: int
    def __init__(self, type: _Optional[str] = ..., count: _Optional[int] = ..., draft_due: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., publish_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., max_revisions: _Optional[int] = ...) -> None: ...

class UsageRights(_message.Message):
    __slots__ = ("spark_ads_days", "paid_usage", "territories")
    SPARK_ADS_DAYS_FIELD_NUMBER: _ClassVar[int]
    PAID_USAGE_FIELD_NUMBER: _ClassVar[int]
    TERRITORIES_FIELD_NUMBER: _ClassVar[int]
    spark_ads_days: int
    paid_usage: bool
    territories: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, spark_ads_days: _Optional[int] = ..., paid_usage: _Optional[bool] = ..., territories: _Optional[_Iterable[str]] = ...) -> None: ...

class Exclusivity(_message.Message):
    __slots__ = ("category", "until")
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    category: str
    until: _timestamp_pb2.Timestamp
    def __init__(self, category: _Optional[str] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., **kwargs) -> None: ...

class PaymentTerm(_message.Message):
    __slots__ = ("stage", "percent", "net_days")
    STAGE_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    NET_DAYS_FIELD_NUMBER: _ClassVar[int]
    stage: PaymentStage
    percent: int
    net_days: int
    def __init__(self, stage: _Optional[_Union[PaymentStage, str]] = ..., percent: _Optional[int] = ..., net_days: _Optional[int] = ...) -> None: ...

class Clause(_message.Message):
    __slots__ = ("id", "title", "text")
    ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    id: str
    title: str
    text: str
    def __init__(self, id: _Optional[str] = ..., title: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class Offer(_message.Message):
    __slots__ = ("id", "campaign_id", "campaign_name", "brand_id", "brand_name", "creator_id", "state", "tab", "awaiting", "price", "respond_by", "changes_proposed_by", "current_version", "current_hash", "terms", "created_at", "updated_at", "version", "accepted_by", "agreed_at", "reason", "cancellation_requested_by", "late", "held_because", "campaign", "brand", "creator", "accepted_by_actor", "campaign_target", "progress")
    ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_NAME_FIELD_NUMBER: _ClassVar[int]
    BRAND_ID_FIELD_NUMBER: _ClassVar[int]
    BRAND_NAME_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TAB_FIELD_NUMBER: _ClassVar[int]
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    RESPOND_BY_FIELD_NUMBER: _ClassVar[int]
    CHANGES_PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    CURRENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    CURRENT_HASH_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_BY_FIELD_NUMBER: _ClassVar[int]
    AGREED_AT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CANCELLATION_REQUESTED_BY_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    HELD_BECAUSE_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_BY_ACTOR_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_TARGET_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    id: str
    campaign_id: str
    campaign_name: str
    brand_id: str
    brand_name: str
    creator_id: str
    state: OfferState
    tab: Tab
    awaiting: Awaiting
    price: _money_pb2.Money
    respond_by: _timestamp_pb2.Timestamp
    changes_proposed_by: Side
    current_version: int
    current_hash: str
    terms: Terms
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    version: int
    accepted_by: str
    agreed_at: _timestamp_pb2.Timestamp
    reason: str
    cancellation_requested_by: Side
    late: bool
    held_because: _containers.RepeatedScalarFieldContainer[HeldBecause]
    campaign: _parties_pb2.CampaignRef
    brand: _parties_pb2.BrandRef
    creator: _parties_pb2.CreatorRef
    accepted_by_actor: _parties_pb2.ActorRef
    campaign_target: _audience_pb2.Target
    progress: _containers.RepeatedCompositeFieldContainer[Progress]
    def __init__(self, id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., campaign_name: _Optional[str] = ..., brand_id: _Optional[str] = ..., brand_name: _Optional[str] = ..., creator_id: _Optional[str] = ..., state: _Optional[_Union[OfferState, str]] = ..., tab: _Optional[_Union[Tab, str]] = ..., awaiting: _Optional[_Union[Awaiting, str]] = ..., price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., respond_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., changes_proposed_by: _Optional[_Union[Side, str]] = ..., current_version: _Optional[int] = ..., current_hash: _Optional[str] = ..., terms: _Optional[_Union[Terms, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ..., accepted_by: _Optional[str] = ..., agreed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., cancellation_requested_by: _Optional[_Union[Side, str]] = ..., late: _Optional[bool] = ..., held_because: _Optional[_Iterable[_Union[HeldBecause, str]]] = ..., campaign: _Optional[_Union[_parties_pb2.CampaignRef, _Mapping]] = ..., brand: _Optional[_Union[_parties_pb2.BrandRef, _Mapping]] = ..., creator: _Optional[_Union[_parties_pb2.CreatorRef, _Mapping]] = ..., accepted_by_actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., campaign_target: _Optional[_Union[_audience_pb2.Target, _Mapping]] = ..., progress: _Optional[_Iterable[_Union[Progress, _Mapping]]] = ...) -> None: ...

class Progress(_message.Message):
    __slots__ = ("id", "type", "state", "draft_due", "publish_by", "late", "published_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DRAFT_DUE_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_BY_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    type: str
    state: DeliverableState
    draft_due: _timestamp_pb2.Timestamp
    publish_by: _timestamp_pb2.Timestamp
    late: bool
    published_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., type: _Optional[str] = ..., state: _Optional[_Union[DeliverableState, str]] = ..., draft_due: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., publish_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., late: _Optional[bool] = ..., published_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class OfferVersion(_message.Message):
    __slots__ = ("number", "author_id", "author_side", "on_behalf_of", "base_version", "terms", "hash", "parent_hash", "message", "created_at", "respond_by", "author")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_SIDE_FIELD_NUMBER: _ClassVar[int]
    ON_BEHALF_OF_FIELD_NUMBER: _ClassVar[int]
    BASE_VERSION_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    PARENT_HASH_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    RESPOND_BY_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    number: int
    author_id: str
    author_side: Side
    on_behalf_of: str
    base_version: int
    terms: Terms
    hash: str
    parent_hash: str
    message: str
    created_at: _timestamp_pb2.Timestamp
    respond_by: _timestamp_pb2.Timestamp
    author: _parties_pb2.ActorRef
    def __init__(self, number: _Optional[int] = ..., author_id: _Optional[str] = ..., author_side: _Optional[_Union[Side, str]] = ..., on_behalf_of: _Optional[str] = ..., base_version: _Optional[int] = ..., terms: _Optional[_Union[Terms, _Mapping]] = ..., hash: _Optional[str] = ..., parent_hash: _Optional[str] = ..., message: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., respond_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., author: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class CreateOfferRequest(_message.Message):
    __slots__ = ("campaign_id", "creator_id", "terms", "message", "respond_by")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    RESPOND_BY_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    creator_id: str
    terms: Terms
    message: str
    respond_by: _timestamp_pb2.Timestamp
    def __init__(self, campaign_id: _Optional[str] = ..., creator_id: _Optional[str] = ..., terms: _Optional[_Union[Terms, _Mapping]] = ..., message: _Optional[str] = ..., respond_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListCreatorOffersRequest(_message.Message):
    __slots__ = ("creator_id", "tab", "page_size", "cursor", "sort", "updated_since", "state")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    TAB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    tab: Tab
    page_size: int
    cursor: str
    sort: OfferSort
    updated_since: _timestamp_pb2.Timestamp
    state: OfferState
    def __init__(self, creator_id: _Optional[str] = ..., tab: _Optional[_Union[Tab, str]] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[OfferSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[OfferState, str]] = ...) -> None: ...

class ListCampaignOffersRequest(_message.Message):
    __slots__ = ("campaign_id", "tab", "page_size", "cursor", "sort", "updated_since", "state")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    TAB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    tab: Tab
    page_size: int
    cursor: str
    sort: OfferSort
    updated_since: _timestamp_pb2.Timestamp
    state: OfferState
    def __init__(self, campaign_id: _Optional[str] = ..., tab: _Optional[_Union[Tab, str]] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[OfferSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[OfferState, str]] = ...) -> None: ...

class ListInboxRequest(_message.Message):
    __slots__ = ("tab", "due_within_hours", "creator_id", "sort", "page_size", "cursor", "updated_since", "state")
    TAB_FIELD_NUMBER: _ClassVar[int]
    DUE_WITHIN_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    tab: Tab
    due_within_hours: int
    creator_id: str
    sort: OfferSort
    page_size: int
    cursor: str
    updated_since: _timestamp_pb2.Timestamp
    state: OfferState
    def __init__(self, tab: _Optional[_Union[Tab, str]] = ..., due_within_hours: _Optional[int] = ..., creator_id: _Optional[str] = ..., sort: _Optional[_Union[OfferSort, str]] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[OfferState, str]] = ...) -> None: ...

class ListOffersResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Offer]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Offer, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetOfferRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ...) -> None: ...

class ListVersionsRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "page_size", "cursor", "sort", "updated_since")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    page_size: int
    cursor: str
    sort: VersionSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[VersionSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListVersionsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[OfferVersion]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[OfferVersion, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetVersionRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "number")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    number: int
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., number: _Optional[int] = ...) -> None: ...

class DiffVersionsRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "to")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    to: int
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., to: _Optional[int] = ..., **kwargs) -> None: ...

class DiffVersionsResponse(_message.Message):
    __slots__ = ("to", "changes")
    FROM_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    to: int
    changes: _containers.RepeatedCompositeFieldContainer[Change]
    def __init__(self, to: _Optional[int] = ..., changes: _Optional[_Iterable[_Union[Change, _Mapping]]] = ..., **kwargs) -> None: ...

class Change(_message.Message):
    __slots__ = ("path", "kind", "before", "after")
    PATH_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    path: str
    kind: ChangeKind
    before: str
    after: str
    def __init__(self, path: _Optional[str] = ..., kind: _Optional[_Union[ChangeKind, str]] = ..., before: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...

class CreateProposalRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "base_version", "terms", "message", "respond_by")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_VERSION_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    RESPOND_BY_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    base_version: int
    terms: Terms
    message: str
    respond_by: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., base_version: _Optional[int] = ..., terms: _Optional[_Union[Terms, _Mapping]] = ..., message: _Optional[str] = ..., respond_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AcceptOfferRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "version", "hash")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    version: int
    hash: str
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., version: _Optional[int] = ..., hash: _Optional[str] = ...) -> None: ...

class ConfirmOfferRequest(_message.Message):
    __slots__ = ("creator_id", "offer_id", "version")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    offer_id: str
    version: int
    def __init__(self, creator_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class DeclineOfferRequest(_message.Message):
    __slots__ = ("creator_id", "offer_id", "reason")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    offer_id: str
    reason: str
    def __init__(self, creator_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class WithdrawOfferRequest(_message.Message):
    __slots__ = ("campaign_id", "offer_id", "reason")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    offer_id: str
    reason: str
    def __init__(self, campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class CancelOfferRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "reason")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    reason: str
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class Message(_message.Message):
    __slots__ = ("id", "author_id", "author_side", "text", "created_at", "author")
    ID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_SIDE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    id: str
    author_id: str
    author_side: Side
    text: str
    created_at: _timestamp_pb2.Timestamp
    author: _parties_pb2.ActorRef
    def __init__(self, id: _Optional[str] = ..., author_id: _Optional[str] = ..., author_side: _Optional[_Union[Side, str]] = ..., text: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., author: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class CreateMessageRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "text")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    text: str
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class ListMessagesRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "page_size", "cursor", "sort", "updated_since")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    page_size: int
    cursor: str
    sort: MessageSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[MessageSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListMessagesResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Message]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Message, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class Deliverable(_message.Message):
    __slots__ = ("id", "offer_id", "type", "state", "draft_due", "publish_by", "max_revisions", "revisions", "late", "drafts", "comments", "publication", "updated_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DRAFT_DUE_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_BY_FIELD_NUMBER: _ClassVar[int]
    MAX_REVISIONS_FIELD_NUMBER: _ClassVar[int]
    REVISIONS_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    DRAFTS_FIELD_NUMBER: _ClassVar[int]
    COMMENTS_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    offer_id: str
    type: str
    state: DeliverableState
    draft_due: _timestamp_pb2.Timestamp
    publish_by: _timestamp_pb2.Timestamp
    max_revisions: int
    revisions: int
    late: bool
    drafts: _containers.RepeatedCompositeFieldContainer[Draft]
    comments: _containers.RepeatedCompositeFieldContainer[Comment]
    publication: Publication
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., offer_id: _Optional[str] = ..., type: _Optional[str] = ..., state: _Optional[_Union[DeliverableState, str]] = ..., draft_due: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., publish_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., max_revisions: _Optional[int] = ..., revisions: _Optional[int] = ..., late: _Optional[bool] = ..., drafts: _Optional[_Iterable[_Union[Draft, _Mapping]]] = ..., comments: _Optional[_Iterable[_Union[Comment, _Mapping]]] = ..., publication: _Optional[_Union[Publication, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Draft(_message.Message):
    __slots__ = ("number", "url", "note", "submitted_by", "submitted_at", "decision", "review_comment", "reviewed_by", "reviewed_at", "submitted_by_actor", "reviewed_by_actor")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_BY_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_AT_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    REVIEW_COMMENT_FIELD_NUMBER: _ClassVar[int]
    REVIEWED_BY_FIELD_NUMBER: _ClassVar[int]
    REVIEWED_AT_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_BY_ACTOR_FIELD_NUMBER: _ClassVar[int]
    REVIEWED_BY_ACTOR_FIELD_NUMBER: _ClassVar[int]
    number: int
    url: str
    note: str
    submitted_by: str
    submitted_at: _timestamp_pb2.Timestamp
    decision: ReviewDecision
    review_comment: str
    reviewed_by: str
    reviewed_at: _timestamp_pb2.Timestamp
    submitted_by_actor: _parties_pb2.ActorRef
    reviewed_by_actor: _parties_pb2.ActorRef
    def __init__(self, number: _Optional[int] = ..., url: _Optional[str] = ..., note: _Optional[str] = ..., submitted_by: _Optional[str] = ..., submitted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., decision: _Optional[_Union[ReviewDecision, str]] = ..., review_comment: _Optional[str] = ..., reviewed_by: _Optional[str] = ..., reviewed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., submitted_by_actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., reviewed_by_actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class Comment(_message.Message):
    __slots__ = ("id", "draft", "author_id", "author_side", "text", "at_second", "created_at", "author")
    ID_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_SIDE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    AT_SECOND_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    id: str
    draft: int
    author_id: str
    author_side: Side
    text: str
    at_second: float
    created_at: _timestamp_pb2.Timestamp
    author: _parties_pb2.ActorRef
    def __init__(self, id: _Optional[str] = ..., draft: _Optional[int] = ..., author_id: _Optional[str] = ..., author_side: _Optional[_Union[Side, str]] = ..., text: _Optional[str] = ..., at_second: _Optional[float] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., author: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class Publication(_message.Message):
    __slots__ = ("video_id", "url", "published_by", "published_at", "published_by_actor")
    VIDEO_ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_BY_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_AT_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_BY_ACTOR_FIELD_NUMBER: _ClassVar[int]
    video_id: str
    url: str
    published_by: str
    published_at: _timestamp_pb2.Timestamp
    published_by_actor: _parties_pb2.ActorRef
    def __init__(self, video_id: _Optional[str] = ..., url: _Optional[str] = ..., published_by: _Optional[str] = ..., published_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., published_by_actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class ListDeliverablesRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "page_size", "cursor", "sort", "updated_since", "state")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    page_size: int
    cursor: str
    sort: DeliverableSort
    updated_since: _timestamp_pb2.Timestamp
    state: DeliverableState
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[DeliverableSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[DeliverableState, str]] = ...) -> None: ...

class ListDeliverablesResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Deliverable]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Deliverable, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetDeliverableRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "deliverable_id")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_ID_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    deliverable_id: str
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., deliverable_id: _Optional[str] = ...) -> None: ...

class CreateDraftRequest(_message.Message):
    __slots__ = ("creator_id", "offer_id", "deliverable_id", "url", "note")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    offer_id: str
    deliverable_id: str
    url: str
    note: str
    def __init__(self, creator_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., deliverable_id: _Optional[str] = ..., url: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class ReviewDraftRequest(_message.Message):
    __slots__ = ("campaign_id", "offer_id", "deliverable_id", "decision", "comment")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_ID_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    offer_id: str
    deliverable_id: str
    decision: ReviewDecision
    comment: str
    def __init__(self, campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., deliverable_id: _Optional[str] = ..., decision: _Optional[_Union[ReviewDecision, str]] = ..., comment: _Optional[str] = ...) -> None: ...

class CreateCommentRequest(_message.Message):
    __slots__ = ("creator_id", "campaign_id", "offer_id", "deliverable_id", "text", "at_second")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    AT_SECOND_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    campaign_id: str
    offer_id: str
    deliverable_id: str
    text: str
    at_second: float
    def __init__(self, creator_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., deliverable_id: _Optional[str] = ..., text: _Optional[str] = ..., at_second: _Optional[float] = ...) -> None: ...

class PublishDeliverableRequest(_message.Message):
    __slots__ = ("creator_id", "offer_id", "deliverable_id", "video_id", "url")
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_ID_FIELD_NUMBER: _ClassVar[int]
    VIDEO_ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    creator_id: str
    offer_id: str
    deliverable_id: str
    video_id: str
    url: str
    def __init__(self, creator_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., deliverable_id: _Optional[str] = ..., video_id: _Optional[str] = ..., url: _Optional[str] = ...) -> None: ...
