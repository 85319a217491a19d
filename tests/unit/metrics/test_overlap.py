"""How far an audience covers what is wanted in a dimension, and how much of that is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.domain.overlap import Overlap, Wanted

COUNTRIES = ("ES", "MX", "AR", "US", "PT", "Others")
AGES = ("18-24", "25-34", "35-44", "45-54", "55+", "35+")
GENDERS = ("FEMALE", "MALE", "OTHER")


def overlap(wanted: dict[str, float], shares: dict[str, float]) -> Overlap:
    """The shares of an audience held against what is wanted."""
    return Wanted(wanted).overlap(shares)


def test_the_very_distribution_that_is_wanted() -> None:
    found = overlap({"ES": 0.6, "MX": 0.4}, {"ES": 0.6, "MX": 0.4})
    assert (found.value, found.known) == (1.0, 1.0)


def test_nothing_of_what_is_wanted() -> None:
    found = overlap({"ES": 1.0}, {"US": 1.0})
    assert (found.value, found.known) == (0.0, 1.0)
    assert (found.buckets[0].has, found.buckets[0].short) == (0.0, 1.0)


def test_the_intersection_of_two_histograms() -> None:
    found = overlap({"ES": 0.6, "MX": 0.4}, {"ES": 0.5, "MX": 0.12, "US": 0.38})
    assert found.value == pytest.approx(0.62)
    assert [each.has for each in found.buckets] == [0.5, 0.12]
    assert [each.short for each in found.buckets] == pytest.approx([0.1, 0.28])


def test_older_data_that_ends_in_35_does_not_tell_who_is_45() -> None:
    found = overlap({"25-34": 0.5, "45-54": 0.5}, {"25-34": 0.5, "35+": 0.5})
    (young, older) = found.buckets
    assert (young.has, older.has, older.at_most, older.short) == (0.5, None, 0.5, 0.0)
    assert (found.known, found.value) == (0.5, 1.0)


def test_what_could_not_be_there_is_lacking() -> None:
    found = overlap({"45-54": 1.0}, {"25-34": 0.9, "35+": 0.1})
    assert found.known == pytest.approx(0.9)
    assert found.value == 0.0
    assert found.buckets[0].short == pytest.approx(0.9)


def test_older_data_that_has_nobody_from_35_on_tells_that() -> None:
    found = overlap({"45-54": 1.0}, {"25-34": 1.0, "35+": 0.0})
    assert (found.known, found.value, found.buckets[0].has) == (1.0, 0.0, 0.0)


def test_a_coarse_wish_is_met_by_fine_data() -> None:
    found = overlap({"35+": 1.0}, {"18-24": 0.4, "35-44": 0.3, "45-54": 0.2, "55+": 0.1})
    assert found.value == pytest.approx(0.6)
    assert found.known == 1.0


def test_a_coarse_wish_beside_a_fine_one_means_the_others() -> None:
    found = overlap({"35+": 0.5, "45-54": 0.5}, {"35-44": 0.3, "45-54": 0.6, "55+": 0.1})
    assert {each.bucket: each.has for each in found.buckets} == {"35+": pytest.approx(0.4), "45-54": 0.6}


def test_a_coarse_wish_and_coarse_data() -> None:
    found = overlap({"35+": 1.0}, {"18-24": 0.4, "35+": 0.6})
    assert (found.value, found.known) == (0.6, 1.0)


def test_other_countries_are_those_that_the_target_does_not_name() -> None:
    found = overlap({"US": 0.6, "Others": 0.4}, {"US": 0.6, "ES": 0.3, "Others": 0.1})
    assert found.value == pytest.approx(1.0)
    assert found.known == 1.0


def test_a_country_that_is_not_listed_may_be_among_the_others() -> None:
    found = overlap({"MX": 0.5, "PT": 0.5}, {"MX": 0.5, "US": 0.45, "Others": 0.05})
    assert found.buckets[1].has is None
    assert found.buckets[1].at_most == 0.05
    assert found.buckets[1].short == pytest.approx(0.45)
    assert found.value == pytest.approx(0.5 / 0.95)


def test_what_the_shares_lack_to_one_may_be_anywhere_that_is_not_listed() -> None:
    found = overlap({"FEMALE": 0.6, "MALE": 0.4}, {"FEMALE": 0.6})
    assert found.known == pytest.approx(0.6)
    assert found.value == pytest.approx(1.0)
    assert found.buckets[1].at_most == pytest.approx(0.4)


def test_what_rounding_takes_is_nothing() -> None:
    assert overlap({"MALE": 1.0}, {"FEMALE": 0.9995}).value == 0.0


def test_the_rest_is_not_where_35_would_hold_it() -> None:
    found = overlap({"45-54": 1.0}, {"25-34": 0.5, "35+": 0.2})
    assert found.buckets[0].at_most == 0.2


def test_a_rest_may_be_in_a_coarse_wish_only_where_that_is_not_listed_whole() -> None:
    whole = {"35-44": 0.2, "45-54": 0.2, "55+": 0.2}
    assert overlap({"35+": 1.0}, whole).known == 1.0
    assert overlap({"35+": 1.0}, {"35-44": 0.2}).buckets[0].at_most == pytest.approx(1.0)
    assert overlap({"Others": 1.0}, {"ES": 0.6}).buckets[0].has == pytest.approx(1.0)
    assert overlap({"Others": 0.5, "PT": 0.5}, {"ES": 0.6}).known == pytest.approx(0.6)


def test_nothing_is_known_where_nothing_is_told_apart() -> None:
    found = overlap({"45-54": 0.5, "55+": 0.5}, {"35+": 1.0})
    assert (found.known, found.value) == (0.0, None)


def distribution(buckets: tuple[str, ...], *, whole: bool) -> st.SearchStrategy[dict[str, float]]:
    """Shares of some buckets, each named once, which add up to 1, or to less."""

    def shared(weights: dict[str, int], rest: int) -> dict[str, float]:
        total = sum(weights.values()) + rest
        return {bucket: weight / total for bucket, weight in weights.items()}

    weights = st.dictionaries(st.sampled_from(buckets), st.integers(0, 50), min_size=1).filter(
        lambda found: sum(found.values()) > 0
    )
    return st.builds(shared, weights, st.just(0) if whole else st.integers(0, 60))


PAIRS = st.sampled_from([COUNTRIES, AGES, GENDERS]).flatmap(
    lambda buckets: st.tuples(distribution(buckets, whole=True), distribution(buckets, whole=False))
)


def bounds(found: Overlap) -> tuple[float, float]:
    """What is covered if nothing that is unclear is there, and if all of it is."""
    return found.covered, found.covered + 1.0 - found.known


@given(PAIRS)
def test_it_is_within_bounds(pair: tuple[dict[str, float], dict[str, float]]) -> None:
    found = overlap(*pair)
    assert 0.0 <= found.known <= 1.0
    assert 0.0 <= found.covered <= 1.0
    for each in found.buckets:
        assert (each.has is None) != (each.at_most is None)
        assert 0.0 <= each.short <= each.wanted
    if found.value is None:
        assert found.known == 0.0
        return
    lowest, highest = bounds(found)
    assert 0.0 <= found.value <= 1.0
    assert lowest - 1e-9 <= found.value <= highest + 1e-9


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_buckets_means_nothing(
    pair: tuple[dict[str, float], dict[str, float]], chance: object
) -> None:
    def shuffled(shares: dict[str, float]) -> dict[str, float]:
        items = list(shares.items())
        chance.shuffle(items)  # type: ignore[attr-defined]
        return dict(items)

    found, other = overlap(*pair), overlap(*map(shuffled, pair))
    assert (found.covered, found.known) == (other.covered, other.known)
    assert {each.bucket: each for each in found.buckets} == {each.bucket: each for each in other.buckets}


@given(st.sampled_from([COUNTRIES, AGES, GENDERS]).flatmap(lambda each: distribution(each, whole=True)))
def test_an_identical_distribution_is_one(shares: dict[str, float]) -> None:
    found = overlap(shares, shares)
    assert found.value is None or found.value == pytest.approx(1.0)
    if not {"35+", "Others"} & set(shares):
        assert found.known == pytest.approx(1.0)


@given(PAIRS, st.floats(0.01, 5))
def test_more_weight_on_what_she_lacks_never_raises_it(
    pair: tuple[dict[str, float], dict[str, float]], more: float
) -> None:
    wanted, shares = pair
    # Listed with nothing, so that it is known that she lacks it.
    lacked = "18-24" if set(wanted) & set(AGES) else "OTHER" if set(wanted) & set(GENDERS) else "AR"
    shares[lacked] = 0.0
    before = overlap(wanted, shares)
    grown = {**wanted, lacked: wanted.get(lacked, 0.0) + more}
    after = overlap({bucket: weight / (1 + more) for bucket, weight in grown.items()}, shares)
    assert after.value is not None
    if before.value is not None:
        assert after.value <= before.value + 1e-9


@given(distribution(AGES, whole=True), distribution(AGES[:-1], whole=True))
def test_what_is_left_open_contains_what_finer_data_says(
    wanted: dict[str, float], fine: dict[str, float]
) -> None:
    older = ("35-44", "45-54", "55+")
    coarse = {bucket: share for bucket, share in fine.items() if bucket not in older}
    coarse["35+"] = sum(fine.get(each, 0.0) for each in older)
    lowest, highest = bounds(overlap(wanted, coarse))
    assert lowest - 1e-9 <= overlap(wanted, fine).covered <= highest + 1e-9
