"""The score of an audience against a target, what is missing, and the reasons in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.domain.audience import Breakdown, Dimensions, Share
from services.metrics.domain.match import AudienceMatch, Goal, match, score
from services.metrics.domain.reasons import ReasonKind
from services.metrics.domain.targets import DIMENSIONS, DimensionWeights, Target, Weight, check_target
from services.shared.errors import Invalid
from tests.fakes.clock import START

Buckets = dict[str, float]


def target(weights: DimensionWeights | None = None, **dimensions: Buckets) -> Target:
    """A target with these weights of buckets."""
    given: Any = {name: tuple(Weight(*each) for each in found.items()) for name, found in dimensions.items()}
    return Target(**given, weights=weights)


def audience(**dimensions: Buckets) -> Breakdown:
    """A breakdown with these shares."""
    given: Any = {name: tuple(Share(*each) for each in found.items()) for name, found in dimensions.items()}
    return Breakdown(START, "operator", Dimensions(**given), "export")


def matched(wanted: Target, found: Breakdown | None) -> AudienceMatch:
    """The match of a creator; her score is the same alone."""
    goal = Goal(wanted)
    whole, alone = match("cr_1", goal, found), score(goal, found)
    assert (whole.score, whole.known) == (alone.value, alone.known)
    return whole


def test_dimensions_count_the_same_unless_weights_are_given() -> None:
    wanted = target(gender={"FEMALE": 1}, country={"ES": 0.5, "MX": 0.5})
    found = audience(gender={"FEMALE": 0.8, "MALE": 0.2}, country={"ES": 0.4, "US": 0.6})
    assert matched(wanted, found).score == pytest.approx((0.8 + 0.4) / 2)
    weighted = replace(wanted, weights=DimensionWeights(gender=0.25, age=1.0))
    assert matched(weighted, found).score == pytest.approx(0.2 * 0.8 + 0.8 * 0.4)
    assert [each.weight for each in matched(weighted, found).dimensions] == [0.2, 0.8]
    assert matched(replace(wanted, weights=DimensionWeights(country=0.0)), found).score == 0.8


def test_weights_of_buckets_are_taken_in_proportion() -> None:
    found = audience(country={"ES": 0.6, "MX": 0.4})
    assert matched(target(country={"ES": 0.3, "MX": 0.2}), found).score == pytest.approx(1.0)


def test_reasons_in_words_and_in_parts() -> None:
    wanted = target(country={"ES": 0.6, "MX": 0.4}, gender={"FEMALE": 1.0})
    found = matched(wanted, audience(gender={"FEMALE": 1.0}, country={"ES": 0.5, "MX": 0.12, "US": 0.38}))
    assert found.reasons == (
        "12% of her audience is in MX, of 40% wanted.",
        "50% of her audience is in ES, of 60% wanted.",
        "100% of her audience is female, of 100% wanted.",
        "62% of her audience is in ES or MX, of 100% wanted.",
    )
    main = found.main_reason
    assert (main.kind, main.dimension, main.buckets) == (ReasonKind.SHORT, "country", ("MX",))
    assert (main.wanted, main.has, main.at_most) == (0.4, 0.12, None)
    assert [each.bucket for each in found.missing] == ["MX", "ES"]
    assert found.missing[0].short == pytest.approx(0.28)
    assert (found.captured_at, found.source, found.note) == (START, "operator", "export")


def test_where_one_bucket_is_wanted_its_sentence_says_what_is_short() -> None:
    found = matched(target(gender={"MALE": 1.0}), audience(gender={"FEMALE": 0.996, "MALE": 0.004}))
    assert found.reasons == ("less than 1% of her audience is male, of 100% wanted.",)


def test_older_age_data_is_said_in_words() -> None:
    wanted = target(age={"25-34": 0.5, "45-54": 0.5})
    found = matched(wanted, audience(age={"25-34": 0.7, "35+": 0.3}))
    assert found.score == pytest.approx(0.5 / 0.7)
    assert found.known == pytest.approx(0.7)
    assert (
        "How much of her audience is aged 45-54 the data does not tell apart from 35+: "
        "it is 30% at most, and 50% is wanted."
    ) in found.reasons
    assert [(each.bucket, each.has, each.at_most) for each in found.missing] == [("45-54", None, 0.3)]


def test_nothing_but_what_is_not_told_apart() -> None:
    found = matched(target(age={"45-54": 1.0}), audience(age={"35+": 1.0}))
    assert (found.score, found.known) == (None, 0.0)
    assert found.reason == found.dimensions[0].reason == "the data does not tell these buckets apart"
    assert found.missing == ()


def test_a_dimension_without_data_does_not_count_and_is_said() -> None:
    wanted = target(gender={"FEMALE": 1.0}, age={"18-24": 1.0})
    found = matched(wanted, audience(gender={"FEMALE": 0.8, "MALE": 0.2}))
    assert (found.score, found.known) == (0.8, 0.5)
    (_, age) = found.dimensions
    assert (age.overlap, age.known, age.reason) == (None, 0.0, "no data")
    assert [(each.bucket, each.wanted, each.has) for each in age.buckets] == [("18-24", 1.0, None)]
    assert found.reasons[0] == "Nothing is known of her audience by age."
    assert [each.dimension for each in found.missing] == ["gender"]


def test_without_an_audience_there_is_no_score() -> None:
    found = matched(target(gender={"FEMALE": 1.0}), None)
    assert (found.score, found.reason, found.known) == (None, "no data", 0.0)
    assert (found.reasons, found.source) == (("Nothing is known of her audience.",), "none")
    assert found.main_reason.kind is ReasonKind.NO_AUDIENCE
    assert [each.reason for each in found.dimensions] == ["no data"]


def test_one_sentence_names_five_buckets_at_most() -> None:
    codes = ["ES", "MX", "AR", "US", "PT", "CL", "PE"]
    wanted, found = dict.fromkeys(codes, 1.0), dict.fromkeys(codes, 1 / 7)
    assert matched(target(country=wanted), audience(country=found)).reasons[0] == (
        "100% of her audience is in ES, MX, AR, US, PT or 2 more, of 100% wanted."
    )


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Target(), "target"),
        (target(gender={"MALE": 0.0}), "target.gender"),
        (target(gender={"MALE": 5e-324}), "target.gender"),
        (target(country={"ES": float("nan")}), "target.country"),
        (target(country={"ES": float("inf")}), "target.country"),
        (target(country={"ES": -0.5, "MX": 1.0}), "target.country"),
        (Target(age=(Weight("55+", 0.2), Weight("55+", 0.4))), "target.age"),
        (target(DimensionWeights(age=0.0), age={"55+": 1.0}), "target.weights"),
        (target(DimensionWeights(age=float("nan")), age={"55+": 1.0}), "target.weights"),
    ],
)
def test_a_target_that_nothing_can_be_matched_with(wanted: Target, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_target(wanted)
    assert [each.field for each in caught.value.errors] == [field]


NAMES = {"gender": ("FEMALE", "MALE"), "age": ("18-24", "45-54", "35+"), "country": ("ES", "MX", "Others")}
WEIGHTS = st.floats(0, 1)


def buckets(name: str) -> st.SearchStrategy[Buckets]:
    """Weights of some buckets of a dimension, or none of it."""
    return st.dictionaries(st.sampled_from(NAMES[name]), WEIGHTS, max_size=3)


TARGETS = st.builds(
    target,
    st.builds(DimensionWeights, *[st.none() | WEIGHTS] * 3),
    **{name: buckets(name) for name in DIMENSIONS},
)
AUDIENCES = st.none() | st.builds(
    audience,
    **{
        name: buckets(name).map(lambda found: {each: share / 3 for each, share in found.items()})
        for name in DIMENSIONS
    },
)


@given(TARGETS, AUDIENCES)
def test_a_match_is_within_bounds_and_says_why(wanted: Target, found: Breakdown | None) -> None:
    try:
        check_target(wanted)
    except Invalid:
        return
    answer = matched(wanted, found)
    assert (answer.score is None) == bool(answer.reason)
    assert answer.score is None or 0.0 <= answer.score <= 1.0
    assert 0.0 <= answer.known <= 1.0
    assert sum(each.weight for each in answer.dimensions) == pytest.approx(1.0)
    assert all((each.overlap is None) == bool(each.reason) for each in answer.dimensions)
    assert answer.reasons
    assert all(answer.reasons)
    assert all(0.0 < each.short <= 1.0 for each in answer.missing)


@given(TARGETS, AUDIENCES)
def test_the_order_of_buckets_does_not_change_the_score(wanted: Target, found: Breakdown | None) -> None:
    try:
        check_target(wanted)
    except Invalid:
        return
    turned = replace(wanted, **{name: getattr(wanted, name)[::-1] for name in DIMENSIONS})
    assert score(Goal(turned), found) == score(Goal(wanted), found)
