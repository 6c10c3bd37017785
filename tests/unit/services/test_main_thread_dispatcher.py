from __future__ import annotations

import threading
import weakref

from pytestqt.qtbot import QtBot

from desktop_app.services.background import MainThreadDispatcher


class Listener:
    """What a worker reports to."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, str, threading.Thread]] = []

    def on_progress(self, number: int, text: str) -> None:
        self.calls.append((number, text, threading.current_thread()))


def test_a_weak_call_runs_on_the_gui_thread(qtbot: QtBot, dispatcher: MainThreadDispatcher) -> None:
    listener = Listener()
    worker = threading.Thread(
        target=dispatcher.weak(listener.on_progress), args=(1,), kwargs={"text": "one"}
    )
    worker.start()
    qtbot.waitUntil(lambda: bool(listener.calls))
    worker.join(10)
    assert listener.calls == [(1, "one", threading.main_thread())]


def test_a_weak_call_keeps_nothing_alive_and_is_dropped_when_its_object_is_gone(
    qtbot: QtBot, dispatcher: MainThreadDispatcher
) -> None:
    listener, others = Listener(), Listener()
    gone, on_progress = weakref.ref(listener), dispatcher.weak(listener.on_progress)
    on_progress(1, "still queued when the listener goes")
    del listener
    assert gone() is None
    on_progress(2, "nobody is there")
    dispatcher.weak(others.on_progress)(3, "another listener")
    qtbot.waitUntil(lambda: bool(others.calls))
    assert [number for number, *_ in others.calls] == [3]


def test_a_closed_dispatcher_delivers_nothing(
    qtbot: QtBot, dispatcher: MainThreadDispatcher
) -> None:
    heard: list[str] = []
    other = MainThreadDispatcher()
    other.post(lambda: heard.append("before the close, and still under way"))
    other.close()
    other.post(lambda: heard.append("after the close"))
    dispatcher.post(lambda: heard.append("another dispatcher"))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["another dispatcher"]


def test_a_call_may_post_the_next_one(qtbot: QtBot, dispatcher: MainThreadDispatcher) -> None:
    heard: list[int] = []

    def call(number: int) -> None:
        heard.append(number)
        if number < 3:
            dispatcher.post(lambda: call(number + 1))

    dispatcher.post(lambda: call(1))
    assert heard == []
    qtbot.waitUntil(lambda: heard == [1, 2, 3])
