"""That an agency keeps an owner, whoever removes or lowers others at the same moment.

Who is an owner stands with each person, in documents of their own. So whoever is to be one no longer is noted
first in one document of the agency, and those who are noted there do not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.shared.codes import ErrorCode
from services.shared.errors import Conflict


@dataclass(frozen=True)
class Departure:
    """That a person is about to be an owner no longer, by the change that follows on `version` of her."""

    person_id: str
    version: int


@dataclass(frozen=True)
class Departures:
    """The owners of an agency, whose id it has, who are about to be so no longer."""

    id: str
    leaving: tuple[Departure, ...] = ()
    version: int = 0


def depart(departures: Departures, owners: Mapping[str, int], person_id: str) -> Departures:
    """With one more owner who leaves; raises Conflict where no other stays.

    `owners` are the present ones with their versions. A departure from another version than the present one
    has happened, or never will.
    """
    pending = tuple(each for each in departures.leaving if owners.get(each.person_id) == each.version)
    away = {each.person_id for each in pending} | {person_id}
    if owners.keys() <= away:
        raise Conflict(
            "An agency keeps its last owner; make another person owner first.", code=ErrorCode.LAST_OWNER
        )
    departure = Departure(person_id, owners[person_id])
    return replace(departures, leaving=(*(each for each in pending if each != departure), departure))
