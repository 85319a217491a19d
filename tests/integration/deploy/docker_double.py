"""A double of Docker's HTTP interface: as much of it as the container provider uses.

A container is one of the embedded servers, started with the arguments that the image's entry point would
get. So the wiring is exercised for real: images, commands, ports, the replica set, kill and restart.
"""

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from deploy.local.servers import Binaries

ALWAYS: dict[str, Any] = {
    "/_ping": "OK",
    "/version": {"ApiVersion": "1.44", "MinAPIVersion": "1.24", "Version": "double"},
    "/containers/json": [],
    "/networks": [],
    "/volumes": {"Volumes": []},
}
"""What it answers whatever happened: dead runs have left nothing in it."""


@dataclass
class Container:
    """One container: what it was created with, and the process that stands for it."""

    id: str
    config: dict[str, Any]
    directory: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def image(self) -> str:
        """What it was made from."""
        return str(self.config["Image"])

    @property
    def status(self) -> str:
        """As `docker inspect` says it."""
        if self.process is None:
            return "created"
        return "running" if self.process.poll() is None else "exited"

    def start(self, binaries: Binaries) -> None:
        """Run what the image would run."""
        arguments = [str(part) for part in self.config["Cmd"]]
        if entrypoint := self.config.get("Entrypoint"):
            moved = [part.replace("/tmp/", f"{self.directory}/") for part in entrypoint]  # noqa: S108
            command = [*moved, *arguments, "--dbpath", str(self.directory), "--nounixsocket"]
        else:
            command = [str(binaries.nats.path), *arguments]
            command[arguments.index("-sd") + 2] = str(self.directory)
            (bind,) = self.config["HostConfig"]["Binds"]
            outside, inside, _ = bind.split(":")
            command[-1] = command[-1].replace(inside, outside)
        given = dict(each.split("=", 1) for each in self.config.get("Env") or ())
        path = f"{binaries.mongod.path.parent}:{os.environ['PATH']}"
        self.process = subprocess.Popen(
            command,
            env={**os.environ, **given, "PATH": path, "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """End the process; the directory stays."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@dataclass
class Engine:
    """What the double was asked for, and what it answers with."""

    binaries: Binaries
    directory: Path
    containers: dict[str, Container] = field(default_factory=dict)
    pulled: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Status and body of one request, whose path is without the version."""
        if (always := ALWAYS.get(path.partition("?")[0])) is not None:
            return 200, always
        if path.startswith("/images/"):
            return self._image(method, path)
        if path.startswith("/containers/create"):
            return 201, {"Id": self._create(body).id, "Warnings": []}
        if match := re.fullmatch(r"/containers/(\w+)(?:/(\w+))?", path.partition("?")[0]):
            return self._act(method, self.containers[match[1]], match[2] or "")
        return 404, {"message": f"the double does not know {method} {path}"}

    def _image(self, method: str, path: str) -> tuple[int, Any]:
        if method == "POST":
            name, tag = (re.search(rf"{key}=([^&]+)", path)[1] for key in ("fromImage", "tag"))  # type: ignore[index]
            self.pulled.append(f"{name}:{tag}")
            return 200, {"status": "pulled"}
        name = path.removeprefix("/images/").removesuffix("/json")
        return (200, {"Id": f"sha256:{name}"}) if name in self.pulled else (404, {"message": "no such image"})

    def _create(self, config: dict[str, Any]) -> Container:
        number = f"c{len(self.containers)}"
        directory = self.directory / number
        directory.mkdir()
        self.containers[number] = Container(number, config, directory)
        return self.containers[number]

    def _act(self, method: str, container: Container, action: str) -> tuple[int, Any]:
        if action == "json":
            state = {"Status": container.status, "Running": container.status == "running"}
            return 200, {"Id": container.id, "Image": container.image, "State": state, "Config": {}}
        if action == "start":
            container.start(self.binaries)
        elif action == "kill":
            container.kill()
        elif method == "DELETE":
            container.kill()
            self.removed.append(container.image)
        return 204, ""


def _handler(engine: Engine) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Reads JSON, asks the engine, writes JSON."""

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else {}
            path = re.sub(r"^/v[\d.]+", "", self.path)
            status, content = engine.answer(self.command, path, body)
            text = content.encode() if isinstance(content, str) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - the names the base class calls

        def log_message(self, *_: object) -> None:
            """Tests have enough to say."""

    return Handler


@contextmanager
def docker_double(binaries: Binaries, directory: Path) -> Iterator[tuple[str, Engine]]:
    """A running double: its DOCKER_HOST, and what it was asked for."""
    engine = Engine(binaries, directory)
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(engine)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.server_port}", engine
        finally:
            server.shutdown()
            thread.join()
            for container in engine.containers.values():
                container.kill()
