"""Edits of many mailboxes, in words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from desktop_app.core.bulk.bulk_edit import LeftOut, Place, Without
from desktop_app.core.bulk.password_table import Miss, Oddity
from desktop_app.core.errors import Trouble
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.core.mailbox.mailbox import Draft, Field, PasswordChoice, Replace, SendKept
from desktop_app.core.mailbox.validation import Finding
from desktop_app.services.bulk.password_rotation import Tried
from desktop_app.ui.mail_check.check_text import headline
from desktop_app.ui.mailbox_edit.fields.validation_text import finding_words
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import field_name, shown, why_words


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


def paste_words() -> str:
    """What a table looks like, and what becomes of it."""
    return tr(
        "One line for each mailbox: its address or user name, then a tab, semicolon or comma, then "
        "the new password. Copy such a table and paste it here. The passwords stay in memory until "
        "this window closes or you lock; no file gets them."
    )


def polling_words() -> str:
    """What happens in the meantime."""
    return tr(
        "Until its row is saved, SuperOffice keeps polling each mailbox with the old password. "
        "Where the mail server has the new one already, that counts as wrong tries: be quick, and "
        "try the passwords before you leave."
    )


def miss_words(miss: Miss) -> str:
    """Why a line is not used, and what to do."""
    return {
        Miss.NO_PASSWORD: tr("Not used: there is no password in this line."),
        Miss.UNKNOWN: tr("Not used: no mailbox of the list has this address or user name."),
        Miss.SEVERAL_MAILBOXES: tr("Not used: more than one mailbox has it. Give the address."),
        Miss.SEVERAL_LINES: tr("Not used: another line names the same mailbox. Take one out."),
        Miss.LOCKED: tr("Not used: you may not change the password of this mailbox."),
        Miss.SEVERAL_PASSWORDS: tr(
            "Not used: another line has another password for the same user on the same server."
        ),
        Miss.NOT_READ: tr("Not used: SuperOffice did not give the details of this mailbox."),
    }[miss]


def oddity_words(oddity: Oddity) -> str:
    """What may have come from the pasting; it is kept as it is."""
    return {
        Oddity.BLANKS_AT_EDGE: tr("blanks at its edge"),
        Oddity.QUOTED: tr("in quotation marks"),
        Oddity.MORE_COLUMNS: tr("holds a separator: one column too many?"),
    }[oddity]


def masked_words(oddities: Iterable[Oddity]) -> str:
    """A password in a table: always eight dots, and what is odd about it."""
    odd = ", ".join(map(oddity_words, oddities))
    return f"•••••••• ({odd})" if odd else "••••••••"


def hidden_words() -> str:
    """Stands for what may be a password in the wrong column."""
    return tr("•••• (no address; it may be a password)")


def tried_words(tried: Tried, report: CheckReport | None) -> str:
    """How the password of a line stands, with the mail server's own verdict."""
    if report is not None:
        return headline(report)
    return {
        Tried.NOT_YET: tr("Not tried yet."),
        Tried.TRYING: tr("Is being tried …"),
        Tried.REFUSED_USER: tr(
            "Not tried: this user was refused here before, and a second try could lock the account."
        ),
    }.get(tried, "")


def lines_words(proved: int, failed: int, waiting: int, unused: int) -> str:
    """The lines of a table, counted."""
    told = [
        tr("accepted: %d") % proved,
        tr("not accepted, or not tried: %d") % failed,
        tr("to be tried: %d") % waiting,
        tr("not used: %d") % unused,
    ]
    return " · ".join(told)
