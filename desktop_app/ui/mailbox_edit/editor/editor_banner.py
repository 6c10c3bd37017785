"""The banner of the edit dialog: what holds for the edit, above what has just happened."""

from __future__ import annotations

from enum import IntEnum, auto

from desktop_app.ui.widgets.banner import Banner, ButtonAction


class EditorState(IntEnum):
    """What can hold for an edit, in the order in which the banner tells it."""

    RESTORED = auto()
    """The edit continues one that was made before."""
    CACHED = auto()
    """The values are the last known ones, because there is no connection."""
    LOCKED = auto()
    """The mailbox or its profile is read-only."""
    ELSEWHERE = auto()
    """The profile now leads to another SuperOffice than the one that the values come from."""


class EditorBanner(Banner):
    """Shows every state that holds and the last event; none of them hides another."""

    def __init__(self) -> None:
        super().__init__()
        self._states: dict[EditorState, tuple[str, tuple[ButtonAction, ...]]] = {}
        self._event: tuple[str, tuple[ButtonAction, ...], str] = ("", (), "")

    @property
    def has_event(self) -> bool:
        """Whether the banner tells an event, such as a failed save."""
        return bool(self._event[0])

    def show_message(self, text: str, *actions: ButtonAction, detail: str = "") -> None:
        """Show an event in place of the last one; the states stay."""
        self._event = (text, actions, detail)
        self._render()

    def clear_message(self) -> None:
        """Remove the last event; the states stay."""
        self.show_message("")

    def show_state(self, state: EditorState, text: str, *actions: ButtonAction) -> None:
        """Show a state until ``end_state``."""
        self._states[state] = (text, actions)
        self._render()

    def end_state(self, state: EditorState) -> None:
        """Remove a state, if it is shown."""
        self._states.pop(state, None)
        self._render()

    def clear(self) -> None:
        """Remove all states and the last event, because another mailbox or reading is shown."""
        self._states = {}
        self.clear_message()

    def _render(self) -> None:
        event, event_actions, detail = self._event
        states = [self._states[state] for state in sorted(self._states)]
        text = "\n".join(filter(None, (event, *(words for words, _ in states))))
        if not text:
            self.hide()
            return
        actions = [*event_actions, *(action for _, mine in states for action in mine)]
        super().show_message(text, *actions, detail=detail)
