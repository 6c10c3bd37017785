"""A person at the program: reads the screen, presses keys, types, clicks, and waits to see."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from jeepney.io.blocking import DBusConnection  # type: ignore[import-untyped]

from tests.e2e.program import Program
from tests.e2e.screen_reader import (
    AccessibleObject,
    ObjectGone,
    applications,
    described,
    process_of,
)
from tests.e2e.waiting import wait_for

Result = TypeVar("Result")
Name = str | re.Pattern[str]
"""A whole name, or a pattern that is found in it."""
WINDOWS = frozenset({"frame", "dialog", "alert", "window"})


STEADY_LOOKS = 3
"""Looks at the place of something that find it in the same place, before it is clicked."""


@dataclass(frozen=True)
class DesktopUser:
    """Uses one program. What is to be seen is waited for, and missing it fails the test."""

    program: Program
    bus: DBusConnection
    env: Mapping[str, str]

    # What is seen

    def windows(self) -> list[AccessibleObject]:
        """The windows and boxes of the program that can be seen."""
        mine = self.program.process.pid
        found = [app for app in applications(self.bus) if process_of(app) == mine]
        inside = (child for app in found for child in app.children)
        return [item for item in inside if item.is_("showing")]

    def shown(self) -> Iterator[AccessibleObject]:
        """Everything that can be seen in the program's windows."""
        for window in self.windows():
            yield from window.shown()

    def until(self, look: Callable[[], Result | None], what: str) -> Result:
        """Look until there is something to be seen, or no program to see it in."""

        def patient() -> tuple[Result | None] | None:
            was_running = self.program.is_running
            try:
                seen = look()
            except ObjectGone:
                seen = None
            return (seen,) if seen or not was_running else None

        (seen,) = wait_for(patient) or (None,)
        if not seen:
            raise AssertionError(f"not seen: {what}\n" + "\n".join(self._described()))
        return seen

    def window(self, title: Name) -> AccessibleObject:
        """The window with this title, once it has the keyboard."""
        return self.until(
            lambda: next(
                (w for w in self.windows() if matches(title, w.name) and w.is_("active")), None
            ),
            f"the active window {title}",
        )

    def no_window(self, title: Name) -> None:
        """No window has this title, or not any more."""
        self.until(
            lambda: not any(matches(title, w.name) for w in self.windows()),
            f"that the window {title} is gone",
        )

    def finds(
        self, role: str, name: Name = "", within: AccessibleObject | None = None
    ) -> AccessibleObject:
        """Something of this role and name, once it can be seen."""

        def look() -> AccessibleObject | None:
            for item in within.shown() if within else self.shown():
                if item.role == role and (not name or matches(name, item.name)):
                    return item
            return None

        return self.until(look, f"{role} {name}")

    def sees(self, words: str) -> str:
        """The whole text that holds these words, as a screen reader would speak it."""
        return self.until(
            lambda: next((name for t in self.shown() if words in (name := t.name)), None),
            f"“{words}”",
        )

    def sees_now(self, words: str) -> bool:
        """Whether these words are there to be read at this moment."""
        return any(words in item.name for item in self.shown())

    def reads(self, field: AccessibleObject, text: str) -> None:
        """The field holds this text."""
        self.until(lambda: field.text == text, f"“{text}” in {field.name}, not “{field.text}”")

    # What is done

    def presses(self, *keys: str) -> None:
        """Press keys, one after another, such as ``ctrl+n``."""
        self._hand("key", *keys)

    def types(self, text: str) -> None:
        """Type a text."""
        self._hand("type", "--", text)

    def presses_and_types(self, keys: Sequence[str], text: str, pause_ms: int) -> None:
        """Press keys and type on at once, as fast as this: nobody looks where the keyboard is."""
        pause = str(pause_ms)
        self._hand("key", "--delay", pause, *keys, "type", "--delay", pause, "--", text)

    def clicks_and_types(self, item: AccessibleObject, text: str, pause_ms: int) -> None:
        """Click on the middle of something and type on at once."""
        self._points_at(item)
        pause = str(pause_ms)
        self._hand("click", "1", "type", "--delay", pause, "--", text)

    def clicks_and_presses(self, item: AccessibleObject, *keys: str) -> None:
        """Click on the middle of something and press keys at once."""
        self._points_at(item)
        self._hand("click", "1", "key", "--delay", "30", *keys)

    def clicks(self, item: AccessibleObject, times: int = 1, button: int = 1) -> None:
        """Click on the middle of something: left button (1), middle one (2) or right one (3)."""
        self._points_at(item)
        self._hand("click", "--repeat", str(times), str(button))

    def _points_at(self, item: AccessibleObject) -> None:
        """Move to the middle of something, and follow it: a new window is still being placed."""
        places: list[tuple[int, int]] = []
        while len(places) < STEADY_LOOKS or len(set(places[-STEADY_LOOKS:])) > 1:
            places.append(item.centre)
            self._hand("mousemove", *map(str, places[-1]))

    @contextmanager
    def holds_down(self, item: AccessibleObject) -> Iterator[None]:
        """Hold the mouse button down on something."""
        self._points_at(item)
        self._hand("mousedown", "1")
        yield
        self._hand("mouseup", "1")

    def goes_to(self, item: AccessibleObject, key: str) -> None:
        """Press the key that leads to something, and see the keyboard arrive there."""
        self.presses(key)
        self.until(lambda: item.is_("focused"), f"the keyboard at {item.name}")

    def ends(self) -> None:
        """Quit, and see the program end well."""
        self.presses("ctrl+q")
        self.until(lambda: not self.program.is_running, "the end of the program")
        assert self.program.ended() == 0

    def _hand(self, *command: str) -> None:
        subprocess.run(["xdotool", *command], env=self.env, check=True, timeout=60)

    def _described(self) -> Iterator[str]:
        if not self.program.is_running:
            yield f"The program has ended with {self.program.process.returncode}."
        yield from self.program.complaints
        try:
            for window in self.windows():
                yield from described(window)
        except ObjectGone as gone:
            yield str(gone)


def matches(name: Name, text: str) -> bool:
    """Whether a text is this name, or the pattern is found in it."""
    return bool(name.search(text)) if isinstance(name, re.Pattern) else name == text
