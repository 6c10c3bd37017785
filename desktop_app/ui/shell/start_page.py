"""What the window shows while it shows no list: which ways there are to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.ui.i18n import translate

if TYPE_CHECKING:
    from desktop_app.ui.widgets.placeholder import PlaceholderPage

Callback = Callable[[], None]


def show_profile_choice(
    placeholder: PlaceholderPage, choose: Callback, create: Callback, open_demo: Callback
) -> None:
    """There are profiles, and none of them is shown."""
    text = translate("shell", "The list at the top left holds your profiles (Ctrl+P).")
    ways = ((translate("shell", "&Choose …"), choose), *_start_actions(create, open_demo))
    placeholder.show_state("building-2", translate("shell", "Choose a profile"), text, *ways)


def show_no_profile(placeholder: PlaceholderPage, create: Callback, open_demo: Callback) -> None:
    """The first start."""
    text = translate(
        "shell",
        "A profile holds what is needed to reach a SuperOffice installation. "
        "The demo is a practice server on this computer.",
    )
    placeholder.show_state(
        "mailbox", translate("shell", "No profile yet"), text, *_start_actions(create, open_demo)
    )


def _start_actions(create: Callback, open_demo: Callback) -> tuple[tuple[str, Callback], ...]:
    return (translate("shell", "&New profile …"), create), (
        translate("shell", "Open the &demo"),
        open_demo,
    )
