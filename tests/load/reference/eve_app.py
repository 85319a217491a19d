"""Eve, a REST framework on Flask and MongoDB, serving the same documents: no token, no grant, no gRPC."""

import os
from typing import Any

from pymongo.uri_parser import parse_uri

SHOWN = {
    "parties": ("kind", "name", "handle", "country", "languages", "categories", "stats", "created_at"),
    "offers": ("brand_id", "creator_id", "state", "latest", "respond_by", "version"),
}
"""What makes answers of about the size of ours."""


def app() -> Any:
    """The application; granian calls it in each worker."""
    from eve import Eve  # noqa: PLC0415 (installed for the bench only)

    uri, collection = os.environ["REFERENCE_MONGO_URI"], os.environ["EVE_COLLECTION"]
    campaign = os.environ.get("EVE_CAMPAIGN")
    resource = {
        "url": os.environ["EVE_URL"],
        "item_url": 'regex("[a-z0-9_]+")',
        "datasource": {"source": collection, "filter": {"campaign_id": campaign} if campaign else None},
        "schema": {"_id": {"type": "string"}, **{name: {} for name in SHOWN[collection]}},
    }
    return Eve(
        settings={
            "MONGO_URI": uri,
            "MONGO_DBNAME": parse_uri(uri)["database"],
            "DOMAIN": {"resources": resource},
            "RESOURCE_METHODS": ["GET"],
            "ITEM_METHODS": ["GET"],
            "HATEOAS": collection == "parties",
        }
    )
