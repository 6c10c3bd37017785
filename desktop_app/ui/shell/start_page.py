"""What the window shows while it shows no list: which ways there are to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from desktop_app.ui.widgets.placeholder import Face

Do = Callable[[], None]


def show_profiles(face: Face, choose: Do, make: Do, demo: Do) -> None:
    """There are profiles, and none of them is shown."""
    text = _tr("The list at the top left holds your profiles (Ctrl+P).")
    ways = ((_tr("&Choose …"), choose), *_ways(make, demo))
    face.show_state("building-2", _tr("Choose a profile"), text, *ways)


def show_no_profile(face: Face, make: Do, demo: Do) -> None:
    """The first start."""
    text = _tr(
        "A profile holds what is needed to reach a SuperOffice installation. "
        "The demo is a practice server on this computer."
    )
    face.show_state("mailbox", _tr("No profile yet"), text, *_ways(make, demo))


def _ways(make: Do, demo: Do) -> tuple[tuple[str, Do], ...]:
    return (_tr("&New profile …"), make), (_tr("Open the &demo"), demo)


def _tr(text: str) -> str:
    return QCoreApplication.translate("welcome", text)
