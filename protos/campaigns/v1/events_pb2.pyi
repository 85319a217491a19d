import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from protos.callboard.common.v1 import parties_pb2 as _parties_pb2
from protos.campaigns.v1 import campaigns_pb2 as _campaigns_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OfferRef(_message.Message):
    __slots__ = ("offer_id", "creator_id", "brand_id", "campaign_id", "state", "tab", "version", "at", "awaiting", "brand_name", "campaign_name", "deadlines")
    class Deadline(_message.Message):
        __slots__ = ("kind", "deliverable_id", "due_at", "awaiting")
        KIND_FIELD_NUMBER: _ClassVar[int]
        DELIVERABLE_ID_FIELD_NUMBER: _ClassVar[int]
        DUE_AT_FIELD_NUMBER: _ClassVar[int]
        AWAITING_FIELD_NUMBER: _ClassVar[int]
        kind: _campaigns_pb2.DeadlineKind
        deliverable_id: str
        due_at: _timestamp_pb2.Timestamp
        awaiting: _campaigns_pb2.Awaiting
        def __init__(self, kind: _Optional[_Union[_campaigns_pb2.DeadlineKind, str]] = ..., deliverable_id: _Optional[str] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., awaiting: _Optional[_Union[_campaigns_pb2.Awaiting, str]] = ...) -> None: ...
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    BRAND_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TAB_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    BRAND_NAME_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_NAME_FIELD_NUMBER: _ClassVar[int]
    DEADLINES_FIELD_NUMBER: _ClassVar[int]
    offer_id: str
    creator_id: str
    brand_id: str
    campaign_id: str
    state: _campaigns_pb2.OfferState
    tab: _campaigns_pb2.Tab
    version: int
    at: _timestamp_pb2.Timestamp
    awaiting: _campaigns_pb2.Awaiting
    brand_name: str
    campaign_name: str
    deadlines: _containers.RepeatedCompositeFieldContainer[OfferRef.Deadline]
    def __init__(self, offer_id: _Optional[str] = ..., creator_id: _Optional[str] = ..., brand_id: _Optional[str] = ..., campaign_id: _Optional[str] = ..., state: _Optional[_Union[_campaigns_pb2.OfferState, str]] = ..., tab: _Optional[_Union[_campaigns_pb2.Tab, str]] = ..., version: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., awaiting: _Optional[_Union[_campaigns_pb2.Awaiting, str]] = ..., brand_name: _Optional[str] = ..., campaign_name: _Optional[str] = ..., deadlines: _Optional[_Iterable[_Union[OfferRef.Deadline, _Mapping]]] = ...) -> None: ...

class OfferSent(_message.Message):
    __slots__ = ("offer",)
    OFFER_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ...) -> None: ...

class TermsProposed(_message.Message):
    __slots__ = ("offer", "number", "side")
    OFFER_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    number: int
    side: _campaigns_pb2.Side
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ..., number: _Optional[int] = ..., side: _Optional[_Union[_campaigns_pb2.Side, str]] = ...) -> None: ...

class OfferAccepted(_message.Message):
    __slots__ = ("offer", "accepted_by")
    OFFER_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_BY_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    accepted_by: str
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ..., accepted_by: _Optional[str] = ...) -> None: ...

class OfferConfirmed(_message.Message):
    __slots__ = ("offer",)
    OFFER_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ...) -> None: ...

class OfferDeclined(_message.Message):
    __slots__ = ("offer",)
    OFFER_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ...) -> None: ...

class OfferWithdrawn(_message.Message):
    __slots__ = ("offer",)
    OFFER_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ...) -> None: ...

class OfferExpired(_message.Message):
    __slots__ = ("offer",)
    OFFER_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ...) -> None: ...

class DealCancelled(_message.Message):
    __slots__ = ("offer",)
    OFFER_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ...) -> None: ...

class DealCompleted(_message.Message):
    __slots__ = ("offer",)
    OFFER_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ...) -> None: ...

class DeliverableRef(_message.Message):
    __slots__ = ("deliverable_id", "type", "state", "draft")
    DELIVERABLE_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    deliverable_id: str
    type: str
    state: _campaigns_pb2.DeliverableState
    draft: int
    def __init__(self, deliverable_id: _Optional[str] = ..., type: _Optional[str] = ..., state: _Optional[_Union[_campaigns_pb2.DeliverableState, str]] = ..., draft: _Optional[int] = ...) -> None: ...

class CancellationRequested(_message.Message):
    __slots__ = ("offer", "side")
    OFFER_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    side: _campaigns_pb2.Side
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ..., side: _Optional[_Union[_campaigns_pb2.Side, str]] = ...) -> None: ...

class DraftSubmitted(_message.Message):
    __slots__ = ("offer", "deliverable", "actor")
    OFFER_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    deliverable: DeliverableRef
    actor: _parties_pb2.ActorRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ..., deliverable: _Optional[_Union[DeliverableRef, _Mapping]] = ..., actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class DraftApproved(_message.Message):
    __slots__ = ("offer", "deliverable", "actor")
    OFFER_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    deliverable: DeliverableRef
    actor: _parties_pb2.ActorRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ..., deliverable: _Optional[_Union[DeliverableRef, _Mapping]] = ..., actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class DraftChangesRequested(_message.Message):
    __slots__ = ("offer", "deliverable", "actor")
    OFFER_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    deliverable: DeliverableRef
    actor: _parties_pb2.ActorRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ..., deliverable: _Optional[_Union[DeliverableRef, _Mapping]] = ..., actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class CommentAdded(_message.Message):
    __slots__ = ("offer", "deliverable", "author", "comment_id")
    OFFER_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    COMMENT_ID_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    deliverable: DeliverableRef
    author: _parties_pb2.ActorRef
    comment_id: str
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ..., deliverable: _Optional[_Union[DeliverableRef, _Mapping]] = ..., author: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., comment_id: _Optional[str] = ...) -> None: ...

class DeliverablePublished(_message.Message):
    __slots__ = ("offer", "deliverable", "actor")
    OFFER_FIELD_NUMBER: _ClassVar[int]
    DELIVERABLE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    deliverable: DeliverableRef
    actor: _parties_pb2.ActorRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ..., deliverable: _Optional[_Union[DeliverableRef, _Mapping]] = ..., actor: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ...) -> None: ...

class MessageSent(_message.Message):
    __slots__ = ("offer", "author", "message_id")
    OFFER_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    author: _parties_pb2.ActorRef
    message_id: str
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ..., author: _Optional[_Union[_parties_pb2.ActorRef, _Mapping]] = ..., message_id: _Optional[str] = ...) -> None: ...

class OfferAnnounced(_message.Message):
    __slots__ = ("offer",)
    OFFER_FIELD_NUMBER: _ClassVar[int]
    offer: OfferRef
    def __init__(self, offer: _Optional[_Union[OfferRef, _Mapping]] = ...) -> None: ...
