"""Ids, clocks and settings."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.roster.config import Settings
from services.shared import ids
from services.shared.clock import SystemClock, rfc3339, to_millisecond
from services.shared.config import load


def test_an_id_is_a_prefix_and_a_uuid_of_version_7() -> None:
    before = time.time_ns() // 1_000_000
    prefix, digits = ids.new_id("cr").split("_")
    value = uuid.UUID(digits)
    assert prefix == "cr"
    assert (value.version, value.variant) == (7, uuid.RFC_4122)
    assert before <= value.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_sort_by_time_and_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [1, 2, 10**6, 2**47, 2**48 - 2]
    made = []
    # The order holds over the whole life of a process; this test has one of its own.
    monkeypatch.setattr(ids, "_last", 0)
    for moment in moments:
        monkeypatch.setattr("services.shared.ids.time.time_ns", lambda moment=moment: moment * 1_000_000)
        made += [ids.uuid7() for _ in range(20)]
    assert made == sorted(set(made))


def test_threads_never_get_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: ids.uuid7(), range(8_000)))
    assert len(set(made)) == len(made)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_survives_its_text_to_the_millisecond(moment: datetime) -> None:
    kept = to_millisecond(moment)
    assert datetime.fromisoformat(rfc3339(kept)) == kept
    assert timedelta(0) <= moment - kept < timedelta(milliseconds=1)


def test_times_are_shown_in_utc() -> None:
    there = datetime(2026, 1, 31, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    assert rfc3339(there) == "2026-01-31T12:00:00Z"
    assert rfc3339(there.replace(microsecond=5_000)) == "2026-01-31T12:00:00.005Z"


def test_the_machines_clock() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.now().microsecond % 1000 == 0
    before = clock.monotonic()
    clock.sleep(0)
    assert clock.monotonic() >= before


GIVEN = {
    "CALLBOARD_ROSTER_MONGO_URI": "mongodb://db/roster",
    "CALLBOARD_ROSTER_NATS_URL": "nats://broker",
    "CALLBOARD_ROSTER_SIGNING_KEY_FILE": "roster.pem",
    "CALLBOARD_ROSTER_TRUSTED_KEYS_DIR": "public",
    "CALLBOARD_ROSTER_SECOND_FACTOR_KEY": "k" * 43,
}


def test_settings_are_read_with_their_prefix_and_frozen() -> None:
    settings = load(
        Settings, {**GIVEN, "CALLBOARD_ROSTER_RPC_THREADS": "3", "CALLBOARD_METRICS_X": "1", "HOME": "x"}
    )
    assert (settings.rpc_threads, settings.upload_threads, settings.reflection) == (3, 8, False)
    assert settings.trusted_keys_dir == Path("public")
    with pytest.raises(ValueError, match="frozen"):
        settings.rpc_threads = 4


def test_settings_come_from_the_environment_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    assert load(Settings).nats_url == "nats://broker"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"CALLBOARD_ROSTER_MONGO_URL": "x"}, "CALLBOARD_ROSTER_MONGO_URL"),
        ({"CALLBOARD_ROSTER_RPC_THREADS": "many"}, "CALLBOARD_ROSTER_RPC_THREADS"),
    ],
)
def test_settings_that_cannot_be_used_end_the_process_with_one_sentence(
    change: dict[str, str], named: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        load(Settings, {**GIVEN, **change})
    sentence = str(ended.value)
    assert named in sentence
    assert "\n" not in sentence
    assert "mongodb://" not in sentence


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(SystemExit, match="CALLBOARD_ROSTER_NATS_URL: Field required"):
        load(Settings, {name: value for name, value in GIVEN.items() if "NATS" not in name})


def in_a_file(file: Path, **others: str) -> dict[str, str]:
    """The settings, of which the database's address stands in a file."""
    given = {name: value for name, value in GIVEN.items() if not name.endswith("MONGO_URI")}
    return given | {"CALLBOARD_ROSTER_MONGO_URI_FILE": str(file)} | others


@pytest.mark.parametrize("end", ["", "\n", "\r\n", " \n"])
def test_a_setting_may_stand_in_a_file(tmp_path: Path, end: str) -> None:
    (tmp_path / "uri").write_text(f"mongodb://roster:word@db/roster{end}", newline="")
    assert load(Settings, in_a_file(tmp_path / "uri")).mongo_uri == "mongodb://roster:word@db/roster"


def test_a_setting_that_is_itself_a_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "uri").write_text("mongodb://db/roster")
    settings = load(Settings, in_a_file(tmp_path / "uri", CALLBOARD_ROSTER_NATS_CA_FILE="/etc/ca.crt"))
    assert settings.signing_key_file == Path("roster.pem")
    assert settings.nats_ca_file == Path("/etc/ca.crt")


def test_a_file_that_cannot_be_used_is_named_and_never_what_it_holds(tmp_path: Path) -> None:
    for content, said in (
        (None, "cannot be read"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"secret\xff", "cannot be read"),
    ):
        file = tmp_path / "uri"
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(SystemExit) as ended:
            load(Settings, in_a_file(file))
        assert str(ended.value).startswith(f"CALLBOARD_ROSTER_MONGO_URI_FILE names {file}, which {said}")
        assert "secret" not in str(ended.value)


def test_a_setting_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "uri").write_text("mongodb://db/roster")
    with pytest.raises(SystemExit, match="CALLBOARD_ROSTER_MONGO_URI is given twice"):
        load(Settings, {**GIVEN, **in_a_file(tmp_path / "uri")})


def test_a_file_for_a_setting_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "uri").write_text("mongodb://db/roster")
    with pytest.raises(SystemExit, match="CALLBOARD_ROSTER_MONGO_URL_FILE"):
        load(Settings, in_a_file(tmp_path / "uri", CALLBOARD_ROSTER_MONGO_URL_FILE="x"))


def test_no_secret_is_in_the_representation_of_settings() -> None:
    assert "//" not in repr(load(Settings, GIVEN))
