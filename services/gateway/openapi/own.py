"""What the gateway itself adds to the document: the token endpoint, the probes."""

from __future__ import annotations

from services.gateway.openapi import catalogue, oauth
from services.gateway.openapi.schemas import Schema
from services.shared.access import DELEGABLE, SCOPES

_TEXT: Schema = {"type": "string"}
_PROBLEM_REF: Schema = {"$ref": "#/components/responses/Problem"}

_TOKEN: Schema = {
    "type": "object",
    "required": ["access_token", "token_type", "expires_in", "scope"],
    "properties": {
        "access_token": _TEXT,
        "token_type": {"type": "string", "const": "Bearer"},
        "expires_in": {"type": "integer", "description": "Seconds."},
        "scope": {"type": "string", "description": "The scopes that the token holds, separated by spaces."},
    },
}

_KEY: Schema = {
    "type": "object",
    "required": ["kid", "kty", "crv", "x", "use", "alg"],
    "properties": {
        "kid": {"type": "string", "description": "The issuer."},
        "kty": {"type": "string", "const": "OKP"},
        "crv": {"type": "string", "const": "Ed25519"},
        "x": {"type": "string", "description": "The public key, base64url."},
        "use": {"type": "string", "const": "sig"},
        "alg": {"type": "string", "const": "Ed25519"},
    },
}

_KEY_SET: Schema = {
    "type": "object",
    "required": ["keys"],
    "properties": {"keys": {"type": "array", "items": _KEY}},
}

_TOKEN_FORM: Schema = {
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": {"type": "string", "const": "client_credentials"},
        "scope": {
            "type": "string",
            "description": "Separated by spaces; where left out, every scope that is of use to the party.",
        },
        "client_id": {"type": "string", "description": "In place of HTTP Basic."},
        "client_secret": _TEXT,
    },
}


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
    "basic": {"type": "http", "scheme": "basic"},
}


def components(schemas: Schema) -> Schema:
    """The components of the document: the given schemas and the gateway's own."""
    return {
        "schemas": {**schemas, **catalogue.schemas(), "Token": _TOKEN, "KeySet": _KEY_SET, **oauth.SCHEMAS},
        "responses": {"Problem": catalogue.RESPONSE},
    }


def _probe(operation: str, summary: str, status: str) -> Schema:
    body = {"type": "object", "properties": {"status": {"const": status}}}
    success = {"description": "Yes.", "content": {"application/json": {"schema": body}}}
    return {
        "get": {
            "operationId": operation,
            "tags": ["Gateway"],
            "summary": summary,
            "description": summary,
            "security": [],
            "responses": {"200": success, "default": _PROBLEM_REF},
        }
    }


def _token_path() -> Schema:
    form = {"application/x-www-form-urlencoded": {"schema": _TOKEN_FORM}}
    token = {"application/json": {"schema": {"$ref": "#/components/schemas/Token"}}}
    return {
        "post": {
            "operationId": "CreateToken",
            "tags": ["Gateway"],
            "summary": "An access token for a client's credentials",
            "description": "Credentials by HTTP Basic, or in the form. A token is good for 15 minutes.",
            "security": [{"basic": []}, {}],
            "requestBody": {"required": True, "content": form},
            "responses": {"200": {"description": "A token.", "content": token}, "default": _PROBLEM_REF},
        }
    }


def _key_set_path() -> Schema:
    keys = {"application/jwk-set+json": {"schema": {"$ref": "#/components/schemas/KeySet"}}}
    return {
        "get": {
            "operationId": "GetKeySet",
            "tags": ["Gateway"],
            "summary": "The public keys of the installation, as a JWK Set",
            "description": "They check what the installation has signed to be kept. `kid` is the issuer; it "
            "has several keys while its key is replaced.",
            "security": [],
            "responses": {"200": {"description": "The keys.", "content": keys}, "default": _PROBLEM_REF},
        }
    }


OWN_PATHS: Schema = {
    "/oauth/token": _token_path(),
    "/oauth/jwks": _key_set_path(),
    **oauth.PATHS,
    "/healthz": _probe("GetHealth", "Whether the gateway lives", "ok"),
    "/readyz": _probe("GetReadiness", "Whether every service behind the gateway answers", "ready"),
    "/readyz/self": _probe(
        "GetOwnReadiness", "Whether this gateway takes requests, for load balancers", "ready"
    ),
}
