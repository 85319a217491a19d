"""What use cases ask of the store; the one on MongoDB and the fake of the tests are checked against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from services.roster.domain.activity import Activity, Checkpoint
from services.roster.domain.delegations import Change, Changed, Delegation, DelegationState
from services.roster.domain.directory import PortfolioVideo
from services.roster.domain.pairs import Pair
from services.roster.domain.parties import Party, PartyKey, PartyName
from services.roster.domain.rates import RateCard
from services.roster.domain.refusals import Tallied, Tally
from services.roster.domain.roster import Labels, Selection, Standing
from services.roster.domain.search import Search
from services.roster.store.people_port import PeopleStore
from services.roster.store.sessions_port import SessionsStore
from services.shared.commands import Repository
from services.shared.due import Position
from services.shared.hashchain import Head
from services.shared.paging import PageRequest


class Store(PeopleStore, SessionsStore, Protocol):
    """The service's data: a repository per aggregate, and the queries that its use cases ask."""

    @property
    def parties(self) -> Repository[Party]:
        """Parties, creators among them."""
        ...

    def claim_handle(self, handle: str, creator_id: str) -> str:
        """The id of the creator whose the handle is: `creator_id`, unless it was claimed before."""
        ...

    def names_of(self, party_ids: Iterable[str]) -> dict[str, PartyName]:
        """What these parties are called, by id; unknown ones are left out."""
        ...

    @property
    def pairs(self) -> Repository[Pair]:
        """What is open between an agency and a creator."""
        ...

    @property
    def rate_cards(self) -> Repository[RateCard]:
        """Rate cards in force."""
        ...

    @property
    def labels(self) -> Repository[Labels]:
        """Tags and notes of agencies on creators."""
        ...

    def pairs_of(self, creator_id: str) -> list[Pair]:
        """The pairs of the creator with agencies to whom she has granted something that has not ended."""
        ...

    def pairs_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Pair]:
        """The pairs of the agency with these creators, of whom some may have none."""
        ...

    def record(self, pair: Pair) -> None:
        """Gives each change of a pair's latest write its records. Several may do it at once, and again."""
        ...

    def unrecorded_pairs(self) -> Iterator[Pair]:
        """The pairs with changes that have no records of their own yet."""
        ...

    def overdue_pairs(self, now: datetime, after: Position | None, limit: int) -> list[Position]:
        """Passed end dates with the id of the pair, the oldest first, behind `after`."""
        ...

    def delegation(self, delegation_id: str) -> Delegation | None:
        """The record of a delegation."""
        ...

    def changes_of(self, delegation_id: str) -> list[Change]:
        """The recorded changes of a delegation, oldest first."""
        ...

    def delegations_of(
        self,
        party: PartyKey,
        state: DelegationState | None,
        page: PageRequest,
        limited_to: frozenset[str] = frozenset(),
    ) -> list[Delegation]:
        """The delegations of an agency or a creator for a page, and one more, only by `limited_to` if any."""
        ...

    def on_roster(self, wanted: Selection) -> list[Standing]:
        """What is in force, at least all whose lines belong on the page."""
        ...

    def show_creator(self, creator_id: str) -> None:
        """Brings the copies on her open delegations up to date; repeated or late, it spoils nothing."""
        ...

    def touch_lines(self, creator_id: str, agency_id: str = "") -> None:
        """Notes that what rosters show of her, or that of one agency, changes now."""
        ...

    def show_rates(self, creator_id: str) -> None:
        """As `show_creator`, for what is copied of her rate card."""
        ...

    def active_delegations_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Delegation]:
        """The agency's delegations in the state active by these creators; some may be past their end."""
        ...

    def changed_delegations(self, agency_id: str, after: Position, limit: int) -> list[Changed]:
        """Up to `limit` of the agency's grants in the order of their last change, behind `after`."""
        ...

    def rate_cards_of(self, creator_ids: Iterable[str]) -> dict[str, RateCard]:
        """The cards in force, by creator."""
        ...

    def keep_rate_card(self, card: RateCard) -> None:
        """Keeps a card that is in force for the time when it is not; done before, it stays done."""
        ...

    def former_rate_cards(self, creator_id: str, below: int, page: PageRequest) -> list[RateCard]:
        """The kept cards of versions under `below` for a page, and one more."""
        ...

    def append_activities(self, entries: Sequence[Activity], now: datetime) -> list[Activity]:
        """Adds linked entries, at most one a creator; returns those whose place was taken."""
        ...

    def heads(self, creator_ids: Collection[str]) -> dict[str, Head]:
        """The newest entry of each creator's log, by creator; those without one are left out."""
        ...

    def activity(self, creator_id: str, actor_id: str, page: PageRequest) -> list[Activity]:
        """Entries for a page, and one more; of one actor where named."""
        ...

    def records(self, creator_id: str, after: int, limit: int) -> list[dict[str, Any]]:
        """Up to `limit` entries as the API shows them, in ascending order, above sequence `after`."""
        ...

    def written_since(self, after: datetime, until: datetime, limit: int) -> list[tuple[datetime, str]]:
        """When entries were written, and in whose log: up to `limit`, after one moment and up to another."""
        ...

    def append_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Adds a checkpoint; the same one twice is one."""
        ...

    def checkpoints(
        self, creator_id: str, page: PageRequest, sequence: int | None = None
    ) -> list[Checkpoint]:
        """Checkpoints for a page, and one more; of one entry where named."""
        ...

    def checkpoint_hashes(self, creator_id: str, after: int, until: int) -> list[tuple[int, str]]:
        """Sequence and hash of the checkpoints above one sequence and up to another."""
        ...

    def checkpoints_up_to(self) -> datetime | None:
        """Until when everything that was written has been looked at for checkpoints."""
        ...

    def put_checkpoints_up_to(self, at: datetime) -> None:
        """Notes it; it never goes back."""
        ...

    def note_refusal(self, tally: Tally, entry: Activity) -> bool:
        """Whether the refusal has to be logged now; otherwise it has been counted."""
        ...

    def ended_tallies(self, now: datetime, limit: int) -> list[str]:
        """The ids of tallies whose window has passed, those that ended first to begin with."""
        ...

    def close_tally(self, tally_id: str) -> Tallied:
        """What a tally has counted; from now on nothing is added to it. Empty where it is gone."""
        ...

    def drop_tally(self, tally_id: str) -> None:
        """Forgets a tally, after its entry was logged."""
        ...

    def is_let(self, agency_id: str, scope: str, now: datetime) -> bool:
        """Whether one creator at least grants `scope` to the agency now."""
        ...

    def grants_for(
        self, agency_id: str, creator_ids: Iterable[str], scope: str, now: datetime
    ) -> dict[str, tuple[str, int]]:
        """Id and version of the delegation by which each creator grants `scope` to the agency now."""
        ...

    def open_offers(self, creator_ids: Iterable[str]) -> dict[str, int]:
        """How many offers are pending, by creator; none where a creator is left out."""
        ...

    def waiting_offers(
        self, awaiting: Sequence[str], *, creator_ids: Collection[str] = (), brand_id: str = ""
    ) -> int:
        """How many pending offers await one of these, of the creators or of the brand; counted to 1000."""
        ...

    def requested_of(self, party_id: str, limited_to: frozenset[str] = frozenset()) -> int:
        """How many requests for a delegation of an agency, or to a creator, are open; counted to 1000.

        Only those to these creators, where any are named.
        """
        ...

    def letting(self, agency_id: str, scope: str, now: datetime) -> list[str]:
        """The creators who grant `scope` to the agency now, up to 5 000 of them."""
        ...

    def put_offer(
        self,
        offer_id: str,
        creator_id: str,
        pending: bool,
        version: int,
        *,
        awaiting: str = "",
        brand_id: str = "",
    ) -> None:
        """Notes what an offer is now; an older version than the noted one changes nothing."""
        ...

    def drop_offers(self) -> None:
        """Empties the projection, to be rebuilt from what campaigns announces again."""
        ...

    def ready(self) -> bool:
        """Whether the database answers."""
        ...

    def party_of_client(self, client_id: str) -> Party | None:
        """The party that holds a client."""
        ...

    def standing(
        self, client_id: str, creator_id: str, *, party_id: str = ""
    ) -> tuple[Party | None, Pair | None, bool]:
        """The party that holds a client, its pair with a creator, and whether she is suspended: one query.

        Where `party_id` is given it is that party, whoever holds the client.
        """
        ...

    def note_use(self, party_id: str, client_id: str, at: datetime) -> None:
        """Notes that a client was used. It is no change of the party, and may be lost in a crash."""
        ...

    def suspended_of(self, party_ids: Iterable[str]) -> frozenset[str]:
        """Those of the parties that are suspended."""
        ...

    def found_by_handle(self, handle: str) -> Party | None:
        """The creator with this handle who lets herself be found by it."""
        ...

    def figures_of(self, creator_id: str) -> tuple[PortfolioVideo, ...]:
        """The figures of the videos that a creator shows, as metrics last reported them."""
        ...

    def put_figures(self, creator_id: str, videos: Iterable[PortfolioVideo], version: int) -> None:
        """Keeps such figures; a report of an older version than the kept one changes nothing."""
        ...

    def search_parties(self, wanted: Search) -> list[Party]:
        """The parties that are wanted, in order."""
        ...

    def parties_by(self, ids: Iterable[str], handles: Iterable[str] = ()) -> list[Party]:
        """The parties with these ids, and the creators with these handles."""
        ...

    def labels_of(self, agency_id: str, creator_ids: Iterable[str] | None = None) -> dict[str, Labels]:
        """The agency's labels by creator; only those on the creators named, where they are."""
        ...

    def creators_after(self, creator_id: str, limit: int) -> list[str]:
        """The ids of up to `limit` creators above `creator_id`, ascending."""
        ...
