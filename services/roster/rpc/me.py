"""What a caller is here."""

from __future__ import annotations

from typing import Any

from protos.roster.v1 import parties_pb2 as pb
from protos.roster.v1 import parties_pb2_grpc as grpc_
from protos.roster.v1 import people_pb2
from services.roster.domain.me import Waiting
from services.roster.domain.parties import Party
from services.roster.domain.people.person import Person
from services.roster.handlers import me
from services.roster.rpc.base import Rpc
from services.shared.access import SCOPES, Identity
from services.shared.calls import caller
from services.shared.enums import numbers_of
from services.shared.joins import join
from services.shared.mapping import to_message

join(Party, pb.MyParty, excerpt=True)
join(Waiting, pb.Waiting)

_LOCALES: dict[str, Any] = numbers_of(people_pb2.Locale.DESCRIPTOR)


class MeRpc(Rpc, grpc_.MeServiceServicer):
    """What a caller is here."""

    def GetMe(self, request: pb.GetMeRequest, _: Any) -> pb.Me:
        by = caller()
        found = me.get_me(
            self.store,
            self.clock,
            party_id=by.party_id,
            person_id=by.person_id,
            limited_to=by.limited_to,
        )
        held = by.token_scopes
        scopes = [number for name, number in SCOPES.items() if name in held]
        return pb.Me(
            party=to_message(pb.MyParty, found.party),
            client=pb.MyClient(client_id=by.client_id, scopes=scopes),
            waiting=to_message(pb.Waiting, found.waiting),
            person=_person(by, found.person) if by.person_id else None,
        )


def _person(by: Identity, known: Person | None) -> pb.MyPerson:
    return pb.MyPerson(
        id=by.person_id,
        name=by.person_name,
        role=by.role,
        creator_ids=sorted(by.limited_to),
        locale=_LOCALES[known.locale] if known else None,
        time_zone=known.time_zone if known else "",
    )
