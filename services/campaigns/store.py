"""What campaigns keeps in MongoDB. The only module of the service that imports mongoengine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mongoengine import DateTimeField, DictField, ListField, StringField
from pymongo.errors import DocumentTooLarge, WriteError

from services.campaigns.domain.campaigns import Campaign
from services.campaigns.domain.listing import Selection
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import OfferState, Tab, states_of
from services.shared.commands import Commit
from services.shared.documents import AggregateDocument, MongoRepository, answers, connect_database
from services.shared.errors import Conflict

ALIAS = "campaigns"

PENDING = [state.value for state in states_of(Tab.PENDING)]

HEADLINE = {"outbox": 0, "applied": 0, "messages": 0, "versions": {"$slice": -1}}
"""What a list shows of an offer: the latest version, and no thread."""

TOO_LARGE = frozenset({10334, 17419})
"""MongoDB's codes for a document over 16 MB."""


class CampaignDocument(AggregateDocument):
    """A brand's campaign."""

    brand_id = StringField(required=True)
    brand_name = StringField()
    name = StringField(required=True)
    brief = StringField()
    category = StringField(required=True)
    budget = DictField()
    target = DictField()
    starts_on = StringField()
    ends_on = StringField()
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    meta = {
        "collection": "campaigns",
        "db_alias": ALIAS,
        "indexes": [{"fields": ["brand_id", "-_id"], "name": "brand"}],
    }


class OfferDocument(AggregateDocument):
    """An offer with its versions, its thread and, once agreed, its deliverables."""

    campaign_id = StringField(required=True)
    campaign_name = StringField()
    brand_id = StringField(required=True)
    brand_name = StringField()
    category = StringField()
    creator_id = StringField(required=True)
    state = StringField(required=True)
    versions = ListField(DictField(), required=True)
    respond_by = DateTimeField(required=True)
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    accepted_by = StringField()
    agreed_at = DateTimeField()
    reason = StringField()
    cancellation_requested_by = StringField()
    deliverables = ListField(DictField())
    under_review_since = DateTimeField()
    messages = ListField(DictField())
    meta = {
        "collection": "offers",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["creator_id", "respond_by", "_id"], "name": "creator"},
            {"fields": ["campaign_id", "respond_by", "_id"], "name": "campaign"},
            {"fields": ["creator_id", "state"], "name": "deals"},
            {"fields": ["state", "respond_by"], "name": "expiry"},
            {"fields": ["state", "under_review_since"], "name": "review"},
        ],
    }


DOCUMENTS = (CampaignDocument, OfferDocument)


class OfferRepository(MongoRepository[Offer]):
    """Offers. One that has outgrown its document refuses what would be added."""

    def replace(self, aggregate: Offer, expected_version: int, commit: Commit) -> bool:
        """As in MongoRepository; raises Conflict where the document would pass 16 MB."""
        try:
            return super().replace(aggregate, expected_version, commit)
        except DocumentTooLarge as error:
            raise Conflict("The offer has grown too large for anything more.") from error
        except WriteError as error:
            if error.code in TOO_LARGE:
                raise Conflict("The offer has grown too large for anything more.") from error
            raise


class Store:
    """The service's data: a repository per aggregate, and the queries that its use cases ask."""

    def __init__(self, mongo_uri: str) -> None:
        self._database = connect_database(mongo_uri, ALIAS)
        self.campaigns = MongoRepository(CampaignDocument, Campaign)
        self.offers = OfferRepository(OfferDocument, Offer)

    @property
    def repositories(self) -> tuple[MongoRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.campaigns, self.offers)

    def ready(self) -> bool:
        """Whether the database answers."""
        return answers(self._database)

    def campaigns_of(self, brand_id: str, before: str, limit: int) -> list[Campaign]:
        """Up to `limit` campaigns of a brand, newest first, older than id `before` where it is named."""
        query: dict[str, Any] = {"brand_id": brand_id} | ({"_id": {"$lt": before}} if before else {})
        return list(self.campaigns.find(query, [("_id", -1)], limit))

    def select_offers(self, wanted: Selection, limit: int) -> list[Offer]:
        """Up to `limit` offers by respond_by, then id; each with its latest version and no thread."""
        direction = -1 if wanted.descending else 1
        rows = self.offers.collection.find(_query(wanted), HEADLINE)
        ordered = rows.sort([("respond_by", direction), ("_id", direction)]).limit(limit)
        return [self.offers.load(row) for row in ordered]

    def active_deals(self, creator_id: str) -> int:
        """How many deals of a creator are active."""
        query = {"creator_id": creator_id, "state": OfferState.ACTIVE.value}
        return self.offers.collection.count_documents(query)

    def overdue(self, now: datetime, limit: int) -> list[str]:
        """Ids of offers that were not answered by `now`."""
        return self._ids({"state": {"$in": PENDING}, "respond_by": {"$lte": now}}, limit)

    def unanswered_drafts(self, submitted_until: datetime, limit: int) -> list[str]:
        """Ids of active deals with a draft under review that was handed in until then."""
        waiting = {"$lte": submitted_until}
        return self._ids({"state": OfferState.ACTIVE.value, "under_review_since": waiting}, limit)

    def offer_ids(self, after: str, limit: int) -> list[str]:
        """Ids of all offers in their order, after the named one."""
        rows = self.offers.collection.find({"_id": {"$gt": after}}, {"_id": 1}).sort("_id", 1).limit(limit)
        return [row["_id"] for row in rows]

    def _ids(self, query: dict[str, Any], limit: int) -> list[str]:
        return [row["_id"] for row in self.offers.collection.find(query, {"_id": 1}).limit(limit)]


def _query(wanted: Selection) -> dict[str, Any]:
    query: dict[str, Any] = {"state": {"$in": [state.value for state in wanted.states]}}
    if wanted.creator_ids is not None:
        query["creator_id"] = {"$in": sorted(wanted.creator_ids)}
    if wanted.campaign_id:
        query["campaign_id"] = wanted.campaign_id
    if wanted.due_by is not None:
        query["respond_by"] = {"$lte": wanted.due_by}
    if wanted.after is None:
        return query
    moment, offer_id = wanted.after
    beyond = "$lt" if wanted.descending else "$gt"
    behind = [{"respond_by": {beyond: moment}}, {"respond_by": moment, "_id": {beyond: offer_id}}]
    bound = {"respond_by": {f"{beyond}e": moment}}
    return {"$and": [query, bound, {"$or": behind}]}
