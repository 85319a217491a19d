"""Eve, a REST framework on Flask and MongoDB, serving the same parties: no token, no grant, no gRPC."""

import os
from typing import Any

from pymongo.uri_parser import parse_uri

SHOWN = ("kind", "name", "handle", "country", "languages", "categories", "stats", "created_at")


def app() -> Any:
    """The application; granian calls it in each worker."""
    from eve import Eve  # noqa: PLC0415 (installed for the bench only)

    uri = os.environ["REFERENCE_MONGO_URI"]
    parties = {
        "url": "v1/creators",
        "item_url": 'regex("[a-z0-9_]+")',
        "schema": {"_id": {"type": "string"}, **{name: {} for name in SHOWN}},
    }
    return Eve(
        settings={
            "MONGO_URI": uri,
            "MONGO_DBNAME": parse_uri(uri)["database"],
            "DOMAIN": {"parties": parties},
            "RESOURCE_METHODS": ["GET"],
            "ITEM_METHODS": ["GET"],
        }
    )
