"""The endpoints of OAuth in the document."""

from __future__ import annotations

from services.gateway.front.answer import JSON
from services.gateway.oauth.clients import FORM
from services.gateway.oauth.metadata import KEY_SET, METADATA_PATH
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
_TEXT: Schema = {"type": "string"}


def _address(description: str) -> Schema:
    return {**_TEXT, "format": "uri", "description": description}


def _texts(description: str) -> Schema:
    return {"type": "array", "items": _TEXT, "description": description}


_CLIENT: Schema = {
    "client_id": {**_TEXT, "description": "The client, unless HTTP Basic names it."},
    "client_secret": {**_TEXT, "description": "Its secret, unless HTTP Basic holds it."},
}
"""What every form may hold."""

_TOKEN_EXAMPLE = "eyJhbGciOiJFZDI1NTE5In0.e30.c2lnbmF0dXJl"  # noqa: S105 (of nobody)
_CLIENT_EXAMPLE = {
    "client_id": "cl_0198c0de5f7a7b3c9d2e4f6a8b0c1d2e",
    "client_secret": "cs_6JcV0mT2bq1yYx0o8Wl3kZr5Nf7Hd9Sg",
}
_HOME = "https://callboard.example"

SCHEMAS: Schema = {
    "Token": {
        "type": "object",
        "description": "An access token, for `Authorization: Bearer`.",
        "required": ["access_token", "token_type", "expires_in", "scope"],
        "properties": {
            "access_token": {**_TEXT, "description": "The token."},
            "token_type": {**_TEXT, "const": "Bearer", "description": "How it is sent."},
            "expires_in": {"type": "integer", "description": "Seconds for which it is good."},
            "scope": {**_TEXT, "description": "The scopes that the token holds, separated by spaces."},
        },
    },
    "TokenForm": {
        "type": "object",
        "description": "What a client asks a token with.",
        "required": ["grant_type"],
        "properties": {
            "grant_type": {
                **_TEXT,
                "const": "client_credentials",
                "description": "How the client proves itself.",
            },
            "scope": {
                **_TEXT,
                "description": "Separated by spaces; where left out, every scope that is of use to "
                "the party.",
            },
            **_CLIENT,
        },
    },
    "OwnTokenForm": {
        "type": "object",
        "description": "A token of the client's, and the client.",
        "required": ["token"],
        "properties": {
            "token": {**_TEXT, "description": "The access token."},
            "token_type_hint": {**_TEXT, "description": "Not needed: there are access tokens only."},
            **_CLIENT,
        },
    },
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
    "Key": {
        "type": "object",
        "description": "A public key of one of the installation's services.",
        "required": ["kid", "kty", "crv", "x", "use", "alg"],
        "properties": {
            "kid": {**_TEXT, "description": "The issuer."},
            "kty": {**_TEXT, "const": "OKP", "description": "The family of keys."},
            "crv": {**_TEXT, "const": "Ed25519", "description": "The curve."},
            "x": {**_TEXT, "description": "The public key, base64url."},
            "use": {**_TEXT, "const": "sig", "description": "What it is for: signatures."},
            "alg": {**_TEXT, "const": "Ed25519", "description": "The algorithm."},
        },
    },
    "KeySet": {
        "type": "object",
        "description": "The public keys of the installation (RFC 7517).",
        "required": ["keys"],
        "properties": {
            "keys": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/Key"},
                "description": "Several of one issuer while its key is replaced.",
            }
        },
    },
}

_EXAMPLES: Schema = {
    "Token": {
        "access_token": _TOKEN_EXAMPLE,
        "token_type": "Bearer",
        "expires_in": 900,
        "scope": "marketplace.offers.read",
    },
    "TokenForm": {"grant_type": "client_credentials", **_CLIENT_EXAMPLE},
    "OwnTokenForm": {"token": _TOKEN_EXAMPLE, **_CLIENT_EXAMPLE},
    "TokenStatus": {
        "active": True,
        "client_id": _CLIENT_EXAMPLE["client_id"],
        "scope": "marketplace.offers.read",
        "exp": 1_775_000_000,
    },
    "ServerMetadata": {
        "issuer": _HOME,
        "token_endpoint": f"{_HOME}/oauth/token",
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
    },
    "KeySet": {
        "keys": [
            {
                "kid": "roster",
                "kty": "OKP",
                "crv": "Ed25519",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                "use": "sig",
                "alg": "Ed25519",
            }
        ]
    },
}


def _content(media_type: str, name: str) -> Schema:
    """A schema by its name, with its example."""
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {media_type: {"schema": schema, "example": _EXAMPLES[name]}}


def _operation(operation: str, summary: str, description: str, success: Schema) -> Schema:
    return {
        "operationId": operation,
        "tags": ["Gateway"],
        "summary": summary,
        "description": description,
        "security": [],
        "responses": {"200": success, **problems.of((TooManyRequests,))},
    }


def _posted(operation: Schema, form: str) -> Schema:
    """The operation, to which a client sends a form."""
    body = {"required": True, "content": _content(FORM, form)}
    responses = {"200": operation["responses"]["200"], **problems.of(_PROBLEMS)}
    return {"post": {**operation, "requestBody": body, "responses": responses}}


PATHS: Schema = {
    "/oauth/token": _posted(
        _operation(
            "createToken",
            "An access token for a client's credentials",
            "Credentials in the form, or by HTTP Basic. A token is good for 15 minutes.",
            {"description": "A token.", "content": _content(JSON, "Token")},
        ),
        "TokenForm",
    ),
    "/oauth/revoke": _posted(
        _operation(
            "revokeToken",
            "Revokes an access token of the client",
            "The token is refused everywhere within a second. For the client to which it was issued only; "
            "what is no token any more is answered with success, too.",
            {"description": "It is accepted no more."},
        ),
        "OwnTokenForm",
    ),
    "/oauth/introspect": _posted(
        _operation(
            "introspectToken",
            "Whether an access token of the client is good, and what it holds",
            "Of another client's token only `active: false` is said, as of one that does not exist.",
            {"description": "What the token holds.", "content": _content(JSON, "TokenStatus")},
        ),
        "OwnTokenForm",
    ),
    "/oauth/jwks": {
        "get": _operation(
            "getKeySet",
            "The public keys of the installation, as a JWK Set",
            "They check what the installation has signed to be kept. `kid` is the issuer; it has several "
            "keys while its key is replaced.",
            {"description": "The keys.", "content": _content(KEY_SET, "KeySet")},
        )
    },
    METADATA_PATH: {
        "get": _operation(
            "getServerMetadata",
            "The metadata of the authorization server",
            "OAuth clients configure themselves by it (RFC 8414).",
            {"description": "The metadata.", "content": _content(JSON, "ServerMetadata")},
        )
    },
}
