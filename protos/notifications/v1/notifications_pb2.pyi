import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.campaigns.v1 import campaigns_pb2 as _campaigns_pb2
from protos.notifications.v1 import public_pb2 as _public_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class WebhookState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WEBHOOK_STATE_UNSPECIFIED: _ClassVar[WebhookState]
    WEBHOOK_STATE_ACTIVE: _ClassVar[WebhookState]
    WEBHOOK_STATE_PAUSED: _ClassVar[WebhookState]

class WebhookSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WEBHOOK_SORT_UNSPECIFIED: _ClassVar[WebhookSort]
    WEBHOOK_SORT_CREATED_AT: _ClassVar[WebhookSort]
    WEBHOOK_SORT_CREATED_AT_DESCENDING: _ClassVar[WebhookSort]
    WEBHOOK_SORT_UPDATED_AT: _ClassVar[WebhookSort]
    WEBHOOK_SORT_UPDATED_AT_DESCENDING: _ClassVar[WebhookSort]

class DeliveryState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DELIVERY_STATE_UNSPECIFIED: _ClassVar[DeliveryState]
    DELIVERY_STATE_PENDING: _ClassVar[DeliveryState]
    DELIVERY_STATE_DELIVERED: _ClassVar[DeliveryState]
    DELIVERY_STATE_FAILED: _ClassVar[DeliveryState]
    DELIVERY_STATE_SILENCED: _ClassVar[DeliveryState]

class DeliverySort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DELIVERY_SORT_UNSPECIFIED: _ClassVar[DeliverySort]
    DELIVERY_SORT_CREATED_AT: _ClassVar[DeliverySort]
    DELIVERY_SORT_CREATED_AT_DESCENDING: _ClassVar[DeliverySort]
    DELIVERY_SORT_UPDATED_AT: _ClassVar[DeliverySort]
    DELIVERY_SORT_UPDATED_AT_DESCENDING: _ClassVar[DeliverySort]
WEBHOOK_STATE_UNSPECIFIED: WebhookState
WEBHOOK_STATE_ACTIVE: WebhookState
WEBHOOK_STATE_PAUSED: WebhookState
WEBHOOK_SORT_UNSPECIFIED: WebhookSort
WEBHOOK_SORT_CREATED_AT: WebhookSort
WEBHOOK_SORT_CREATED_AT_DESCENDING: WebhookSort
WEBHOOK_SORT_UPDATED_AT: WebhookSort
WEBHOOK_SORT_UPDATED_AT_DESCENDING: WebhookSort
DELIVERY_STATE_UNSPECIFIED: DeliveryState
DELIVERY_STATE_PENDING: DeliveryState
DELIVERY_STATE_DELIVERED: DeliveryState
DELIVERY_STATE_FAILED: DeliveryState
DELIVERY_STATE_SILENCED: DeliveryState
DELIVERY_SORT_UNSPECIFIED: DeliverySort
DELIVERY_SORT_CREATED_AT: DeliverySort
DELIVERY_SORT_CREATED_AT_DESCENDING: DeliverySort
DELIVERY_SORT_UPDATED_AT: DeliverySort
DELIVERY_SORT_UPDATED_AT_DESCENDING: DeliverySort

class ListEventsRequest(_message.Message):
    __slots__ = ("after_position", "after_event_id", "limit", "wait_ms")
    AFTER_POSITION_FIELD_NUMBER: _ClassVar[int]
    AFTER_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    WAIT_MS_FIELD_NUMBER: _ClassVar[int]
    after_position: int
    after_event_id: str
    limit: int
    wait_ms: int
    def __init__(self, after_position: _Optional[int] = ..., after_event_id: _Optional[str] = ..., limit: _Optional[int] = ..., wait_ms: _Optional[int] = ...) -> None: ...

class ListEventsResponse(_message.Message):
    __slots__ = ("events", "position", "event_id")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[PublicEvent]
    position: int
    event_id: str
    def __init__(self, events: _Optional[_Iterable[_Union[PublicEvent, _Mapping]]] = ..., position: _Optional[int] = ..., event_id: _Optional[str] = ...) -> None: ...

