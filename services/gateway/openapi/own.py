"""What the gateway itself adds to the document: the token endpoint, the probes."""

from __future__ import annotations

from services.gateway.openapi import catalogue, oauth, problems
from services.gateway.openapi.values import Schema
from services.shared.access import DELEGABLE, SCOPES
from services.shared.errors import (
    CallboardError,
    Malformed,
    TooLarge,
    TooManyRequests,
    TooSlow,
    Unauthenticated,
    Unavailable,
)

_TEXT: Schema = {"type": "string"}

TAG: Schema = {"name": "Gateway", "description": "What the gateway answers itself."}

_TOKEN: Schema = {
    "type": "object",
    "description": "An access token, for `Authorization: Bearer`.",
    "required": ["access_token", "token_type", "expires_in", "scope"],
    "properties": {
        "access_token": {**_TEXT, "description": "The token."},
        "token_type": {**_TEXT, "const": "Bearer", "description": "How it is sent."},
        "expires_in": {"type": "integer", "description": "Seconds for which it is good."},
        "scope": {**_TEXT, "description": "The scopes that the token holds, separated by spaces."},
    },
}
_TOKEN_EXAMPLE = {
    "access_token": "eyJhbGciOiJFZDI1NTE5In0.e30.c2lnbmF0dXJl",
    "token_type": "Bearer",
    "expires_in": 900,
    "scope": "marketplace.offers.read",
}

_KEY: Schema = {
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
}
_KEYS_EXAMPLE = {
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
}

_KEY_SET: Schema = {
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
}

_TOKEN_FORM: Schema = {
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
            "description": "Separated by spaces; where left out, every scope that is of use to the party.",
        },
        "client_id": {**_TEXT, "description": "The client, unless HTTP Basic names it."},
        "client_secret": {**_TEXT, "description": "Its secret, unless HTTP Basic holds it."},
    },
}
_FORM_EXAMPLE = {
    "grant_type": "client_credentials",
    "client_id": "cl_0198c0de5f7a7b3c9d2e4f6a8b0c1d2e",
    "client_secret": "cs_6JcV0mT2bq1yYx0o8Wl3kZr5Nf7Hd9Sg",
}

_TOKEN_PROBLEMS: tuple[type[CallboardError], ...] = (
    Malformed,
    Unauthenticated,
    TooSlow,
    TooLarge,
    TooManyRequests,
    Unavailable,
)


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
            }
        },
    },
}


def components(schemas: Schema) -> Schema:
    """The components of the document: the given schemas and the gateway's own."""
    own = {
        **catalogue.schemas(),
        **oauth.SCHEMAS,
        "Token": _TOKEN,
        "TokenForm": _TOKEN_FORM,
        "Key": _KEY,
        "KeySet": _KEY_SET,
    }
    return {"schemas": {**schemas, **own}, "responses": problems.components()}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


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


def _token_path() -> Schema:
    form = {
        "application/x-www-form-urlencoded": {"schema": _reference("TokenForm"), "example": _FORM_EXAMPLE}
    }
    token = {"application/json": {"schema": _reference("Token"), "example": _TOKEN_EXAMPLE}}
    return {
        "post": {
            "operationId": "createToken",
            "tags": ["Gateway"],
            "summary": "An access token for a client's credentials",
            "description": "Credentials in the form, or by HTTP Basic. A token is good for 15 minutes.",
            "security": [],
            "requestBody": {"required": True, "content": form},
            "responses": {
                "200": {"description": "A token.", "content": token},
                **problems.of(_TOKEN_PROBLEMS),
            },
        }
    }


def _key_set_path() -> Schema:
    keys = {"application/jwk-set+json": {"schema": _reference("KeySet"), "example": _KEYS_EXAMPLE}}
    return {
        "get": {
            "operationId": "getKeySet",
            "tags": ["Gateway"],
            "summary": "The public keys of the installation, as a JWK Set",
            "description": "They check what the installation has signed to be kept. `kid` is the issuer; it "
            "has several keys while its key is replaced.",
            "security": [],
            "responses": {
                "200": {"description": "The keys.", "content": keys},
                **problems.of((TooManyRequests,)),
            },
        }
    }


OWN_PATHS: Schema = {
    "/oauth/token": _token_path(),
    "/oauth/jwks": _key_set_path(),
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
