from protos.callboard.api.v1 import api_pb2 as _api_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class Gender(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GENDER_UNSPECIFIED: _ClassVar[Gender]
    GENDER_FEMALE: _ClassVar[Gender]
    GENDER_MALE: _ClassVar[Gender]
    GENDER_OTHER: _ClassVar[Gender]

class AgeGroup(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AGE_GROUP_UNSPECIFIED: _ClassVar[AgeGroup]
    AGE_GROUP_FROM_18_TO_24: _ClassVar[AgeGroup]
    AGE_GROUP_FROM_25_TO_34: _ClassVar[AgeGroup]
    AGE_GROUP_FROM_35_TO_44: _ClassVar[AgeGroup]
    AGE_GROUP_FROM_45_TO_54: _ClassVar[AgeGroup]
    AGE_GROUP_FROM_55: _ClassVar[AgeGroup]
    AGE_GROUP_FROM_35: _ClassVar[AgeGroup]
GENDER_UNSPECIFIED: Gender
GENDER_FEMALE: Gender
GENDER_MALE: Gender
GENDER_OTHER: Gender
AGE_GROUP_UNSPECIFIED: AgeGroup
AGE_GROUP_FROM_18_TO_24: AgeGroup
AGE_GROUP_FROM_25_TO_34: AgeGroup
AGE_GROUP_FROM_35_TO_44: AgeGroup
AGE_GROUP_FROM_45_TO_54: AgeGroup
AGE_GROUP_FROM_55: AgeGroup
AGE_GROUP_FROM_35: AgeGroup
