"""Which threads serve calls."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent import futures
from types import SimpleNamespace
from typing import Any

import grpc
import pytest

from services.shared.admission import Admission, Few
from services.shared.wire import IDEMPOTENCY_KEY
from tests.e2e.waiting import eventually

SECONDS = 20


@pytest.fixture
def leave() -> Iterator[threading.Event]:
    """Lets those go that are held up; all of them at the end of the test."""
    event = threading.Event()
    yield event
    event.set()


def test_many_short_calls_share_a_few_threads() -> None:
    calls, served = Few(32, few=2), set()
    done = [calls.submit(lambda: served.add(threading.get_ident())) for _ in range(32)]
    assert futures.wait(done, SECONDS).not_done == set()
    # Where the machine is busy, another one may have helped out.
    assert len(served) < 32
    eventually(lambda: not calls.full)


def test_calls_that_are_held_up_hold_up_no_others(leave: threading.Event) -> None:
    calls = Few(8, few=2)
    held = [calls.submit(leave.wait, SECONDS) for _ in range(6)]
    for number in range(20):
        assert calls.submit(lambda given: given, number).result(SECONDS) == number
    assert not any(each.done() for each in held)
    leave.set()
    assert [each.result(SECONDS) for each in held] == [True] * 6


def test_as_many_as_are_allowed_are_all_served_at_once(leave: threading.Event) -> None:
    calls, entered = Few(5, few=2), threading.Semaphore(0)

    def stay() -> None:
        entered.release()
        leave.wait(SECONDS)

    for number in range(5):
        assert not calls.full, number
        calls.submit(stay)
    assert calls.full
    assert all(entered.acquire(timeout=SECONDS) for _ in range(5))
    leave.set()
    eventually(lambda: not calls.full)


def test_an_error_is_the_callers_and_costs_no_thread() -> None:
    calls = Few(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            calls.submit(lambda: 1 / 0).result(SECONDS)


def taken_in(admission: Admission, *metadata: tuple[str, str]) -> grpc.RpcMethodHandler:
    """What a call with this metadata is handled by."""
    plain = grpc.unary_unary_rpc_method_handler(lambda *_: "done")
    details: Any = SimpleNamespace(method="/roster.v1.PartyService/GetCreator", invocation_metadata=metadata)
    return admission.intercept_service(lambda _: plain, details)


def test_readings_that_are_held_up_leave_commands_their_threads(leave: threading.Event) -> None:
    admission, command = Admission(2, 1), (IDEMPOTENCY_KEY, "once")
    assert not taken_in(admission).request_streaming
    for _ in range(2):
        admission.readings.submit(leave.wait, SECONDS)
    # The refusal is a stream, so that not even the message is waited for.
    assert taken_in(admission).request_streaming
    for _ in range(2):
        handler = taken_in(admission, command)
        handler.unary_unary.experimental_thread_pool.submit(leave.wait, SECONDS)
    assert taken_in(admission, command).request_streaming
