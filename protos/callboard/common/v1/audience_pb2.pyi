from protos.callboard.api.v1 import api_pb2 as _api_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

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

class GenderWeight(_message.Message):
    __slots__ = ("bucket", "weight")
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    bucket: Gender
    weight: float
    def __init__(self, bucket: _Optional[_Union[Gender, str]] = ..., weight: _Optional[float] = ...) -> None: ...

class AgeWeight(_message.Message):
    __slots__ = ("bucket", "weight")
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    bucket: AgeGroup
    weight: float
    def __init__(self, bucket: _Optional[_Union[AgeGroup, str]] = ..., weight: _Optional[float] = ...) -> None: ...

class CountryWeight(_message.Message):
    __slots__ = ("bucket", "weight")
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    bucket: str
    weight: float
    def __init__(self, bucket: _Optional[str] = ..., weight: _Optional[float] = ...) -> None: ...

class DimensionWeights(_message.Message):
    __slots__ = ("gender", "age", "country")
    GENDER_FIELD_NUMBER: _ClassVar[int]
    AGE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    gender: float
    age: float
    country: float
    def __init__(self, gender: _Optional[float] = ..., age: _Optional[float] = ..., country: _Optional[float] = ...) -> None: ...

class Target(_message.Message):
    __slots__ = ("gender", "age", "country", "weights")
    GENDER_FIELD_NUMBER: _ClassVar[int]
    AGE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    gender: _containers.RepeatedCompositeFieldContainer[GenderWeight]
    age: _containers.RepeatedCompositeFieldContainer[AgeWeight]
    country: _containers.RepeatedCompositeFieldContainer[CountryWeight]
    weights: DimensionWeights
    def __init__(self, gender: _Optional[_Iterable[_Union[GenderWeight, _Mapping]]] = ..., age: _Optional[_Iterable[_Union[AgeWeight, _Mapping]]] = ..., country: _Optional[_Iterable[_Union[CountryWeight, _Mapping]]] = ..., weights: _Optional[_Union[DimensionWeights, _Mapping]] = ...) -> None: ...
