"""Edits of many mailboxes, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.errors import Trouble
from desktop_app.core.findings import Finding
from desktop_app.core.mailbox import Draft, Field, PasswordChoice, Replace, SendKept
from desktop_app.core.several import LeftOut, Place, Without
from desktop_app.ui.words.findings import finding_words
from desktop_app.ui.words.mailboxes import field_name, shown, why_words
from desktop_app.ui.words.troubles import explain


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
    if isinstance(left.about, Trouble):
        return explain(left.about).text
    if isinstance(left.about, Finding):
        return finding_words(left.about)
    whys = " ".join(dict.fromkeys(why_words(why) for why in left.about or ()))
    if left.without is Without.PASSWORD_LOCKED:
        needs = tr("It would need its password, and you may not change that.")
        return f"{needs} {whys}".strip()
    return whys


def needs_password_words() -> str:
    """Why a row cannot be saved yet."""
    return tr("Type its password, or it is left out.")


def password_cell_words(choice: PasswordChoice | None) -> str:
    """What a row does about its password, in a few words; never the password."""
    if isinstance(choice, Replace):
        return "••••••••"
    if isinstance(choice, SendKept):
        return tr("kept on this computer")
    return tr("needed: type it here")


def unproved_words() -> str:
    """Why many saves need passwords."""
    return tr(
        "It is not proved that this SuperOffice keeps the stored password when a save leaves it "
        "out. So each mailbox needs its password here: the one kept on this computer, or typed "
        "in its row. The others are left out."
    )


def count_words(ready: int, total: int) -> str:
    """How many will be saved."""
    return tr("%d of %d mailboxes will be saved, one after another.") % (ready, total)


def elsewhere_words(count: int) -> str:
    """That kept passwords are about to go elsewhere."""
    return (
        tr(
            "Passwords kept on this computer: %d were typed for another server or user name. With "
            "this save SuperOffice uses them for the new one."
        )
        % count
    )


def production_words(count: int, profile: str) -> str:
    """The one question before many saves on production."""
    return tr("Save %d mailboxes on %s (production)?") % (count, profile)


def what_happens_words() -> str:
    """What will be done with each."""
    return tr(
        "A snapshot of the list is kept first. Each mailbox is then read again, saved on its own "
        "and read back. You can pause and stop."
    )


def reading_words(done: int, total: int) -> str:
    """How far the details are."""
    return tr("Reading the details: %d of %d …") % (done, total)
