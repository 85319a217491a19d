"""Which provider the integration tests get."""

import pytest

from tests import providers


def test_an_engine_that_answers_is_used() -> None:
    assert providers.choose({}, answers=lambda: True) == "testcontainers"


def test_without_an_engine_the_servers_are_embedded() -> None:
    assert providers.choose({}, answers=lambda: False) == "embedded"


@pytest.mark.parametrize("name", ["embedded", "testcontainers"])
def test_one_can_be_forced_without_asking(name: str) -> None:
    environment = {providers.CHOICE: name}

    assert providers.choose(environment, answers=lambda: pytest.fail("the engine was asked")) == name


def test_an_unknown_one_is_refused() -> None:
    with pytest.raises(ValueError, match="is 'podman': set it to embedded or testcontainers"):
        providers.choose({providers.CHOICE: "podman"})


def test_the_header_names_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(providers.CHOICE, "embedded")

    assert providers.pytest_report_header().startswith("data plane: embedded")


def test_an_engine_that_cannot_be_reached_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    # A socket file that does not exist: nothing is opened, nothing is waited for.
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")

    assert not providers.engine_answers()
