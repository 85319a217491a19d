"""The secrets of one Callboard as a folder of files, each as MongoDB, NATS or a service reads it.

The embedded default, `compose.yaml` and the local Kubernetes overlay all have one such folder:

    mongodb/keyfile           what the members of the replica set prove to each other
    mongodb/<user>            the password of a user of MongoDB
    nats/<user>               the password of a user of NATS
    nats/passwords.conf       all of them, for deploy/nats/users.conf to include
    <user>/mongo_uri          where and as whom a service, or the operator, connects to MongoDB
    <user>/nats_url           where and as whom a service, or the operator, connects to NATS
    operator/client_secret    the secret of the operator's client, op_client
    operator/password         the first password of the person who is the operator
    <issuer>/signing.pem      the key with which a service, or the gateway, signs its calls
    trusted/<issuer>.pub.pem  the public half of each, for everybody
    <service>/<name>          a secret of a service's own, such as portal/cookie_key

Keys and passwords are made once and kept; the other files follow from them and from the addresses.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.permissions import MONGO_USERS, NATS_USERS, OPERATOR, NatsUser, nats_passwords
from deploy.private_files import write_private
from deploy.signing_keys import ensure_key_pairs
from deploy.topology import ISSUERS, TABLE

OWN_SECRETS = {service.name: service.secrets for service in TABLE if service.secrets}
"""The secrets that services have of their own, by service."""


@dataclass(frozen=True)
class SecretFiles:
    """Where each secret stands. Only `ensure` and `ensure_one` write."""

    folder: Path
    users: Sequence[NatsUser] = NATS_USERS
    """Those of NATS."""

    @property
    def key_file(self) -> Path:
        """The key file of MongoDB's replica set."""
        return self.folder / "mongodb" / "keyfile"

    @property
    def nats_passwords(self) -> Path:
        """What the configuration of NATS includes."""
        return self.folder / "nats" / "passwords.conf"

    def mongo_uri(self, user: str) -> Path:
        """The file with the URI of a service's database, or of the operator's."""
        return self.folder / user / "mongo_uri"

    def nats_url(self, user: str) -> Path:
        """The file with the URL of a user of NATS."""
        return self.folder / user / "nats_url"

    def signing_key(self, issuer: str) -> Path:
        """The private key of a service, or of the gateway."""
        return self.folder / issuer / "signing.pem"

    @property
    def trusted(self) -> Path:
        """The folder of public keys; it can be shown to every process."""
        return self.folder / "trusted"

    @property
    def operator_secret(self) -> Path:
        """The secret of the operator's client."""
        return self.folder / OPERATOR / "client_secret"

    @property
    def operator_password(self) -> Path:
        """The first password of the person who is the operator."""
        return self.folder / OPERATOR / "password"

    def of(self, service: str) -> dict[str, Path]:
        """The files that a service may need, by the names of its settings."""
        return {
            "SIGNING_KEY_FILE": self.signing_key(service),
            "TRUSTED_KEYS_DIR": self.trusted,
            "MONGO_URI_FILE": self.mongo_uri(service),
            "NATS_URL_FILE": self.nats_url(service),
            **{f"{name.upper()}_FILE": self.folder / service / name for name in OWN_SECRETS.get(service, ())},
        }

    def ensure(self, mongo: str, nats: str, options: str = "replicaSet=rs0") -> None:
        """Makes what is missing, for MongoDB and NATS at the addresses `host:port`.

        `options` is the query of the URIs of MongoDB. Raises OSError, or DeployError for a damaged key.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Up to 1024 characters of base64, says MongoDB.
        self.ensure_one("mongodb/keyfile", base64.b64encode(secrets.token_bytes(48)).decode())
        for user, database in MONGO_USERS.items():
            password = self.ensure_one(f"mongodb/{user}", secrets.token_urlsafe(24))
            uri = f"mongodb://{user}:{password}@{mongo}/{database}?{options}"
            write_private(self._made(f"{user}/mongo_uri"), uri)
        names = [user.name for user in self.users]
        passwords = {name: self.ensure_one(f"nats/{name}", secrets.token_urlsafe(24)) for name in names}
        write_private(self._made("nats/passwords.conf"), nats_passwords(passwords))
        for user, password in passwords.items():
            write_private(self._made(f"{user}/nats_url"), f"nats://{user}:{password}@{nats}")
        self.ensure_one(f"{OPERATOR}/client_secret", secrets.token_urlsafe(32))
        self.ensure_one(f"{OPERATOR}/password", secrets.token_urlsafe(18))
        for service, own in OWN_SECRETS.items():
            for name in own:
                self.ensure_one(f"{service}/{name}", secrets.token_urlsafe(32))
        ensure_key_pairs({issuer: self.signing_key(issuer) for issuer in ISSUERS}, self.trusted)

    def ensure_one(self, name: str, content: str) -> str:
        """The content of the file `name`; it is made with `content` where it is missing."""
        path = self._made(name)
        if not path.exists():
            write_private(path, content)
        return path.read_text(encoding="utf-8")

    def _made(self, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path
