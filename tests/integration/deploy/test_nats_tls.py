"""NATS over TLS: what Callboard connects with believes the authority that it is given, and no other."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client

from deploy import nats_streams
from deploy.backup import streams
from deploy.backup.errors import BackupError
from deploy.backup.settings import Settings
from deploy.errors import DeployError
from deploy.local import ports, servers
from deploy.local.home import Home
from deploy.local.servers import Binaries
from deploy.permissions import OPERATOR
from deploy.readiness import wait_for_nats
from deploy.secret_files import SecretFiles
from services.cli.dead_letter_stream import connected, dead_letters
from services.cli.errors import CliError
from services.shared import worker
from services.shared.broker import connection
from services.shared.worker import connect
from tests.certificates import Authority


@pytest.fixture
def name() -> str:
    """What the server's certificate is for."""
    return "localhost"


@pytest.fixture
def authority(tmp_path: Path, name: str) -> Path:
    """The folder of the server's certificate, and of who has signed it."""
    return Authority().certify(tmp_path / "nats", name)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The certificate of somebody who has signed nothing here."""
    return Authority("other").certify(tmp_path / "other") / "ca.crt"


@pytest.fixture
def files(home: Home, binaries: Binaries, authority: Path) -> Iterator[SecretFiles]:
    """The secrets of a broker that wants TLS, with the addresses at which it does."""
    home.prepare()
    chosen = ports.settle(home)
    _, program = servers.programs(binaries, home, chosen)
    with (home.run / "nats.conf").open("a") as configuration:
        configuration.write(
            f'tls {{ cert_file: "{authority / "tls.crt"}", key_file: "{authority / "tls.key"}" }}\n'
        )
    found = SecretFiles(home.secrets)
    with subprocess.Popen(program.command) as process:
        try:
            wait_for_nats(chosen["nats"])
            yield found
        finally:
            process.terminate()


def url(files: SecretFiles, user: str) -> str:
    """The URL of a user, over TLS."""
    return files.nats_url(user).read_text().replace("nats://", "tls://")


async def disbelieved(url: str, ca_file: Path | None) -> None:
    """Connects as a worker does, which must not believe the server's certificate."""
    with pytest.raises(ssl.SSLCertVerificationError):
        await nats.connect(**connection(url, ca_file), allow_reconnect=False, error_cb=_quiet)


async def _quiet(_: Exception) -> None:
    """It is raised as well."""


async def pending(broker: Client) -> int:
    """The messages that the consumer of the activity log has not had yet."""
    info = await broker.jetstream().consumer_info("ROSTER", "roster-activity")
    return int(info.num_pending or 0)


def test_a_worker_believes_its_authority_only(files: SecretFiles, authority: Path, other: Path) -> None:
    async def made() -> int:
        broker = await connect(url(files, "roster"), authority / "ca.crt")
        await broker.jetstream().publish("roster.v1.X.cr_1", b"")
        # The server counts what is pending a moment after it has acknowledged the message.
        async with asyncio.timeout(10):
            while not (waiting := await pending(broker)):
                await asyncio.sleep(0.01)
        await broker.close()
        return waiting

    operator = url(files, OPERATOR)
    asyncio.run(nats_streams.ensure_at(operator, authority / "ca.crt"))
    assert asyncio.run(made()) == 1
    for believed in (other, None):
        asyncio.run(disbelieved(url(files, "roster"), believed))


@pytest.mark.parametrize("name", ["elsewhere"])
def test_a_server_of_another_name_is_refused(files: SecretFiles, authority: Path) -> None:
    asyncio.run(disbelieved(url(files, "roster"), authority / "ca.crt"))


def test_a_worker_gets_in_once_the_file_names_the_right_authority(
    files: SecretFiles, authority: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "CONNECT_SECONDS", 0.5)

    async def mended() -> bool:
        refused = asyncio.Event()

        async def lost(_: Exception) -> None:
            refused.set()

        monkeypatch.setattr(worker, "_lost", lost)
        connecting = asyncio.create_task(connect(url(files, "roster"), other))
        await refused.wait()
        assert not connecting.done()
        other.write_bytes((authority / "ca.crt").read_bytes())
        broker = await asyncio.wait_for(connecting, 30)
        await broker.close()
        return True

    assert asyncio.run(mended())


def test_the_command_and_a_backup_believe_theirs(files: SecretFiles, authority: Path, other: Path) -> None:
    operator = url(files, OPERATOR)

    async def listed(believed: Path) -> int:
        async with connected(operator, believed) as js:
            return len([each async for each in dead_letters(js)])

    async def known(believed: Path) -> dict[str, object]:
        async with streams.connected(Settings({}, operator, str(believed))) as broker:
            return dict(await streams.positions(broker, ["ROSTER"]))

    assert asyncio.run(listed(authority / "ca.crt")) == 0
    assert asyncio.run(known(authority / "ca.crt")) == {}
    with pytest.raises(CliError, match="is not believed") as refused:
        asyncio.run(listed(other))
    with pytest.raises(BackupError) as failed:
        asyncio.run(known(other))
    with pytest.raises(DeployError) as unmade:
        asyncio.run(nats_streams.ensure_at(operator, other))
    assert str(refused.value) == str(failed.value) == str(unmade.value)
    password = files.nats_url(OPERATOR).read_text().split(":")[2].split("@")[0]
    assert password not in str(refused.value)
