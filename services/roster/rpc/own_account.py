"""A person's own account."""

from __future__ import annotations

from typing import Any

from protos.roster.v1 import people_pb2 as pb
from protos.roster.v1 import people_pb2_grpc as grpc_
from services.roster.domain.people.commands import ChangeAccount, ChangePassword, RemoveSecondFactor
from services.roster.domain.people.person import Person
from services.roster.handlers.people import accounts
from services.roster.handlers.people.accounts import Confirmed, Started
from services.roster.rpc.base import Rpc, acting_person
from services.roster.rpc.people import account_message
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.mapping import from_message, text_of, to_message
from services.shared.sealing import Seals

_NAMED = ["name", "locale", "time_zone", "update_mask"]
join(ChangeAccount, pb.PatchAccountRequest, domain_only=["person_id", "changes"], message_only=_NAMED)
join(ChangePassword, pb.ChangePasswordRequest, domain_only=["person_id"])
join(RemoveSecondFactor, pb.RemoveSecondFactorRequest, domain_only=["person_id"])
join(Started, pb.SecondFactorSecret)
join(Confirmed, pb.RecoveryCodes, domain_only=["person"])


class OwnAccountRpc(Rpc, grpc_.OwnAccountServiceServicer):
    """A person's own account."""

    def __init__(self, store: Store, clock: Clock, seals: Seals) -> None:
        super().__init__(store, clock)
        self._seals = seals

    def GetAccount(self, request: pb.GetAccountRequest, _: Any) -> pb.Account:
        return self._account(accounts.get_account(self.store, person_id=acting_person()))

    def PatchAccount(self, request: pb.PatchAccountRequest, _: Any) -> pb.Account:
        invocation = RpcInvocation(request, self._account)
        changes = tuple((path, _value(request, path)) for path in request.update_mask.paths)
        command = from_message(ChangeAccount, request, person_id=acting_person(), changes=changes)
        return invocation.answer(accounts.change_account(self.store, self.clock, command, invocation))

    def ChangePassword(self, request: pb.ChangePasswordRequest, _: Any) -> pb.Account:
        invocation = RpcInvocation(request, self._account)
        command = from_message(ChangePassword, request, person_id=acting_person())
        return invocation.answer(accounts.change_password(self.store, self.clock, command, invocation))

    def StartSecondFactor(self, request: pb.StartSecondFactorRequest, _: Any) -> pb.SecondFactorSecret:
        invocation = RpcInvocation(request, _secret)
        started = accounts.start_second_factor(
            self.store,
            self.clock,
            self._seals,
            person_id=acting_person(),
            password=request.password,
            invocation=invocation,
        )
        return invocation.answer(started)

    def ConfirmSecondFactor(self, request: pb.ConfirmSecondFactorRequest, _: Any) -> pb.RecoveryCodes:
        invocation = RpcInvocation(request, _codes)
        confirmed = accounts.confirm_second_factor(
            self.store,
            self.clock,
            self._seals,
            person_id=acting_person(),
            code=request.code,
            invocation=invocation,
        )
        return invocation.answer(confirmed)

    def RemoveSecondFactor(self, request: pb.RemoveSecondFactorRequest, _: Any) -> pb.Account:
        invocation = RpcInvocation(request, self._account)
        command = from_message(RemoveSecondFactor, request, person_id=acting_person())
        changed = accounts.remove_second_factor(self.store, self.clock, self._seals, command, invocation)
        return invocation.answer(changed)

    def _account(self, person: Person) -> pb.Account:
        return account_message(self.names, person)


def _value(request: pb.PatchAccountRequest, path: str) -> str:
    return text_of(request, path) if path == "locale" else str(getattr(request, path))


def _secret(started: Started) -> pb.SecondFactorSecret:
    return to_message(pb.SecondFactorSecret, started)


def _codes(confirmed: Confirmed) -> pb.RecoveryCodes:
    return to_message(pb.RecoveryCodes, confirmed)
