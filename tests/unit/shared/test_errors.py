"""The error table, and the collector of problems."""

from __future__ import annotations

import grpc
import pytest

from services.shared import errors
from services.shared.codes import FieldCode
from services.shared.errors import (
    CLASSES_BY_KIND,
    KINDS_BY_CLASS,
    CallboardError,
    FieldError,
    Invalid,
    Problems,
)

KINDS = sorted(CLASSES_BY_KIND)


def test_every_class_of_the_family_has_a_row() -> None:
    family = {
        each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, CallboardError) and each is not CallboardError
    }
    assert family == set(KINDS_BY_CLASS) == set(CLASSES_BY_KIND.values())


def test_no_kind_and_no_http_status_occurs_twice() -> None:
    assert len(CLASSES_BY_KIND) == len(KINDS_BY_CLASS)
    statuses = [each.http_status for each in KINDS_BY_CLASS]
    assert sorted(set(statuses)) == sorted(statuses)


def test_every_status_that_the_api_names_has_a_kind() -> None:
    named = {400, 401, 403, 404, 409, 412, 422, 428, 429, 503}
    assert named <= {each.http_status for each in KINDS_BY_CLASS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_complete(kind: str) -> None:
    cls = CLASSES_BY_KIND[kind]
    error = cls("Something.")
    assert (error.kind, error.detail, str(error), error.errors) == (kind, "Something.", "Something.", ())
    assert hasattr(grpc.StatusCode, cls.grpc_code)
    assert grpc.StatusCode[cls.grpc_code] is not grpc.StatusCode.OK
    assert cls.title
    assert error.code == cls.general
    assert cls.general.status == cls.http_status


def test_problems_are_collected_and_raised_at_once() -> None:
    problems = Problems()
    assert problems.require(True, "a", "fine", FieldCode.WRONG_TYPE)
    assert not problems.require(False, "b", "must be b", FieldCode.WRONG_TYPE)
    for field in ("c", "d", "e"):
        problems.require(False, field, "must be right", FieldCode.WRONG_FORMAT)
    with pytest.raises(Invalid) as raised:
        problems.check()
    assert [each.field for each in raised.value.errors] == ["b", "c", "d", "e"]
    assert raised.value.errors[0] == FieldError("b", "must be b", FieldCode.WRONG_TYPE)
    assert {each.code for each in raised.value.errors[1:]} == {"wrong_format"}
    assert raised.value.detail == "b: must be b (and 3 more)"


def test_one_problem_stands_alone_and_none_raises_nothing() -> None:
    problems = Problems()
    problems.check()
    problems.require(False, "b", "must be b", FieldCode.WRONG_TYPE)
    with pytest.raises(Invalid, match=r"^b: must be b$"):
        problems.check()