class PublicEvent(_message.Message):
    __slots__ = ("position", "id", "type", "creator_id", "named", "scope", "body", "owner_id")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    NAMED_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    OWNER_ID_FIELD_NUMBER: _ClassVar[int]
    position: int
    id: str
    type: _public_pb2.EventType
    creator_id: str
    named: _containers.RepeatedScalarFieldContainer[str]
    scope: _access_pb2.DelegableScope
    body: str
    owner_id: str
    def __init__(self, position: _Optional[int] = ..., id: _Optional[str] = ..., type: _Optional[_Union[_public_pb2.EventType, str]] = ..., creator_id: _Optional[str] = ..., named: _Optional[_Iterable[str]] = ..., scope: _Optional[_Union[_access_pb2.DelegableScope, str]] = ..., body: _Optional[str] = ..., owner_id: _Optional[str] = ...) -> None: ...

class Webhook(_message.Message):
    __slots__ = ("id", "url", "events", "description", "state", "failing_since", "created_at", "updated_at", "version")
    ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    FAILING_SINCE_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    url: str
    events: _containers.RepeatedScalarFieldContainer[_public_pb2.EventType]
    description: str
    state: WebhookState
    failing_since: _timestamp_pb2.Timestamp
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    version: int
    def __init__(self, id: _Optional[str] = ..., url: _Optional[str] = ..., events: _Optional[_Iterable[_Union[_public_pb2.EventType, str]]] = ..., description: _Optional[str] = ..., state: _Optional[_Union[WebhookState, str]] = ..., failing_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ...) -> None: ...

class CreateWebhookRequest(_message.Message):
    __slots__ = ("url", "events", "description")
    URL_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    url: str
    events: _containers.RepeatedScalarFieldContainer[_public_pb2.EventType]
    description: str
    def __init__(self, url: _Optional[str] = ..., events: _Optional[_Iterable[_Union[_public_pb2.EventType, str]]] = ..., description: _Optional[str] = ...) -> None: ...

