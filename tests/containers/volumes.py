"""The volumes of one Callboard of containers, and what lies in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import docker
from docker.models.containers import Container

from deploy.secret_files import SecretFiles
from tests.containers.definition import Service
from tests.engine import LABELS


class Volumes:
    """Each has the name that compose.yaml gives it, behind a prefix."""

    def __init__(self, client: docker.DockerClient, prefix: str) -> None:
        self._client, self._prefix = client, prefix

    def make(self, services: Mapping[str, Service], special: Mapping[str, Mapping[str, str]]) -> None:
        """Makes those that services mount; `special` gives some other options than those of the engine."""
        names = {
            each.split(":")[0] if isinstance(each, str) else each.get("source", ".")
            for service in services.values()
            for each in service["volumes"]
        }
        for name in names:
            if not name.startswith("."):
                options = special.get(name)
                self._client.volumes.create(self._prefix + name, driver_opts=options, labels=LABELS)

    def secrets(self, service: Service, folder: Path) -> SecretFiles:
        """All secrets in one folder, as the job that made them saw it; needs root, and an engine here."""
        for each in service["volumes"]:
            name, target = each.split(":")
            if target.startswith("/secrets/"):
                (folder / Path(target).name).symlink_to(self._path(name))
        return SecretFiles(folder)

    def _path(self, name: str) -> str:
        return str(self._client.volumes.get(self._prefix + name).attrs["Mountpoint"])

    def companion(self, name: str, image: str) -> Container:
        """A container that does nothing but hold a volume at /volume, for commands to be run in it.

        As long as it is there, a volume in memory keeps what it holds over a restart of its server.
        """
        mount = docker.types.Mount("/volume", self._prefix + name)
        options = {
            "entrypoint": ["sleep"],
            "user": "10001:10001",
            "labels": LABELS,
            "detach": True,
            "init": True,
        }
        return self._client.containers.run(image, ["infinity"], mounts=[mount], **options)
