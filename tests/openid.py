"""A small OpenID Connect issuer: it signs with its own key, and lies where it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from joserfc import jws, jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "callboard", "issuer-secret"
REMOVED = object()


@dataclass
class OpenIdIssuer:
    """What it says; `claims`, `metadata`, `header` and `algorithm` say it otherwise."""

    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    signing_key: Any = None
    asked: list[dict[str, str]] = field(default_factory=list)
    """The forms that came to its token endpoint."""
    nonce: str = ""

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
            **self.metadata,
        }

    def token(self) -> dict[str, Any]:
        """What the token endpoint answers."""
        now = int(time.time())
        usual = {
            "iss": self.address,
            "sub": "subject-1",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "email": "ana@example.com",
            "email_verified": True,
        }
        said = {name: value for name, value in (usual | self.claims).items() if value is not REMOVED}
        return {"access_token": "at", "token_type": "Bearer", "id_token": self._signed(said)}

    def _signed(self, claims: dict[str, Any]) -> str:
        header = {"alg": self.algorithm, "kid": "k1"}
        if self.algorithm == "none":
            return jws.serialize_compact(header, json.dumps(claims), None, algorithms=["none"])
        if self.algorithm == "HS256":
            # The public key as the secret: whoever verifies with whatever the token names believes it.
            public = OctKey.import_key(self.key.as_pem(private=False))
            return jwt.encode(header, claims, public, algorithms=["HS256"])
        return jwt.encode(header, claims, self.signing_key or self.key, algorithms=[self.algorithm])

    def keys(self) -> dict[str, Any]:
        """Its public keys."""
        return {"keys": [self.key.as_dict(private=False, use="sig", kid="k1")]}


@contextmanager
def openid_issuer() -> Iterator[OpenIdIssuer]:
    """An issuer on a free port of this machine."""
    issuer = OpenIdIssuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            known = {"/.well-known/openid-configuration": issuer.discovery, "/keys": issuer.keys}
            self._say(known[path]() if path in known else {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            issuer.asked.append(dict(parse_qsl(body)))
            self._say(issuer.token())

        def _say(self, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
