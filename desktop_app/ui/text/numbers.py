"""Texts with numbers of mailboxes and with durations. All are translated."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop_app.ui.i18n import translate


def number_text(count: int) -> str:
    """Return a number in the user's format."""
    return QLocale().toString(count)


def duration_text(seconds: float) -> str:
    """Return a duration in milliseconds, from one second on in seconds; never nought."""
    if seconds < 0.001:
        return translate("numbers", "under 1 ms")
    if seconds < 1:
        return translate("numbers", "{milliseconds} ms").format(
            milliseconds=QLocale().toString(round(seconds * 1000))
        )
    return translate("numbers", "{seconds} s").format(seconds=QLocale().toString(seconds, "f", 1))


def bar_text(label: str, count: int, *, is_chosen: bool) -> str:
    """Return the label and number of a bar in the overview, for screen readers."""
    text = translate("numbers", "{label}: {count}").format(label=label, count=number_text(count))
    return (
        translate("numbers", "{text} (shown in the list)").format(text=text) if is_chosen else text
    )


def loaded_details_text(loaded: int, total: int) -> str:
    """Return how many of ``total`` mailboxes have their details loaded; empty if all have."""
    if loaded == total:
        return ""
    return translate(
        "numbers",
        "Details are loaded for {loaded} of %Ln mailbox(es). The others are not counted yet.",
        None,
        total,
    ).format(loaded=number_text(loaded))
