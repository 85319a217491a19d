"""Eve, a REST framework on Flask and MongoDB, serving the same parties: no token, no grant, no gRPC."""

import os

from eve import Eve
from pymongo.uri_parser import parse_uri

given = parse_uri(os.environ["REFERENCE_MONGO_URI"])
shown = ("kind", "name", "handle", "country", "languages", "categories", "stats", "created_at")

app = Eve(
    settings={
        "MONGO_URI": os.environ["REFERENCE_MONGO_URI"],
        "MONGO_DBNAME": given["database"],
        "DOMAIN": {
            "parties": {
                "url": "v1/creators",
                "item_url": 'regex("[a-z0-9_]+")',
                "id_field": "_id",
                "item_lookup_field": "_id",
                "schema": {"_id": {"type": "string"}, **{name: {} for name in shown}},
            }
        },
        "RESOURCE_METHODS": ["GET"],
        "ITEM_METHODS": ["GET"],
    }
)
