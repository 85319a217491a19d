"""What the gateway itself adds to the document: the endpoints of OAuth, the probes."""

from __future__ import annotations

from services.gateway.openapi import catalogue, oauth, problems
from services.gateway.openapi.values import Schema
from services.shared.access import DELEGABLE, SCOPES, TOKEN_WORDS
from services.shared.errors import Unavailable

TAG: Schema = {"name": "Gateway", "description": "What the gateway answers itself."}


def _scope(name: str) -> str:
    """What a scope is for, in words."""
    words = name.removeprefix("marketplace.").replace(".", ", ")
    return words if name in DELEGABLE else f"{words}; in one's own name, cannot be delegated"


SECURITY_SCHEMES: Schema = {
    "oauth2": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/oauth/token",
                "scopes": {name: _scope(name) for name in SCOPES},
            },
            "authorizationCode": {
                "authorizationUrl": "/oauth/authorize",
                "tokenUrl": "/oauth/token",
                "refreshUrl": "/oauth/token",
                "scopes": {name: f"may {TOKEN_WORDS[name]}" for name in SCOPES},
            },
        },
    },
}


def components(schemas: Schema) -> Schema:
    """The components of the document: the given schemas and the gateway's own."""
    own = {**catalogue.schemas(), **oauth.SCHEMAS}
    return {"schemas": {**schemas, **own}, "responses": problems.components()}


def _probe(operation: str, summary: str, description: str, status: str) -> Schema:
    said = {"type": "string", "const": status, "description": "What is so."}
    body = {"type": "object", "required": ["status"], "properties": {"status": said}}
    success = {
        "description": "Yes.",
        "content": {"application/json": {"schema": body, "example": {"status": status}}},
    }
    return {
        "get": {
            "operationId": operation,
            "tags": ["Gateway"],
            "summary": summary,
            "description": description,
            "security": [],
            "responses": {"200": success, **problems.of((Unavailable,))},
        }
    }


OWN_PATHS: Schema = {
    **oauth.PATHS,
    "/healthz": _probe("getHealth", "Whether the gateway lives", "Asks nobody else; for restarts.", "ok"),
    "/readyz": _probe(
        "getReadiness",
        "Whether the whole installation answers",
        "Asks every service behind the gateway.",
        "ready",
    ),
    "/readyz/self": _probe(
        "getOwnReadiness",
        "Whether this gateway takes requests",
        "Asks nobody else; for load balancers.",
        "ready",
    ),
}