class CreateWebhookResponse(_message.Message):
    __slots__ = ("id", "url", "events", "description", "secret", "version")
    ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    url: str
    events: _containers.RepeatedScalarFieldContainer[_public_pb2.EventType]
    description: str
    secret: str
    version: int
    def __init__(self, id: _Optional[str] = ..., url: _Optional[str] = ..., events: _Optional[_Iterable[_Union[_public_pb2.EventType, str]]] = ..., description: _Optional[str] = ..., secret: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class ListWebhooksRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "state", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    state: WebhookState
    sort: WebhookSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., state: _Optional[_Union[WebhookState, str]] = ..., sort: _Optional[_Union[WebhookSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListWebhooksResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Webhook]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Webhook, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetWebhookRequest(_message.Message):
    __slots__ = ("webhook_id",)
    WEBHOOK_ID_FIELD_NUMBER: _ClassVar[int]
    webhook_id: str
    def __init__(self, webhook_id: _Optional[str] = ...) -> None: ...

class PatchWebhookRequest(_message.Message):
    __slots__ = ("webhook_id", "url", "events", "description", "state", "update_mask", "expected_version")
    WEBHOOK_ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    webhook_id: str
    url: str
    events: _containers.RepeatedScalarFieldContainer[_public_pb2.EventType]
    description: str
    state: WebhookState
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, webhook_id: _Optional[str] = ..., url: _Optional[str] = ..., events: _Optional[_Iterable[_Union[_public_pb2.EventType, str]]] = ..., description: _Optional[str] = ..., state: _Optional[_Union[WebhookState, str]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class DeleteWebhookRequest(_message.Message):
    __slots__ = ("webhook_id",)
    WEBHOOK_ID_FIELD_NUMBER: _ClassVar[int]
    webhook_id: str
    def __init__(self, webhook_id: _Optional[str] = ...) -> None: ...

class RotateWebhookSecretRequest(_message.Message):
    __slots__ = ("webhook_id",)
    WEBHOOK_ID_FIELD_NUMBER: _ClassVar[int]
    webhook_id: str
    def __init__(self, webhook_id: _Optional[str] = ...) -> None: ...

class TestWebhookRequest(_message.Message):
    __slots__ = ("webhook_id",)
    WEBHOOK_ID_FIELD_NUMBER: _ClassVar[int]
    webhook_id: str
    def __init__(self, webhook_id: _Optional[str] = ...) -> None: ...

class Delivery(_message.Message):
    __slots__ = ("id", "event_id", "type", "state", "body", "attempts", "next_attempt_at", "created_at", "updated_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_ATTEMPT_AT_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    event_id: str
    type: _public_pb2.EventType
    state: DeliveryState
    body: str
    attempts: _containers.RepeatedCompositeFieldContainer[Attempt]
    next_attempt_at: _timestamp_pb2.Timestamp
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., event_id: _Optional[str] = ..., type: _Optional[_Union[_public_pb2.EventType, str]] = ..., state: _Optional[_Union[DeliveryState, str]] = ..., body: _Optional[str] = ..., attempts: _Optional[_Iterable[_Union[Attempt, _Mapping]]] = ..., next_attempt_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Attempt(_message.Message):
    __slots__ = ("at", "duration_ms", "status", "error", "answer")
    AT_FIELD_NUMBER: _ClassVar[int]
    DURATION_MS_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    at: _timestamp_pb2.Timestamp
    duration_ms: int
    status: int
    error: str
    answer: str
    def __init__(self, at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., duration_ms: _Optional[int] = ..., status: _Optional[int] = ..., error: _Optional[str] = ..., answer: _Optional[str] = ...) -> None: ...

class ListDeliveriesRequest(_message.Message):
    __slots__ = ("webhook_id", "state", "page_size", "cursor", "sort", "updated_since")
    WEBHOOK_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    webhook_id: str
    state: DeliveryState
    page_size: int
    cursor: str
    sort: DeliverySort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, webhook_id: _Optional[str] = ..., state: _Optional[_Union[DeliveryState, str]] = ..., page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., sort: _Optional[_Union[DeliverySort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListDeliveriesResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Delivery]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Delivery, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class RedeliverEventRequest(_message.Message):
    __slots__ = ("webhook_id", "delivery_id")
    WEBHOOK_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERY_ID_FIELD_NUMBER: _ClassVar[int]
    webhook_id: str
    delivery_id: str
    def __init__(self, webhook_id: _Optional[str] = ..., delivery_id: _Optional[str] = ...) -> None: ...

class ReminderSettings(_message.Message):
    __slots__ = ("hours_before", "late", "kinds", "version")
    HOURS_BEFORE_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    hours_before: _containers.RepeatedScalarFieldContainer[int]
    late: bool
    kinds: _containers.RepeatedScalarFieldContainer[_campaigns_pb2.DeadlineKind]
    version: int
    def __init__(self, hours_before: _Optional[_Iterable[int]] = ..., late: _Optional[bool] = ..., kinds: _Optional[_Iterable[_Union[_campaigns_pb2.DeadlineKind, str]]] = ..., version: _Optional[int] = ...) -> None: ...

class GetReminderSettingsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PutReminderSettingsRequest(_message.Message):
    __slots__ = ("hours_before", "late", "kinds", "expected_version")
    HOURS_BEFORE_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    hours_before: _containers.RepeatedScalarFieldContainer[int]
    late: bool
    kinds: _containers.RepeatedScalarFieldContainer[_campaigns_pb2.DeadlineKind]
    expected_version: int
    def __init__(self, hours_before: _Optional[_Iterable[int]] = ..., late: _Optional[bool] = ..., kinds: _Optional[_Iterable[_Union[_campaigns_pb2.DeadlineKind, str]]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class RedeliverEventsRequest(_message.Message):
    __slots__ = ("webhook_id", "since")
    WEBHOOK_ID_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    webhook_id: str
    since: _timestamp_pb2.Timestamp
    def __init__(self, webhook_id: _Optional[str] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RedeliverEventsResponse(_message.Message):
    __slots__ = ("count", "continues_at")
    COUNT_FIELD_NUMBER: _ClassVar[int]
    CONTINUES_AT_FIELD_NUMBER: _ClassVar[int]
    count: int
    continues_at: _timestamp_pb2.Timestamp
    def __init__(self, count: _Optional[int] = ..., continues_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
