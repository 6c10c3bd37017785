from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop_app.services.background import MainThreadDispatcher


def test_a_closed_courier_delivers_nothing(qtbot: QtBot, dispatcher: MainThreadDispatcher) -> None:
    heard: list[str] = []
    other = MainThreadDispatcher()
    other.post(lambda: heard.append("before the close, and still under way"))
    other.close()
    other.post(lambda: heard.append("after the close"))
    dispatcher.post(lambda: heard.append("another courier"))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["another courier"]


def test_a_call_may_post_the_next_one(qtbot: QtBot, dispatcher: MainThreadDispatcher) -> None:
    heard: list[int] = []

    def call(number: int) -> None:
        heard.append(number)
        if number < 3:
            dispatcher.post(lambda: call(number + 1))

    dispatcher.post(lambda: call(1))
    assert heard == []
    qtbot.waitUntil(lambda: heard == [1, 2, 3])
