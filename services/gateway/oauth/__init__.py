"""OAuth 2.0: tokens of clients and of people, their revocation and introspection, and where all is."""

from __future__ import annotations

from flask import Flask

from services.gateway.access import Caller
from services.gateway.clients import Backend
from services.gateway.front.limits import Limits
from services.gateway.oauth.clients import Clients
from services.gateway.oauth.grants import Grants
from services.gateway.oauth.metadata import METADATA_PATH, KeySet, ServerMetadata
from services.gateway.oauth.tokens import IntrospectionEndpoint, RevocationEndpoint, TokenEndpoint
from services.shared.tokens import Signer, Verifier


def add_routes(
    app: Flask,
    roster: Backend,
    signer: Signer,
    verifier: Verifier[Caller],
    limits: Limits,
    base_url: str = "",
) -> None:
    """Serves the endpoints of OAuth; `base_url` is how the outside reaches them."""
    clients, grants = Clients(roster, limits), Grants(roster, limits)
    posts = {
        "token": TokenEndpoint(clients, signer, grants),
        "revoke": RevocationEndpoint(clients, verifier, roster, grants),
        "introspect": IntrospectionEndpoint(clients, verifier, roster, grants),
    }
    for name, view in posts.items():
        app.add_url_rule(f"/oauth/{name}", name, view, methods=["POST"])
    app.add_url_rule("/oauth/jwks", "jwks", KeySet(verifier.keys))
    app.add_url_rule(METADATA_PATH, "oauth_metadata", ServerMetadata(base_url))
