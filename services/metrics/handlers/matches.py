"""Holds audiences against a target: that of one creator, and those of a roster, best first.

What may be read of a roster is roster's to say, which is asked at each page. The newest breakdown of each
creator is then read in bulk and scored; the reasons are made for those on the page.
"""

from __future__ import annotations

from collections.abc import Collection

from services.metrics.domain.audience import Breakdown
from services.metrics.domain.match import AudienceMatch, Goal, Score, match, score
from services.metrics.domain.targets import Target, check_target
from services.metrics.roster import Letting, Roster
from services.metrics.store import Store
from services.shared.codes import FieldCode
from services.shared.errors import invalid
from services.shared.paging import Page, PageRequest

Place = tuple[int, float, float, str]
"""A place in a ranking: whether there is no score, the score, how much is known, the creator."""

PLACE = (int, int | float, int | float, str)
"""The types of a place, as a cursor carries it."""


def match_audience(store: Store, *, creator_id: str, target: Target) -> AudienceMatch:
    """How well the creator's newest audience fits the target, and why; raises Invalid."""
    check_target(target)
    return match(creator_id, Goal(target), store.latest_audience(creator_id))


def match_roster(
    store: Store,
    roster: Roster,
    *,
    agency_id: str,
    target: Target,
    creator_ids: Collection[str],
    request_id: str,
    page: PageRequest,
    limited_to: Collection[str] = (),
) -> Page[AudienceMatch]:
    """The creators who let the agency read their audience now, in the order of their scores.

    Of `creator_ids`, where any are named, and of those only whom the person who asks may see, where she is
    `limited_to` some. Raises Invalid where that are too many to be ranked at once.
    """
    check_target(target)
    letting = _letting(roster, agency_id, creator_ids, limited_to, request_id)
    if letting.more:
        message = "must name some of your creators: too many let you read their audience to rank all at once"
        raise invalid("creator_ids", message, FieldCode.REQUIRED)
    found = store.latest_breakdowns(letting.creator_ids)
    goal = Goal(target)
    places = _ranked(goal, letting.creator_ids, found, page)
    matches = [match(each[-1], goal, found.get(each[-1])) for each in places]
    return page.cut(matches, _place_of)


def _letting(
    roster: Roster,
    agency_id: str,
    creator_ids: Collection[str],
    limited_to: Collection[str],
    request_id: str,
) -> Letting:
    if not limited_to:
        return roster.letting(agency_id, creator_ids, request_id)
    reached = sorted(set(creator_ids) & set(limited_to)) if creator_ids else sorted(limited_to)
    # To name nobody would be to ask for everybody.
    return roster.letting(agency_id, reached, request_id) if reached else Letting(frozenset())


def _ranked(
    goal: Goal, creator_ids: Collection[str], found: dict[str, Breakdown], page: PageRequest
) -> list[Place]:
    """The places on the page, and one more."""

    def order(place: Place) -> Place:
        sign = -1 if page.descending else 1
        return place[0], sign * place[1], -place[2], place[3]

    places = [_place(score(goal, found.get(each)), each) for each in creator_ids]
    behind = order(page.after) if page.after else None
    following = (each for each in places if behind is None or order(each) > behind)
    return sorted(following, key=order)[: page.limit]


def _place_of(found: AudienceMatch) -> Place:
    return _place(Score(found.score, found.known), found.creator_id)


def _place(found: Score, creator_id: str) -> Place:
    return int(found.value is None), found.value or 0.0, found.known, creator_id
