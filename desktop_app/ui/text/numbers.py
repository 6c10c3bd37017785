"""Numbers of mailboxes, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("numbers", text)


def number_text(count: int) -> str:
    """A number as the user's locale writes it."""
    return QLocale().toString(count)


def bar_text(label: str, count: int, *, is_chosen: bool) -> str:
    """A bar of the overview for who does not see it."""
    text = tr("%s: %s") % (label, number_text(count))
    return tr("%s, the list shows these") % text if is_chosen else text


def loaded_details_text(loaded: int, total: int) -> str:
    """Of how many mailboxes the details are known; empty where of all."""
    if loaded == total:
        return ""
    return tr("Details of %s of %s mailboxes are loaded. The rest is not counted yet.") % (
        number_text(loaded),
        number_text(total),
    )
