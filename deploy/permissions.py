"""Who may do what: the users of MongoDB and NATS, one a service, and their rights, from `deploy.topology`.

`deploy.render` writes `deploy/nats/users.conf` with them, the embedded default includes the same text, and
`deploy.mongo_users` makes the users of MongoDB.

No service may make a stream or a consumer: who does chooses its settings, of which only name and filter stand
in the subject that is checked, and could read with them what is another's. `deploy.nats_streams` makes them.

What NATS does not check is where an answer goes: a service that was taken over can have acknowledgements, or
its own events under their own subjects, put on the stream of another. Neither is taken for a fact there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.topology import DEAD_LETTERS, DEAD_SUBJECT, SERVICE_NAMES, SERVICES, STREAMS, Service

OPERATOR = "operator"
PASSWORDS_FILE = "secrets/passwords.conf"
"""Where the passwords stand, from the folder of the file that includes them."""

_API = "$JS.API"

MONGO_USERS = {
    **{name: name for name in SERVICE_NAMES},
    OPERATOR: next(service.name for service in SERVICES if service.append_only),
}
"""The users of MongoDB and the database of each. The operator restores what a service may only add to."""


_READS_AND_ADDS = (
    *("find", "insert", "killCursors", "changeStream"),
    *("listCollections", "listIndexes", "collStats", "dbStats"),
    # For the migration. No index expires what stands in a log: its times are texts and numbers.
    *("createCollection", "createIndex"),
)
# Who may drop a collection and make it anew could change its validator in that way, too.
_CHANGES = ("update", "remove", "dropCollection", "dropIndex", "collMod")


def mongo_role(service: Service) -> dict[str, object]:
    """What a service's user may do in its database: read and write all of it, or less."""
    if service.append_only:
        return {"privileges": mongo_privileges(service), "roles": []}
    # The migration says what documents are held to, which `readWrite` does not include.
    everywhere = {"resource": {"db": service.name, "collection": ""}, "actions": ["collMod"]}
    return {"privileges": [everywhere], "roles": [{"role": "readWrite", "db": service.name}]}


def mongo_privileges(service: Service) -> list[dict[str, object]]:
    """The privileges of a service's user that may not write all of its database.

    MongoDB knows no refusal, so that what may be changed is named and the rest may not: a collection
    cannot be renamed, replaced by `$out`, altered by `collMod` or dropped without a right of its own.
    """
    rights = {"": _READS_AND_ADDS} | dict.fromkeys(service.collections, _CHANGES)
    return [
        {"resource": {"db": service.name, "collection": name}, "actions": sorted(actions)}
        for name, actions in rights.items()
    ]


@dataclass(frozen=True)
class NatsUser:
    """A user of NATS: the subjects it may publish on. It receives only the answers to its requests."""

    name: str
    publish: tuple[str, ...]

    @property
    def password_variable(self) -> str:
        """The variable that holds the password in the included file."""
        return _password_variable(self.name)

    @property
    def inbox(self) -> str:
        """Where answers to this user arrive."""
        return f"_INBOX_{self.name}.>"


def _publishes(service: Service) -> list[str]:
    allowed = [service.subjects]
    if service.consumers:
        # For a worker's figures: how many dead letters there are of its own.
        allowed.append(f"{_API}.STREAM.INFO.{DEAD_LETTERS}")
    for each in service.consumers:
        allowed += [
            f"{DEAD_SUBJECT}.{each.durable}",
            f"{_API}.CONSUMER.INFO.{each.stream}.{each.durable}",
            f"{_API}.CONSUMER.MSG.NEXT.{each.stream}.{each.durable}",
            f"$JS.ACK.{each.stream}.{each.durable}.>",
        ]
    return allowed


def _operator() -> NatsUser:
    """Makes streams and consumers, looks at all of them, sends again what is dead, backs up and restores."""
    looks = ("STREAM.NAMES", "STREAM.LIST", "STREAM.INFO.*", "CONSUMER.LIST.*", "CONSUMER.INFO.*.*")
    subjects = tuple(service.subjects for service in SERVICES)
    tends = (subject for stream in STREAMS for subject in _tends(stream))
    makes = (
        f"{_API}.CONSUMER.CREATE.{each.stream}.{each.durable}.{each.subject}"
        for service in SERVICES
        for each in service.consumers
    )
    return NatsUser(OPERATOR, (*subjects, *(f"{_API}.{each}" for each in looks), *tends, *makes))


def _tends(stream: str) -> list[str]:
    """What `deploy.nats_streams`, dead letters, backup and restore need of a stream."""
    verbs = ("CREATE", "UPDATE", "MSG.GET", "MSG.DELETE", "SNAPSHOT", "RESTORE", "DELETE")
    return [
        *(f"{_API}.STREAM.{verb}.{stream}" for verb in verbs),
        # Restored at the position that it had, under whatever name it had then.
        f"{_API}.CONSUMER.DURABLE.CREATE.{stream}.*",
        f"$JS.SNAPSHOT.ACK.{stream}.>",
        f"$JS.SNAPSHOT.RESTORE.{stream}.*",
    ]


def nats_users() -> tuple[NatsUser, ...]:
    """Every user of NATS: the services, and who tends the streams."""
    return (*(NatsUser(service.name, tuple(_publishes(service))) for service in SERVICES), _operator())


NATS_USERS = nats_users()


def nats_configuration(users: Sequence[NatsUser] = NATS_USERS, passwords: str = PASSWORDS_FILE) -> str:
    """The part of a nats-server's configuration that names the users; passwords are variables.

    `passwords` is the path of their file, from the folder of the file that this text stands in.
    """
    variables = "".join(f'#     {user.password_variable}: "..."\n' for user in users)
    blocks = "".join(_block(user) for user in users)
    return (
        "# Written by `python -m deploy.render` from deploy/topology.py and deploy/permissions.py.\n"
        f"# {passwords}, beside this file, has to define every password:\n"
        f"{variables}"
        f'include "{passwords}"\n'
        f"authorization {{\n  users: [\n{blocks}  ]\n}}\n"
    )


def _block(user: NatsUser) -> str:
    subjects = "".join(f"          {json.dumps(subject)}\n" for subject in user.publish)
    return (
        "    {\n"
        f"      user: {json.dumps(user.name)}\n"
        f"      password: ${user.password_variable}\n"
        "      permissions: {\n"
        f"        publish: {{ allow: [\n{subjects}        ] }}\n"
        f"        subscribe: {{ allow: [{json.dumps(user.inbox)}] }}\n"
        "      }\n"
        "    }\n"
    )


def nats_passwords(passwords: Mapping[str, str]) -> str:
    """The text of the included file, from the password of each user."""
    named = passwords.items()
    return "".join(f"{_password_variable(user)}: {json.dumps(password)}\n" for user, password in named)


def _password_variable(user: str) -> str:
    return f"{user}_password"
