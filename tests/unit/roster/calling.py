"""Calls of roster's servicers as the server would make them: through the interceptor, without a socket."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import grpc

from services.roster.handlers.checkpoints import Attester
from services.roster.rpc import MODULES, registrations
from services.shared.access import SCOPES, Identity, rules_of
from services.shared.assertions import Assertion, OneCall, Reading, claims_of, digest, from_claims
from services.shared.clock import Clock
from services.shared.rpc import RpcInterceptor
from services.shared.tokens import TrustedKeys
from services.shared.wire import ASSERTION_KEY, IDEMPOTENCY_KEY, REQUEST_ID_KEY, error_from
from tests.unit.answering import check_answer
from tests.unit.roster.people import SEALS
from tests.unit.shared.keys import make_keys, signer

OPERATOR = Identity("gateway", "op_1", "operator", token_scopes=frozenset(SCOPES))
SERVICES = {
    name: service for module in MODULES for name, service in module.DESCRIPTOR.services_by_name.items()
}


class Aborted(grpc.RpcError):
    """What a call ends with when it does not succeed."""

    def __init__(self, trailers: Any, code: grpc.StatusCode) -> None:
        self._trailers, self._code = trailers, code

    def trailing_metadata(self) -> Any:
        """Where the details are."""
        return self._trailers

    def code(self) -> grpc.StatusCode:
        """The code."""
        return self._code


class Context:
    """As much of a server's context as the interceptor asks for."""

    def __init__(self, metadata: dict[str, str], remaining: float | None) -> None:
        self._metadata, self._remaining, self._trailers = metadata, remaining, ()

    def invocation_metadata(self) -> Any:
        """What came with the call."""
        return tuple(self._metadata.items())

    def time_remaining(self) -> float | None:
        """The caller's patience."""
        return self._remaining

    def set_trailing_metadata(self, trailers: Any) -> None:
        """What goes with the answer."""
        self._trailers = trailers

    def abort(self, code: grpc.StatusCode, _: str) -> None:
        """Ends the call."""
        raise Aborted(self._trailers, code)


class _Believing:
    """Verifies whatever it was told to."""

    def __init__(self) -> None:
        self.assertion = Assertion(OPERATOR, Reading(""))

    def verify(self, _: str) -> Assertion:
        return from_claims(as_signed(self.assertion, 0))


def as_signed(assertion: Assertion, now: float) -> dict[str, Any]:
    """The claims as a signer would complete them, good for half a second."""
    return {**claims_of(assertion), "iss": assertion.identity.service, "iat": now, "exp": now + 0.5}


@cache
def keys() -> Path:
    """A folder with a key pair of roster's."""
    folder = Path(tempfile.mkdtemp(prefix="callboard-unit-"))
    make_keys(folder, "roster")
    return folder


def attester(clock: Clock) -> Attester:
    """Signs in the name of roster."""
    return Attester(signer(keys(), "roster", clock), TrustedKeys(keys() / "public", clock))


class Caller:
    """Calls an RPC as somebody: `call(identity, "PartyService/GetCreator", request, key="…")`."""

    def __init__(self, store: Any, clock: Clock) -> None:
        self._verifier = _Believing()
        self._gate = RpcInterceptor(rules_of(SERVICES.values()), self._verifier)  # type: ignore[arg-type]
        self._servicers = [servicer for _, servicer in registrations(store, clock, attester(clock), SEALS)]

    def __call__(
        self, identity: Identity, rpc: str, request: Any, *, key: str = "", remaining: float | None = 5
    ) -> Any:
        """The answer; raises the error that a client would raise."""
        wire = request.SerializeToString()
        use = OneCall(f"roster.v1.{rpc}", digest(wire), key, "rq_1")
        self._verifier.assertion = Assertion(identity, use)
        metadata = {ASSERTION_KEY: "x", REQUEST_ID_KEY: "rq_1", IDEMPOTENCY_KEY: key}
        guarded = self._guarded(rpc, type(request).FromString)
        try:
            reply = guarded.unary_unary(guarded.request_deserializer(wire), Context(metadata, remaining))
            answer = self._answer(rpc)(guarded.response_serializer(reply))
        except Aborted as error:
            raise error_from(error, "roster") from None
        if not rpc.startswith(("AccessService/", "OAuthService/")):
            check_answer(answer)
        return answer

    def _answer(self, rpc: str) -> Callable[[bytes], Any]:
        service, method = rpc.split("/")
        answer: Any = SERVICES[service].methods_by_name[method].output_type
        return answer._concrete_class.FromString

    def _guarded(self, rpc: str, parse: Callable[[bytes], Any]) -> Any:
        service, method = rpc.split("/")
        base = f"{service}Servicer"
        servicer = next(each for each in self._servicers if base in {c.__name__ for c in type(each).__mro__})
        behaviour: Callable[..., Any] = getattr(servicer, method)
        handler = grpc.unary_unary_rpc_method_handler(behaviour, parse)

        class Details:
            """What the server knows before it reads the request."""

        Details.method = f"/roster.v1.{rpc}"  # type: ignore[attr-defined]
        return self._gate.intercept_service(lambda _: handler, Details)
