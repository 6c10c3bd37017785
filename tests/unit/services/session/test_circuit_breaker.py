from __future__ import annotations

import threading

import pytest

from desktop_app.core.errors import AppError, SecretMissing, ServerBusy, SignInHalted, SignInRefused
from desktop_app.services.session.circuit_breaker import CircuitBreaker


@pytest.fixture
def pulled() -> list[AppError]:
    return []


@pytest.fixture
def breaker(pulled: list[AppError]) -> CircuitBreaker:
    return CircuitBreaker(pulled.append)


def fail(error: AppError) -> None:
    raise error


@pytest.mark.parametrize("error", [SignInRefused("no", detail="HTTP 401"), SecretMissing("Acme")])
def test_after_a_refusal_nothing_is_called(
    breaker: CircuitBreaker, pulled: list[AppError], error: AppError
) -> None:
    with pytest.raises(type(error)):
        breaker.run(lambda: fail(error))
    called: list[int] = []
    for _ in range(3):
        with pytest.raises(SignInHalted) as halted:
            breaker.run(lambda: called.append(1))
        assert halted.value.detail == error.detail
    assert (called, pulled, breaker.reason) == ([], [error], error)


def test_other_errors_do_not_halt(breaker: CircuitBreaker, pulled: list[AppError]) -> None:
    with pytest.raises(ServerBusy):
        breaker.run(lambda: fail(ServerBusy("later")))
    assert breaker.run(lambda: "next") == "next"
    assert (pulled, breaker.reason) == ([], None)


def test_released_it_lets_calls_through_and_can_be_pulled_again(
    breaker: CircuitBreaker, pulled: list[AppError]
) -> None:
    for _ in range(2):
        with pytest.raises(SignInRefused):
            breaker.run(lambda: fail(SignInRefused("no")))
        breaker.reset()
    assert breaker.run(lambda: "next") == "next"
    assert len(pulled) == 2


def test_refusals_of_calls_under_way_are_reported_once(
    breaker: CircuitBreaker, pulled: list[AppError]
) -> None:
    meet = threading.Barrier(8)

    def call() -> None:
        meet.wait(10)
        raise SignInRefused("no")

    def work() -> None:
        with pytest.raises(SignInRefused):
            breaker.run(call)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert pulled == [breaker.reason]
