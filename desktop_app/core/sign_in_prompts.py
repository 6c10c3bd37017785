"""What a sign-in in the browser asks and tells the person meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

CLOSING_TEXT = "Go back to Mailbox Admin: it shows whether you are signed in."


@dataclass(frozen=True, slots=True)
class SignInPrompts:
    """The person's side of a sign-in in the browser; its functions are called in a worker.

    ``closing_text`` is a sentence, shown on the browser's last page before it is known how the
    sign-in ends. ``on_bare_error`` tells that the browser reported an error which may belong to
    another sign-in. ``confirm_account`` gets the user who signed in (foreign text), and returns
    whether to go on; it may wait for the person, and raise Cancelled.
    """

    closing_text: str = CLOSING_TEXT
    on_bare_error: Callable[[], None] = lambda: None
    confirm_account: Callable[[str], bool] = lambda _account: True
