"""Edits of many mailboxes, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.findings import Finding
from desktop_app.core.mailbox import Draft, Field
from desktop_app.core.several import LeftOut, Place, Without
from desktop_app.ui.words.findings import finding_words
from desktop_app.ui.words.mailboxes import field_name, shown, why_words


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("several", text)


def different_words() -> str:
    """Stands for a value that the mailboxes do not share."""
    return tr("different values")


def pattern_words() -> str:
    """What can be written for a user name."""
    return tr(
        "{address}, {user}, {domain} and {name} stand for each mailbox's own address, the parts "
        "of it before and after the @, and its user name of now."
    )


def unknown_place_words(name: str) -> str:
    """A place that a pattern cannot name."""
    known = ", ".join(f"{{{place.value}}}" for place in Place)
    return tr("There is no {%s}. Write one of %s.") % (name, known)


def change_words(draft: Draft, which: Field) -> str:
    """Old and new of one field; empty where nothing changes."""
    if which not in draft.changes:
        return ""
    before = shown(draft.original.values.get(which)) or tr("nothing")
    return f"{before} → {shown(draft.changes[which]) or tr('nothing')}"


def left_out_words(left: LeftOut) -> str:
    """Why a mailbox, or a field of it, is left out."""
    reason = _reason(left)
    return reason if left.which is None else f"{field_name(left.which)}: {reason}"


def _reason(left: LeftOut) -> str:
    if left.without is Without.NOTHING_TO_FILL_IN:
        return tr("This mailbox has nothing to fill in.")
    if isinstance(left.about, Finding):
        return finding_words(left.about)
    return " ".join(dict.fromkeys(why_words(why) for why in left.about or ()))
