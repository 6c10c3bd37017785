"""The lines of the journal, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.journal import Entry, Outcome, PasswordDeed
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.ui.text.dates import local, moment_words
from desktop_app.ui.text.mailbox import field_name, shown


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("journal", text)


def when_words(entry: Entry) -> str:
    """When it was begun, as a local time."""
    return moment_words(local(entry.at))


def mailbox_words(entry: Entry) -> str:
    """Which mailbox."""
    return entry.address or tr("mailbox %d") % entry.mailbox_id


def outcome_words(outcome: Outcome) -> str:
    """What became of it."""
    return {
        Outcome.UNDER_WAY: tr("under way"),
        Outcome.DONE: tr("saved"),
        Outcome.REFUSED: tr("refused"),
        Outcome.NOT_SENT: tr("not sent"),
        Outcome.UNKNOWN: tr("not known"),
        Outcome.NOT_DONE: tr("looked up: not saved"),
        Outcome.FOUND_DONE: tr("looked up: saved"),
    }[outcome]


def what_words(entry: Entry) -> str:
    """What was to be changed, in one line."""
    pairs = sides(entry)
    if entry.creates:
        told = ", ".join(f"{name}: {after}" for name, _, after in pairs)
        return tr("New mailbox. %s") % told
    return "; ".join(f"{name}: {before} → {after}" for name, before, after in pairs)


def sides(entry: Entry) -> list[tuple[str, str, str]]:
    """Each field: its name, what was there before, and what was sent."""
    found = [
        (field_name(which), shown(entry.before.get(which)), shown(value))
        for which, value in entry.after.items()
    ]
    if entry.password is not PasswordDeed.KEPT:
        deed = tr("replaced") if entry.password is PasswordDeed.REPLACED else tr("none")
        found.append((field_name(Field.PASSWORD), "", deed))
    return found


def who_words(entry: Entry) -> str:
    """Who it was: in SuperOffice, and at which computer."""
    return tr("%s, %s at %s") % (entry.case.signed_in_as, entry.account, entry.computer)


def why_words(entry: Entry) -> str:
    """What is known of the outcome beyond its name."""
    said = {
        "READ_BACK": tr("It was read back."),
        "ANSWER_ONLY": tr("SuperOffice took it, but it could not be read back."),
        "FOUND_AFTER_LOST_ANSWER": tr("The answer was lost on the way; the values were there."),
        "NOTHING_TO_SEND": tr("Someone else had made the same changes; nothing was sent."),
        "PROGRAM_ENDED": tr("The program ended before the answer came. It is looked up."),
        "NOT_THERE_YET": tr("A look found the mailbox as it was before."),
        "CANNOT_TELL": tr("What was sent cannot be read, so a look cannot tell."),
        "OTHER_VALUES": tr("A look found neither what was there before nor what was sent."),
        "COULD_NOT_LOOK": tr("The answer was lost, and nobody could look afterwards."),
        "MailboxGone": tr("The mailbox is gone."),
    }
    first = entry.why.split(" ")[0]
    return said.get(first, entry.why)


def keep_words(days: int) -> str:
    """How long lines are kept."""
    return tr("for ever") if days <= 0 else tr("%d days") % days


def least_words(days: int) -> str:
    """What the administrator says about that."""
    if days <= 0:
        return ""
    return tr("Your administrator keeps the journal for %d days at least.") % days


def header() -> tuple[str, ...]:
    """The columns of an export."""
    return (
        *(tr("When"), tr("Profile"), tr("Mailbox"), tr("Id"), tr("Outcome"), tr("Details")),
        *(tr("Changes"), tr("Signed in as"), tr("Account"), tr("Computer"), tr("Batch")),
    )


def cells(entry: Entry) -> tuple[str | int, ...]:
    """One line of an export; no secret is in it."""
    case = entry.case
    return (
        *(local(entry.at).isoformat(timespec="seconds"), case.profile_name, mailbox_words(entry)),
        *(entry.mailbox_id, outcome_words(entry.outcome), why_words(entry), what_words(entry)),
        *(case.signed_in_as, entry.account, entry.computer, case.batch),
    )
