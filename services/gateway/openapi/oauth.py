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
            "refresh_token": {**_TEXT, "description": "Of a person: what the next token is asked with."},
        },
    },
    "GrantType": {
        **_TEXT,
        "enum": ["client_credentials", "authorization_code", "refresh_token"],
        "description": "What is given for a token: credentials of the client's own, the code of a person who "
        "has let the application in, or the refresh token that it got last.",
    },
    "TokenForm": {
        "type": "object",
        "description": "What a client or an application asks a token with.",
        "required": ["grant_type"],
        "properties": {
            "grant_type": {"$ref": "#/components/schemas/GrantType"},
            "scope": {
                **_TEXT,
                "description": "Separated by spaces; where left out, every scope that is of use to "
                "the party, or that the person has let the application have.",
            },
            "code": {**_TEXT, "description": "The code: good for a minute, and once."},
            "redirect_uri": {**_TEXT, "description": "With a code: that of the authorization request."},
            "code_verifier": {**_TEXT, "description": "With a code: that of its challenge (RFC 7636)."},
            "refresh_token": {
                **_TEXT,
                "description": "The refresh token. It is replaced by the one in the answer; shown again "
                "more than ten seconds later it ends the session.",
            },
            **_CLIENT,
        },
    },
    "OwnTokenForm": {
        "type": "object",
        "description": "A token of the client's, and the client.",
        "required": ["token"],
        "properties": {
            "token": {**_TEXT, "description": "The access token, or to be revoked a refresh token."},
            "token_type_hint": {**_TEXT, "description": "Not needed: the two are told apart."},
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
            "person": {"type": "string", "description": "The person behind it, where there is one."},
            "session": {"type": "string", "description": "Her session with the application."},
        },
    },
    "ServerMetadata": {
        "type": "object",
        "description": "Where an OAuth client finds what, and what is supported (RFC 8414).",
        "required": ["issuer", "token_endpoint", "response_types_supported"],
        "properties": {
            "issuer": _address("Who issues tokens: this installation."),
            "authorization_endpoint": _address("Where people are sent, to let an application in."),
            "token_endpoint": _address("Where a token is asked for."),
            "revocation_endpoint": _address("Where a token is revoked (RFC 7009)."),
            "introspection_endpoint": _address("Where a token is looked at (RFC 7662)."),
            "jwks_uri": _address("Where the public keys are."),
            "service_documentation": _address("Where people read about it."),
            "scopes_supported": _texts("Every scope that a token can hold."),
            "response_types_supported": _texts("What a person is sent back with."),
            "response_modes_supported": _texts("Where in the address that stands."),
            "code_challenge_methods_supported": _texts("How a code is bound to who asked for it."),
            "authorization_response_iss_parameter_supported": {
                "type": "boolean",
                "description": "That `iss` stands beside it (RFC 9207).",
            },
            "ui_locales_supported": _texts("The languages of the pages."),
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
        "response_types_supported": ["code"],
        "grant_types_supported": ["client_credentials", "authorization_code", "refresh_token"],
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
            "An access token for a client's credentials, a code or a refresh token",
            "Credentials in the form, or by HTTP Basic; an application without a secret names itself by "
            "`client_id`. A token is good for 15 minutes.",
            {"description": "A token.", "content": _content(JSON, "Token")},
        ),
        "TokenForm",
    ),
    "/oauth/revoke": _posted(
        _operation(
            "revokeToken",
            "Revokes a token of the client",
            "The token is refused everywhere within a second; of a person's, also of its refresh token, the "
            "whole session ends. For the client to which it was issued only; what is no token any more is "
            "answered with success, too.",
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
