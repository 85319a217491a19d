from google.protobuf import descriptor_pb2 as _descriptor_pb2
from protos.callboard.api.v1 import api_pb2 as _api_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DelegableScope(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DELEGABLE_SCOPE_UNSPECIFIED: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_PROFILE_READ: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_RATES_READ: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_RATES_WRITE: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_AUDIENCE_READ: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_METRICS_READ: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_METRICS_IMPORT: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_OFFERS_READ: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_OFFERS_NEGOTIATE: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_OFFERS_ACCEPT: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_DELIVERABLES_WRITE: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_PAYMENTS_READ: _ClassVar[DelegableScope]
    DELEGABLE_SCOPE_MARKETPLACE_PROFILE_WRITE: _ClassVar[DelegableScope]

class Scope(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SCOPE_UNSPECIFIED: _ClassVar[Scope]
    SCOPE_MARKETPLACE_PROFILE_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_RATES_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_RATES_WRITE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_AUDIENCE_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_METRICS_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_METRICS_IMPORT: _ClassVar[Scope]
    SCOPE_MARKETPLACE_OFFERS_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_OFFERS_NEGOTIATE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_OFFERS_ACCEPT: _ClassVar[Scope]
    SCOPE_MARKETPLACE_DELIVERABLES_WRITE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_PAYMENTS_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_PROFILE_WRITE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_ROSTER_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_ROSTER_WRITE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_DELEGATIONS_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_DELEGATIONS_WRITE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_CONSENT_WRITE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_ACTIVITY_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_CAMPAIGNS_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_CAMPAIGNS_WRITE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_OPERATOR_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_OPERATOR_WRITE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_DIRECTORY_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_WEBHOOKS_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_WEBHOOKS_WRITE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_EVENTS_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_PEOPLE_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_PEOPLE_WRITE: _ClassVar[Scope]
    SCOPE_MARKETPLACE_APPLICATIONS_READ: _ClassVar[Scope]
    SCOPE_MARKETPLACE_APPLICATIONS_WRITE: _ClassVar[Scope]

class PartyKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PARTY_KIND_UNSPECIFIED: _ClassVar[PartyKind]
    PARTY_KIND_OPERATOR: _ClassVar[PartyKind]
    PARTY_KIND_AGENCY: _ClassVar[PartyKind]
    PARTY_KIND_BRAND: _ClassVar[PartyKind]
    PARTY_KIND_CREATOR: _ClassVar[PartyKind]
DELEGABLE_SCOPE_UNSPECIFIED: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_PROFILE_READ: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_RATES_READ: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_RATES_WRITE: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_AUDIENCE_READ: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_METRICS_READ: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_METRICS_IMPORT: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_OFFERS_READ: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_OFFERS_NEGOTIATE: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_OFFERS_ACCEPT: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_DELIVERABLES_WRITE: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_PAYMENTS_READ: DelegableScope
DELEGABLE_SCOPE_MARKETPLACE_PROFILE_WRITE: DelegableScope
SCOPE_UNSPECIFIED: Scope
SCOPE_MARKETPLACE_PROFILE_READ: Scope
SCOPE_MARKETPLACE_RATES_READ: Scope
SCOPE_MARKETPLACE_RATES_WRITE: Scope
SCOPE_MARKETPLACE_AUDIENCE_READ: Scope
SCOPE_MARKETPLACE_METRICS_READ: Scope
SCOPE_MARKETPLACE_METRICS_IMPORT: Scope
SCOPE_MARKETPLACE_OFFERS_READ: Scope
SCOPE_MARKETPLACE_OFFERS_NEGOTIATE: Scope
SCOPE_MARKETPLACE_OFFERS_ACCEPT: Scope
SCOPE_MARKETPLACE_DELIVERABLES_WRITE: Scope
SCOPE_MARKETPLACE_PAYMENTS_READ: Scope
SCOPE_MARKETPLACE_PROFILE_WRITE: Scope
SCOPE_MARKETPLACE_ROSTER_READ: Scope
SCOPE_MARKETPLACE_ROSTER_WRITE: Scope
SCOPE_MARKETPLACE_DELEGATIONS_READ: Scope
SCOPE_MARKETPLACE_DELEGATIONS_WRITE: Scope
SCOPE_MARKETPLACE_CONSENT_WRITE: Scope
SCOPE_MARKETPLACE_ACTIVITY_READ: Scope
SCOPE_MARKETPLACE_CAMPAIGNS_READ: Scope
SCOPE_MARKETPLACE_CAMPAIGNS_WRITE: Scope
SCOPE_MARKETPLACE_OPERATOR_READ: Scope
SCOPE_MARKETPLACE_OPERATOR_WRITE: Scope
SCOPE_MARKETPLACE_DIRECTORY_READ: Scope
SCOPE_MARKETPLACE_WEBHOOKS_READ: Scope
SCOPE_MARKETPLACE_WEBHOOKS_WRITE: Scope
SCOPE_MARKETPLACE_EVENTS_READ: Scope
SCOPE_MARKETPLACE_PEOPLE_READ: Scope
SCOPE_MARKETPLACE_PEOPLE_WRITE: Scope
SCOPE_MARKETPLACE_APPLICATIONS_READ: Scope
SCOPE_MARKETPLACE_APPLICATIONS_WRITE: Scope
PARTY_KIND_UNSPECIFIED: PartyKind
PARTY_KIND_OPERATOR: PartyKind
PARTY_KIND_AGENCY: PartyKind
PARTY_KIND_BRAND: PartyKind
PARTY_KIND_CREATOR: PartyKind
IN_WORDS_FIELD_NUMBER: _ClassVar[int]
in_words: _descriptor.FieldDescriptor
RULE_FIELD_NUMBER: _ClassVar[int]
rule: _descriptor.FieldDescriptor

class Rule(_message.Message):
    __slots__ = ("public", "services", "parties", "creator_field", "scope", "shown_field", "any_scope", "reading")
    PUBLIC_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    PARTIES_FIELD_NUMBER: _ClassVar[int]
    CREATOR_FIELD_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SHOWN_FIELD_FIELD_NUMBER: _ClassVar[int]
    ANY_SCOPE_FIELD_NUMBER: _ClassVar[int]
    READING_FIELD_NUMBER: _ClassVar[int]
    public: bool
    services: _containers.RepeatedScalarFieldContainer[str]
    parties: _containers.RepeatedScalarFieldContainer[PartyKind]
    creator_field: str
    scope: Scope
    shown_field: str
    any_scope: bool
    reading: bool
    def __init__(self, public: _Optional[bool] = ..., services: _Optional[_Iterable[str]] = ..., parties: _Optional[_Iterable[_Union[PartyKind, str]]] = ..., creator_field: _Optional[str] = ..., scope: _Optional[_Union[Scope, str]] = ..., shown_field: _Optional[str] = ..., any_scope: _Optional[bool] = ..., reading: _Optional[bool] = ...) -> None: ...
