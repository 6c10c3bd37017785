from __future__ import annotations

import threading

import pytest

from desktop_app.core.errors import AppError, SecretMissing, ServerBusy, SignInHalted, SignInRefused
from desktop_app.services.session.circuit_breaker import CircuitBreaker


@pytest.fixture
def pulled() -> list[AppError]:
    return []


@pytest.fixture
def brake(pulled: list[AppError]) -> CircuitBreaker:
    return CircuitBreaker(pulled.append)


def fail(trouble: AppError) -> None:
    raise trouble


@pytest.mark.parametrize("trouble", [SignInRefused("no", detail="HTTP 401"), SecretMissing("Acme")])
def test_after_a_refusal_nothing_is_called(
    brake: CircuitBreaker, pulled: list[AppError], trouble: AppError
) -> None:
    with pytest.raises(type(trouble)):
        brake.run(lambda: fail(trouble))
    called: list[int] = []
    for _ in range(3):
        with pytest.raises(SignInHalted) as halted:
            brake.run(lambda: called.append(1))
        assert halted.value.detail == trouble.detail
    assert (called, pulled, brake.reason) == ([], [trouble], trouble)


def test_other_troubles_do_not_halt(brake: CircuitBreaker, pulled: list[AppError]) -> None:
    with pytest.raises(ServerBusy):
        brake.run(lambda: fail(ServerBusy("later")))
    assert brake.run(lambda: "next") == "next"
    assert (pulled, brake.reason) == ([], None)


def test_released_it_lets_calls_through_and_can_be_pulled_again(
    brake: CircuitBreaker, pulled: list[AppError]
) -> None:
    for _ in range(2):
        with pytest.raises(SignInRefused):
            brake.run(lambda: fail(SignInRefused("no")))
        brake.reset()
    assert brake.run(lambda: "next") == "next"
    assert len(pulled) == 2


def test_refusals_of_calls_under_way_are_told_of_once(
    brake: CircuitBreaker, pulled: list[AppError]
) -> None:
    meet = threading.Barrier(8)

    def call() -> None:
        meet.wait(10)
        raise SignInRefused("no")

    def work() -> None:
        with pytest.raises(SignInRefused):
            brake.run(call)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert pulled == [brake.reason]
