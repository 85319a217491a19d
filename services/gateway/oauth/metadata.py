"""What anybody may know of the authorization server: metadata (RFC 8414) and public keys (RFC 7517)."""

from __future__ import annotations

from collections.abc import Callable

import orjson
from flask import Response

from services.gateway import requests
from services.gateway.front.answer import JSON
from services.gateway.oauth.grants import GRANTS_OF_PEOPLE
from services.gateway.oauth.tokens import GRANT_TYPE
from services.shared.access import SCOPES
from services.shared.tokens import ALGORITHM, KeyRing

METADATA_PATH = "/.well-known/oauth-authorization-server"
KEY_SET = "application/jwk-set+json"
BRIEFLY = {"Cache-Control": "public, max-age=60"}
CLIENT_AUTHENTICATION = ["client_secret_basic", "client_secret_post", "none"]


class KeySet:
    """The view of `GET /oauth/jwks`: the public keys of the installation, by the issuer as `kid`.

    While a key is replaced its issuer has several. They check what the installation signs to be kept.
    """

    def __init__(self, keys: Callable[[], KeyRing]) -> None:
        self._keys = keys

    def __call__(self) -> Response:
        """The keys that are trusted now."""
        found = [
            key.as_dict(private=False, kid=issuer, use="sig", alg=ALGORITHM)
            for issuer, keys in sorted(self._keys().items())
            for key in keys
        ]
        return Response(orjson.dumps({"keys": found}), headers=BRIEFLY, content_type=KEY_SET)


class ServerMetadata:
    """The view of METADATA_PATH. Without `base_url`, the addresses are those by which it was asked."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")

    def __call__(self) -> Response:
        """The metadata. What rests on the name that the caller gave is for nobody else to keep."""
        base = self._base_url or requests.current().host_url.rstrip("/")
        kept = BRIEFLY if self._base_url else {"Cache-Control": "no-store"}
        return Response(orjson.dumps(metadata(base)), headers=kept, content_type=JSON)


def metadata(base: str) -> dict[str, object]:
    """The metadata of the authorization server at `base`."""
    return {
        "issuer": base,
        "authorization_endpoint": f"{base}/oauth/authorize",
        "token_endpoint": f"{base}/oauth/token",
        "revocation_endpoint": f"{base}/oauth/revoke",
        "introspection_endpoint": f"{base}/oauth/introspect",
        "jwks_uri": f"{base}/oauth/jwks",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [GRANT_TYPE, *GRANTS_OF_PEOPLE],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "ui_locales_supported": ["en", "es"],
        "token_endpoint_auth_methods_supported": CLIENT_AUTHENTICATION,
        "revocation_endpoint_auth_methods_supported": CLIENT_AUTHENTICATION,
        "introspection_endpoint_auth_methods_supported": CLIENT_AUTHENTICATION,
        "service_documentation": f"{base}/docs",
    }
