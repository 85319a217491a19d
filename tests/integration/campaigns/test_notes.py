"""What is noted at the same moment for the first time: the latest of each kind stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from services.campaigns.domain.names import NamedCreator

pytestmark = pytest.mark.real


def at_once(together, write):
    together.wait()
    write()


def test_of_first_notes_at_once_the_latest_of_each_kind_stands(store):
    for creator_id in (f"cr_{number}" for number in range(200)):
        names = [NamedCreator(creator_id, f"ana{version}", "Ana") for version in range(3)]
        writes = [
            *(partial(store.note_creator, name, version) for version, name in enumerate(names)),
            partial(store.note_standing, creator_id, suspended=True, version=1),
        ]
        together = Barrier(len(writes))
        with ThreadPoolExecutor(len(writes)) as pool:
            for done in [pool.submit(at_once, together, each) for each in writes]:
                done.result()
        assert store.creators_named([creator_id]) == {creator_id: names[2]}, creator_id
        assert store.takes_offers(creator_id) is False, creator_id
