import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.access.v1 import access_pb2 as _access_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from protos.notifications.v1 import notifications_pb2 as _notifications_pb2
from protos.notifications.v1 import public_pb2 as _public_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MailLanguage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MAIL_LANGUAGE_UNSPECIFIED: _ClassVar[MailLanguage]
    MAIL_LANGUAGE_EN: _ClassVar[MailLanguage]
    MAIL_LANGUAGE_ES: _ClassVar[MailLanguage]

class MailFrequency(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MAIL_FREQUENCY_UNSPECIFIED: _ClassVar[MailFrequency]
    MAIL_FREQUENCY_OFF: _ClassVar[MailFrequency]
    MAIL_FREQUENCY_AT_ONCE: _ClassVar[MailFrequency]
    MAIL_FREQUENCY_DAILY: _ClassVar[MailFrequency]

class MailSubscriptionState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MAIL_SUBSCRIPTION_STATE_UNSPECIFIED: _ClassVar[MailSubscriptionState]
    MAIL_SUBSCRIPTION_STATE_UNCONFIRMED: _ClassVar[MailSubscriptionState]
    MAIL_SUBSCRIPTION_STATE_ACTIVE: _ClassVar[MailSubscriptionState]
    MAIL_SUBSCRIPTION_STATE_PAUSED: _ClassVar[MailSubscriptionState]

class MailSubscriptionSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MAIL_SUBSCRIPTION_SORT_UNSPECIFIED: _ClassVar[MailSubscriptionSort]
    MAIL_SUBSCRIPTION_SORT_CREATED_AT: _ClassVar[MailSubscriptionSort]
    MAIL_SUBSCRIPTION_SORT_CREATED_AT_DESCENDING: _ClassVar[MailSubscriptionSort]
    MAIL_SUBSCRIPTION_SORT_UPDATED_AT: _ClassVar[MailSubscriptionSort]
    MAIL_SUBSCRIPTION_SORT_UPDATED_AT_DESCENDING: _ClassVar[MailSubscriptionSort]

class MailState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MAIL_STATE_UNSPECIFIED: _ClassVar[MailState]
    MAIL_STATE_PENDING: _ClassVar[MailState]
    MAIL_STATE_SENT: _ClassVar[MailState]
    MAIL_STATE_KEPT: _ClassVar[MailState]
    MAIL_STATE_FAILED: _ClassVar[MailState]
    MAIL_STATE_SILENCED: _ClassVar[MailState]

class MailSort(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MAIL_SORT_UNSPECIFIED: _ClassVar[MailSort]
    MAIL_SORT_CREATED_AT: _ClassVar[MailSort]
    MAIL_SORT_CREATED_AT_DESCENDING: _ClassVar[MailSort]
    MAIL_SORT_UPDATED_AT: _ClassVar[MailSort]
    MAIL_SORT_UPDATED_AT_DESCENDING: _ClassVar[MailSort]
MAIL_LANGUAGE_UNSPECIFIED: MailLanguage
MAIL_LANGUAGE_EN: MailLanguage
MAIL_LANGUAGE_ES: MailLanguage
MAIL_FREQUENCY_UNSPECIFIED: MailFrequency
MAIL_FREQUENCY_OFF: MailFrequency
MAIL_FREQUENCY_AT_ONCE: MailFrequency
MAIL_FREQUENCY_DAILY: MailFrequency
MAIL_SUBSCRIPTION_STATE_UNSPECIFIED: MailSubscriptionState
MAIL_SUBSCRIPTION_STATE_UNCONFIRMED: MailSubscriptionState
MAIL_SUBSCRIPTION_STATE_ACTIVE: MailSubscriptionState
MAIL_SUBSCRIPTION_STATE_PAUSED: MailSubscriptionState
MAIL_SUBSCRIPTION_SORT_UNSPECIFIED: MailSubscriptionSort
MAIL_SUBSCRIPTION_SORT_CREATED_AT: MailSubscriptionSort
MAIL_SUBSCRIPTION_SORT_CREATED_AT_DESCENDING: MailSubscriptionSort
MAIL_SUBSCRIPTION_SORT_UPDATED_AT: MailSubscriptionSort
MAIL_SUBSCRIPTION_SORT_UPDATED_AT_DESCENDING: MailSubscriptionSort
MAIL_STATE_UNSPECIFIED: MailState
MAIL_STATE_PENDING: MailState
MAIL_STATE_SENT: MailState
MAIL_STATE_KEPT: MailState
MAIL_STATE_FAILED: MailState
MAIL_STATE_SILENCED: MailState
MAIL_SORT_UNSPECIFIED: MailSort
MAIL_SORT_CREATED_AT: MailSort
MAIL_SORT_CREATED_AT_DESCENDING: MailSort
MAIL_SORT_UPDATED_AT: MailSort
MAIL_SORT_UPDATED_AT_DESCENDING: MailSort

class MailSubscription(_message.Message):
    __slots__ = ("id", "address", "language", "frequency", "events", "state", "refusal", "created_at", "updated_at", "version")
    ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    FREQUENCY_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    address: str
    language: MailLanguage
    frequency: MailFrequency
    events: _containers.RepeatedScalarFieldContainer[_public_pb2.EventType]
    state: MailSubscriptionState
    refusal: str
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    version: int
    def __init__(self, id: _Optional[str] = ..., address: _Optional[str] = ..., language: _Optional[_Union[MailLanguage, str]] = ..., frequency: _Optional[_Union[MailFrequency, str]] = ..., events: _Optional[_Iterable[_Union[_public_pb2.EventType, str]]] = ..., state: _Optional[_Union[MailSubscriptionState, str]] = ..., refusal: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., version: _Optional[int] = ...) -> None: ...

class CreateMailSubscriptionRequest(_message.Message):
    __slots__ = ("address", "language", "frequency", "events")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    FREQUENCY_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    address: str
    language: MailLanguage
    frequency: MailFrequency
    events: _containers.RepeatedScalarFieldContainer[_public_pb2.EventType]
    def __init__(self, address: _Optional[str] = ..., language: _Optional[_Union[MailLanguage, str]] = ..., frequency: _Optional[_Union[MailFrequency, str]] = ..., events: _Optional[_Iterable[_Union[_public_pb2.EventType, str]]] = ...) -> None: ...

class ListMailSubscriptionsRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "state", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    state: MailSubscriptionState
    sort: MailSubscriptionSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., state: _Optional[_Union[MailSubscriptionState, str]] = ..., sort: _Optional[_Union[MailSubscriptionSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListMailSubscriptionsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[MailSubscription]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[MailSubscription, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetMailSubscriptionRequest(_message.Message):
    __slots__ = ("subscription_id",)
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    subscription_id: str
    def __init__(self, subscription_id: _Optional[str] = ...) -> None: ...

class PatchMailSubscriptionRequest(_message.Message):
    __slots__ = ("subscription_id", "language", "frequency", "events", "state", "update_mask", "expected_version")
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    FREQUENCY_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    subscription_id: str
    language: MailLanguage
    frequency: MailFrequency
    events: _containers.RepeatedScalarFieldContainer[_public_pb2.EventType]
    state: MailSubscriptionState
    update_mask: _field_mask_pb2.FieldMask
    expected_version: int
    def __init__(self, subscription_id: _Optional[str] = ..., language: _Optional[_Union[MailLanguage, str]] = ..., frequency: _Optional[_Union[MailFrequency, str]] = ..., events: _Optional[_Iterable[_Union[_public_pb2.EventType, str]]] = ..., state: _Optional[_Union[MailSubscriptionState, str]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., expected_version: _Optional[int] = ...) -> None: ...

class DeleteMailSubscriptionRequest(_message.Message):
    __slots__ = ("subscription_id",)
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    subscription_id: str
    def __init__(self, subscription_id: _Optional[str] = ...) -> None: ...

class ConfirmMailSubscriptionRequest(_message.Message):
    __slots__ = ("subscription_id", "token")
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    subscription_id: str
    token: str
    def __init__(self, subscription_id: _Optional[str] = ..., token: _Optional[str] = ...) -> None: ...

class Mail(_message.Message):
    __slots__ = ("id", "recipient", "language", "state", "subject", "text", "html", "attempts", "next_attempt_at", "created_at", "updated_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    HTML_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_ATTEMPT_AT_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    recipient: str
    language: MailLanguage
    state: MailState
    subject: str
    text: str
    html: str
    attempts: _containers.RepeatedCompositeFieldContainer[_notifications_pb2.Attempt]
    next_attempt_at: _timestamp_pb2.Timestamp
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., recipient: _Optional[str] = ..., language: _Optional[_Union[MailLanguage, str]] = ..., state: _Optional[_Union[MailState, str]] = ..., subject: _Optional[str] = ..., text: _Optional[str] = ..., html: _Optional[str] = ..., attempts: _Optional[_Iterable[_Union[_notifications_pb2.Attempt, _Mapping]]] = ..., next_attempt_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListMailsRequest(_message.Message):
    __slots__ = ("page_size", "cursor", "state", "sort", "updated_since")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_SINCE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    cursor: str
    state: MailState
    sort: MailSort
    updated_since: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., cursor: _Optional[str] = ..., state: _Optional[_Union[MailState, str]] = ..., sort: _Optional[_Union[MailSort, str]] = ..., updated_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListMailsResponse(_message.Message):
    __slots__ = ("items", "next_cursor")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Mail]
    next_cursor: str
    def __init__(self, items: _Optional[_Iterable[_Union[Mail, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class GetMailRequest(_message.Message):
    __slots__ = ("mail_id",)
    MAIL_ID_FIELD_NUMBER: _ClassVar[int]
    mail_id: str
    def __init__(self, mail_id: _Optional[str] = ...) -> None: ...
