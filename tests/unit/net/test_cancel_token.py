"""Cancel: uttered once, from any thread, and heard by all that wait."""

from __future__ import annotations

import threading

import pytest

from desktop_app.core.errors import Cancelled
from desktop_app.net.cancel_token import CancelToken
from tests.unit.net.outcomes import Background


def test_it_is_heard_by_what_registered() -> None:
    cancel, woken = CancelToken(), threading.Event()
    with cancel.on_cancel(woken.set):
        assert not woken.is_set()
        cancel.cancel()
    assert woken.is_set()
    with pytest.raises(Cancelled):
        cancel.check()


def test_it_is_heard_by_what_comes_too_late() -> None:
    cancel, woken = CancelToken(), threading.Event()
    cancel.cancel()
    with cancel.on_cancel(woken.set):
        assert woken.is_set()


def test_it_forgets_what_has_ended() -> None:
    cancel, woken = CancelToken(), threading.Event()
    with cancel.on_cancel(woken.set):
        pass
    cancel.cancel()
    assert not woken.is_set()


def test_it_ends_a_wait() -> None:
    call = Background(lambda cancel: cancel.wait(3600))
    call.cancel.cancel()
    assert isinstance(call.outcome(), Cancelled)


def test_a_wait_without_cancel_passes() -> None:
    CancelToken().wait(0)
