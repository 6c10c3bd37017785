"""What the window shows while it shows no list: which ways there are to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from desktop_app.ui.widgets.placeholder import PlaceholderPage

Callback = Callable[[], None]


def show_profile_choice(
    placeholder: PlaceholderPage, choose: Callback, create: Callback, open_demo: Callback
) -> None:
    """There are profiles, and none of them is shown."""
    text = _tr("The list at the top left holds your profiles (Ctrl+P).")
    ways = ((_tr("&Choose …"), choose), *_start_actions(create, open_demo))
    placeholder.show_state("building-2", _tr("Choose a profile"), text, *ways)


def show_no_profile(placeholder: PlaceholderPage, create: Callback, open_demo: Callback) -> None:
    """The first start."""
    text = _tr(
        "A profile holds what is needed to reach a SuperOffice installation. "
        "The demo is a practice server on this computer."
    )
    placeholder.show_state(
        "mailbox", _tr("No profile yet"), text, *_start_actions(create, open_demo)
    )


def _start_actions(create: Callback, open_demo: Callback) -> tuple[tuple[str, Callback], ...]:
    return (_tr("&New profile …"), create), (_tr("Open the &demo"), open_demo)


def _tr(text: str) -> str:
    return QCoreApplication.translate("welcome", text)
