"""The endpoints of OAuth in the document, but for the one that issues tokens."""

from __future__ import annotations

from services.gateway.oauth.metadata import METADATA_PATH
from services.gateway.openapi.schemas import Schema

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_ADDRESS: Schema = {"type": "string", "format": "uri"}
_PROBLEM: Schema = {"$ref": "#/components/responses/Problem"}
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"

_TOKEN_FORM: Schema = {
    "type": "object",
    "required": ["token"],
    "properties": {
        "token": {"type": "string", "description": "The access token."},
        "token_type_hint": {"type": "string", "description": "Not needed: there are access tokens only."},
        "client_id": {"type": "string", "description": "In place of HTTP Basic."},
        "client_secret": _TEXT,
    },
}

SCHEMAS: Schema = {
    "TokenStatus": {
        "type": "object",
        "description": "What a token holds (RFC 7662). Of one that is not active, nothing else is said.",
        "required": ["active"],
        "properties": {
            "active": {"type": "boolean", "description": "Whether it is the client's, and good now."},
            "client_id": {"type": "string", "description": "The client to which it was issued."},
            "sub": {"type": "string", "description": "The party that it stands for."},
            "scope": {"type": "string", "description": "The scopes that it holds, separated by spaces."},
            "token_type": {"type": "string", "const": "Bearer"},
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
            "issuer": _ADDRESS,
            "token_endpoint": _ADDRESS,
            "revocation_endpoint": _ADDRESS,
            "introspection_endpoint": _ADDRESS,
            "jwks_uri": _ADDRESS,
            "service_documentation": _ADDRESS,
            "scopes_supported": _TEXTS,
            "response_types_supported": _TEXTS,
            "grant_types_supported": _TEXTS,
            "token_endpoint_auth_methods_supported": _TEXTS,
            "revocation_endpoint_auth_methods_supported": _TEXTS,
            "introspection_endpoint_auth_methods_supported": _TEXTS,
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
            "security": [{"basic": []}, {}],
            "requestBody": {"required": True, "content": {_FORM: {"schema": _TOKEN_FORM}}},
            "responses": {"200": success, "default": _PROBLEM},
        }
    }


def _answered(name: str, description: str) -> Schema:
    schema = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    return {"description": description, "content": {_JSON: schema}}


PATHS: Schema = {
    "/oauth/revoke": _on_token(
        "RevokeToken",
        "Revokes an access token of the client",
        "The token is refused everywhere within a second. For the client to which it was issued only; what "
        "is no token any more is answered with success, too.",
        {"description": "It is accepted no more."},
    ),
    "/oauth/introspect": _on_token(
        "IntrospectToken",
        "Whether an access token of the client is good, and what it holds",
        "Of another client's token only `active: false` is said, as of one that does not exist.",
        _answered("TokenStatus", "What the token holds."),
    ),
    METADATA_PATH: {
        "get": {
            "operationId": "GetServerMetadata",
            "tags": ["Gateway"],
            "summary": "The metadata of the authorization server",
            "description": "OAuth clients configure themselves by it (RFC 8414).",
            "security": [],
            "responses": {
                "200": _answered("ServerMetadata", "The metadata."),
                "default": _PROBLEM,
            },
        }
    },
}
