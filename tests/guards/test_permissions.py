"""The table of rights says what the services really do, and nobody may do what is another's."""

from __future__ import annotations

import pytest
from mongoengine import DateTimeField

from deploy.backup.settings import DATABASES
from deploy.permissions import NATS_USERS, OPERATOR, NatsUser, nats_configuration
from deploy.topology import DEAD_LETTERS, DEAD_SUBJECT, SERVICES, STREAMS, Service
from services.roster.store import DOCUMENTS
from services.shared import events
from services.shared.broker import connection
from tests.guards.source import ROOT
from tests.guards.test_events import EVENTS, MODULES, consumers
from tests.rights import covers, example

USERS = {user.name: user for user in NATS_USERS}
OTHERS = [(USERS[service.name], other) for service in SERVICES for other in SERVICES if service != other]


def test_the_table_has_every_service() -> None:
    assert [service.name for service in SERVICES] == list(DATABASES)
    assert set(USERS) == {*DATABASES, OPERATOR} > set(MODULES)


def test_the_table_has_every_consumer_as_its_service_declares_it(subtests: pytest.Subtests) -> None:
    for service in SERVICES:
        declared = {(row.durable, row.stream, row.subject) for row in consumers().get(service.name, [])}
        with subtests.test(service.name):
            assert {(row.durable, row.stream, row.subject) for row in service.consumers} == declared, (
                f"services/{service.name}/consumes.py and deploy/consumers.json differ: run `make render`"
            )


def test_the_table_has_every_collection_of_a_service_with_a_log() -> None:
    (service,) = (service for service in SERVICES if service.append_only)
    assert service.name == "roster"
    declared = {document._meta["collection"] for document in DOCUMENTS}
    assert {*service.collections, *service.append_only} == declared, (
        "services/roster/store/documents.py and deploy/topology.py differ"
    )
    assert not {*service.collections} & {*service.append_only}


def test_what_is_only_added_to_has_no_time_by_which_an_index_could_expire_it() -> None:
    kept = [each for each in DOCUMENTS if each._meta["collection"] in ("activity", "activity_checkpoints")]
    assert len(kept) == 2
    for document in kept:
        assert not [name for name, field in document._fields.items() if isinstance(field, DateTimeField)]


def test_streams_and_subjects_are_those_that_are_published_on() -> None:
    assert (DEAD_LETTERS, DEAD_SUBJECT) == (events.DEAD_LETTERS, events.DEAD_SUBJECT)
    assert [*(service.stream for service in SERVICES), DEAD_LETTERS] == list(STREAMS)
    for event in EVENTS:
        (service,) = (each for each in SERVICES if each.stream == events.stream_of(event))
        assert covers(service.subjects, f"{event}.cr_1")


def test_the_configuration_is_that_of_the_table() -> None:
    assert (ROOT / "deploy/nats/users.conf").read_text() == nats_configuration(), "run `make render`"


@pytest.mark.parametrize("user", NATS_USERS, ids=lambda user: user.name)
def test_a_user_hears_where_its_client_listens(user: NatsUser) -> None:
    assert user.inbox == f"{connection(f'nats://{user.name}:x@host')['inbox_prefix']}.>"


@pytest.mark.parametrize(("user", "other"), OTHERS, ids=lambda each: each.name)
def test_no_service_may_do_what_is_anothers(user: NatsUser, other: Service) -> None:
    theirs = [
        example(other.subjects),
        *(f"{DEAD_SUBJECT}.{row.durable}" for row in other.consumers),
        *(f"$JS.API.STREAM.{verb}.{other.stream}" for verb in ("INFO", "CREATE", "UPDATE")),
        *(f"$JS.API.CONSUMER.MSG.NEXT.{row.stream}.{row.durable}" for row in other.consumers),
        *(f"$JS.ACK.{row.stream}.{row.durable}.x" for row in other.consumers),
        example(USERS[other.name].inbox),
    ]
    assert [each for each in theirs for right in user.publish if covers(right, each)] == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_no_service_may_make_a_stream_or_remove_what_was_published(service: Service) -> None:
    removing = ("DELETE", "PURGE", "RESTORE", "SNAPSHOT", "MSG.GET", "MSG.DELETE", "LEADER.STEPDOWN")
    verbs = ("CREATE", "UPDATE", *removing)
    foreign = [f"$JS.API.STREAM.{verb}.{stream}" for verb in verbs for stream in STREAMS]
    rights = USERS[service.name].publish
    assert [each for each in foreign for right in rights if covers(right, each)] == []
    assert [right for right in rights if "CONSUMER.CREATE" in right or "DURABLE" in right] == []
