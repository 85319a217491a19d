"""Waiting ends with the first true answer or with the deadline, never later."""

from deploy.wait import until


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        """The time now."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def test_the_first_true_answer_ends_it() -> None:
    time, answers = Time(), iter(["", "", "yes"])

    assert until(lambda: next(answers), 10, every=1, clock=time.clock, sleep=time.sleep) == "yes"
    assert time.now == 2


def test_the_deadline_ends_it() -> None:
    time = Time()

    assert until(lambda: None, 3, every=1, clock=time.clock, sleep=time.sleep) is None
    assert time.now == 3


def test_it_asks_at_least_once() -> None:
    assert until(lambda: "yes", 0) == "yes"
