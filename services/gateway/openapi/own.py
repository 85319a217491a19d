"""What the gateway itself adds to the document: the token endpoint, the probes, the problem schema."""

from __future__ import annotations

from services.gateway.errors import PROBLEM_JSON
from services.gateway.openapi.schemas import Schema
from services.shared.access import DELEGABLE, SCOPES
from services.shared.errors import CLASSES_BY_KIND, MOST_FAULTS

_TEXT: Schema = {"type": "string"}
_PROBLEM_REF: Schema = {"$ref": "#/components/responses/Problem"}

_FIELD_ERROR: Schema = {
    "type": "object",
    "required": ["field", "message"],
    "properties": {"field": _TEXT, "message": _TEXT},
}

_PROBLEM: Schema = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "enum": [f"/docs#{k}" for k in CLASSES_BY_KIND],
        },
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was wrong, and what to do."},
        "request_id": {"type": "string", "description": "Finds the request in the logs."},
        "errors": {
            "type": "array",
            "items": _FIELD_ERROR,
            "description": f"Every fault of the input, up to {MOST_FAULTS}, each with the path of its field.",
        },
        "error": {"type": "string", "description": "The code of RFC 6749, from /oauth/token only."},
        "error_description": {"type": "string", "description": "As `detail`, from /oauth/token only."},
    },
}

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
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        "schemas": {**schemas, "Problem": _PROBLEM, "Token": _TOKEN, "KeySet": _KEY_SET},
        "responses": {"Problem": {"description": "A problem.", "content": {PROBLEM_JSON: problem}}},
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
    "/healthz": _probe("GetHealth", "Whether the gateway lives", "ok"),
    "/readyz": _probe("GetReadiness", "Whether every service behind the gateway answers", "ready"),
    "/readyz/self": _probe(
        "GetOwnReadiness", "Whether this gateway takes requests, for load balancers", "ready"
    ),
}
