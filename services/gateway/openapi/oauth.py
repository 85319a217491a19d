"""The endpoints of OAuth in the document, but for the one that issues tokens."""

from __future__ import annotations

from services.gateway.oauth.metadata import METADATA_PATH
from services.gateway.openapi import problems
from services.gateway.openapi.values import Schema
from services.shared.errors import (
    CallboardError,
    Malformed,
    TooLarge,
    TooManyRequests,
    TooSlow,
    Unauthenticated,
    Unavailable,
)

_PROBLEMS: tuple[type[CallboardError], ...] = (
    Malformed,
    Unauthenticated,
    TooSlow,
    TooLarge,
    TooManyRequests,
    Unavailable,
)
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


def _address(description: str) -> Schema:
    return {"type": "string", "format": "uri", "description": description}


def _texts(description: str) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "description": description}


_TOKEN_FORM: Schema = {
    "type": "object",
    "description": "A token of the client's, and the client.",
    "required": ["token"],
    "properties": {
        "token": {"type": "string", "description": "The access token."},
        "token_type_hint": {"type": "string", "description": "Not needed: there are access tokens only."},
        "client_id": {"type": "string", "description": "In place of HTTP Basic."},
        "client_secret": {"type": "string", "description": "Its secret, unless HTTP Basic holds it."},
    },
}

_FORM_EXAMPLE = {
    "token": "eyJhbGciOiJFZDI1NTE5In0.e30.c2lnbmF0dXJl",
    "client_id": "cl_0198c0de5f7a7b3c9d2e4f6a8b0c1d2e",
    "client_secret": "cs_6JcV0mT2bq1yYx0o8Wl3kZr5Nf7Hd9Sg",
}
_HOME = "https://callboard.example"
_EXAMPLES: Schema = {
    "TokenStatus": {
        "active": True,
        "client_id": "cl_0198c0de5f7a7b3c9d2e4f6a8b0c1d2e",
        "scope": "marketplace.offers.read",
        "exp": 1_775_000_000,
    },
    "ServerMetadata": {
        "issuer": _HOME,
        "token_endpoint": f"{_HOME}/oauth/token",
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
    },
}

SCHEMAS: Schema = {
    "OwnTokenForm": _TOKEN_FORM,
    "TokenStatus": {
        "type": "object",
        "description": "What a token holds (RFC 7662). Of one that is not active, nothing else is said.",
        "required": ["active"],
        "properties": {
            "active": {"type": "boolean", "description": "Whether it is the client's, and good now."},
            "client_id": {"type": "string", "description": "The client to which it was issued."},
            "sub": {"type": "string", "description": "The party that it stands for."},
            "scope": {"type": "string", "description": "The scopes that it holds, separated by spaces."},
            "token_type": {"type": "string", "const": "Bearer", "description": "How it is sent."},
            "aud": {"type": "string", "description": "What it is good for: this installation's API."},
            "exp": {"type": "integer", "description": "When it ends, in seconds since 1970."},
            "jti": {"type": "string", "description": "Its id."},
        },
    },
    "ServerMetadata": {
        "type": "object",
        "description": "Where an OAuth client finds what, and what is supported (RFC 8414).",
        "required": ["issuer", "token_endpoint", "response_types_supported"],
        "properties": {
            "issuer": _address("Who issues tokens: this installation."),
            "token_endpoint": _address("Where a token is asked for."),
            "revocation_endpoint": _address("Where a token is revoked (RFC 7009)."),
            "introspection_endpoint": _address("Where a token is looked at (RFC 7662)."),
            "jwks_uri": _address("Where the public keys are."),
            "service_documentation": _address("Where people read about it."),
            "scopes_supported": _texts("Every scope that a token can hold."),
            "response_types_supported": _texts("None: nobody is sent to a page to sign in."),
            "grant_types_supported": _texts("How a token can be asked for."),
            "token_endpoint_auth_methods_supported": _texts("How a client proves itself for a token."),
            "revocation_endpoint_auth_methods_supported": _texts("How it does so to revoke one."),
            "introspection_endpoint_auth_methods_supported": _texts("How it does so to look at one."),
        },
    },
}


def _on_token(operation: str, summary: str, description: str, success: Schema) -> Schema:
    return {
        "post": {
            "operationId": operation,
            "tags": ["Gateway"],
            "summary": summary,
            "description": description,
            "security": [],
            "requestBody": {
                "required": True,
                "content": {
                    _FORM: {"schema": {"$ref": "#/components/schemas/OwnTokenForm"}, "example": _FORM_EXAMPLE}
                },
            },
            "responses": {"200": success, **problems.of(_PROBLEMS)},
        }
    }


def _answered(name: str, description: str) -> Schema:
    content = {"schema": {"$ref": f"#/components/schemas/{name}"}, "example": _EXAMPLES[name]}
    return {"description": description, "content": {_JSON: content}}


PATHS: Schema = {
    "/oauth/revoke": _on_token(
        "revokeToken",
        "Revokes an access token of the client",
        "The token is refused everywhere within a second. For the client to which it was issued only; what "
        "is no token any more is answered with success, too.",
        {"description": "It is accepted no more."},
    ),
    "/oauth/introspect": _on_token(
        "introspectToken",
        "Whether an access token of the client is good, and what it holds",
        "Of another client's token only `active: false` is said, as of one that does not exist.",
        _answered("TokenStatus", "What the token holds."),
    ),
    METADATA_PATH: {
        "get": {
            "operationId": "getServerMetadata",
            "tags": ["Gateway"],
            "summary": "The metadata of the authorization server",
            "description": "OAuth clients configure themselves by it (RFC 8414).",
            "security": [],
            "responses": {
                "200": _answered("ServerMetadata", "The metadata."),
                **problems.of((TooManyRequests,)),
            },
        }
    },
}
