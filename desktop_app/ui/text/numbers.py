"""Numbers of mailboxes, in words."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop_app.ui.i18n import translate


def number_text(count: int) -> str:
    """A number as the user's locale writes it."""
    return QLocale().toString(count)


def bar_text(label: str, count: int, *, is_chosen: bool) -> str:
    """A bar of the overview for who does not see it."""
    text = translate("numbers", "{label}: {count}").format(label=label, count=number_text(count))
    return (
        translate("numbers", "{text}, the list shows these").format(text=text)
        if is_chosen
        else text
    )


def loaded_details_text(loaded: int, total: int) -> str:
    """Of how many mailboxes the details are known; empty where of all."""
    if loaded == total:
        return ""
    return translate(
        "numbers",
        "Details of {loaded} of %Ln mailbox(es) are loaded. The rest is not counted yet.",
        None,
        total,
    ).format(loaded=number_text(loaded))
