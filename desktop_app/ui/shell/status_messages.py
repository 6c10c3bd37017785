"""The messages of the status bar: each belongs to a profile, and ends."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QDeadlineTimer, QObject
from PySide6.QtWidgets import QStatusBar

from desktop_app.ui.accessibility.announcements import announce
from desktop_app.ui.text.plain_text import one_line

OF_ALL = ""
"""In place of a profile's id: the message holds for the whole program."""


@dataclass(frozen=True, slots=True)
class _Message:
    text: str
    profile_id: str
    end: QDeadlineTimer


class StatusMessages(QObject):
    """Shows the last message of the shown profile, or of the whole program, until it ends."""

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._shown_profile_id = OF_ALL
        self._is_updating = False
        bar.messageChanged.connect(self._on_message_changed)
        self._messages: list[_Message] = []
        """Those that have not ended, oldest first; at most one for each profile."""

    def show_message(self, text: str, profile_id: str, milliseconds: int) -> None:
        """Announce a translated text, and show it in one line while its profile is shown."""
        announce(self._bar, text)
        text = one_line(text)
        others = [each for each in self._messages if each.profile_id != profile_id]
        self._messages = [*others, _Message(text, profile_id, QDeadlineTimer(milliseconds))]
        self._update()

    def set_profile(self, profile_id: str) -> None:
        """Show only messages of this profile, or of the whole program, from now on."""
        if profile_id != self._shown_profile_id:
            self._shown_profile_id = profile_id
            self._update()

    def _on_message_changed(self, text: str) -> None:
        """Forget the message that has just ended; the bar's own timer may be early or late."""
        if not (text or self._is_updating):
            self._messages = [each for each in self._messages if not self._is_mine(each)]

    def _is_mine(self, message: _Message) -> bool:
        return message.profile_id in (OF_ALL, self._shown_profile_id)

    def _update(self) -> None:
        self._is_updating = True
        self._messages = [each for each in self._messages if not each.end.hasExpired()]
        shown = list(filter(self._is_mine, self._messages))
        if shown:
            self._bar.showMessage(shown[-1].text, max(1, shown[-1].end.remainingTime()))
        else:
            self._bar.clearMessage()
        self._is_updating = False
