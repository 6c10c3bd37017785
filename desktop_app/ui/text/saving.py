"""How a save ended, and what it will send."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    Replace,
    SendKept,
    Value,
    value_text,
)
from desktop_app.core.saved_draft import KeptDraft, Origin
from desktop_app.services.saving.draft_restore import Restored
from desktop_app.services.saving.save import (
    Conflict,
    LockedMeanwhile,
    Look,
    Proof,
    Saved,
    SaveUnknown,
)
from desktop_app.ui.mailbox_list.filter.quick_filter_text import time_words
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.errors.message import Said, words_for
from desktop_app.ui.text.mailbox import field_name, shown
from desktop_app.ui.text.plain_text import LONGEST, shortened

QUOTED = 80
"""Characters of a value in the summary; the whole of it is in its field."""


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("saving", text)


def name_of(mailbox: Mailbox) -> str:
    """What a mailbox is called in a sentence."""
    address = value_text(mailbox.values.get(Field.ADDRESS))
    return shortened(address, LONGEST) or tr("mailbox %d") % mailbox.id


def will_send(draft: Draft) -> str:
    """What Save will send, one change a line."""
    lines = [_will_send(draft, which) for which in Field if which in draft.changes]
    if isinstance(draft.password, Replace):
        lines.append(tr("Password: as typed") if draft.creates else tr("Password: replaced"))
    elif isinstance(draft.password, SendKept):
        lines.append(tr("Password: the one kept on this computer"))
    return "\n".join(lines)


def _will_send(draft: Draft, which: Field) -> str:
    now = f"“{_quoted(draft.changes[which])}”"
    before = f"“{_quoted(draft.original.values.get(which))}” → "
    return f"{field_name(which)}: {'' if draft.creates else before}{now}"


def _quoted(value: Value) -> str:
    """On one line: a value may hold line ends, and a megabyte."""
    return shortened(shown(value), QUOTED).replace("\n", "↵").replace("\r", "↵")


def saved_words(
    saved: Saved, *, replaced_password: bool, accepted_at: datetime | None = None
) -> str:
    """The success, with what was proved and what was not.

    ``accepted_at`` is when the mail server accepted this very password, if it did.
    """
    said = {
        Proof.READ_BACK: tr("Saved %s."),
        Proof.ANSWER_ONLY: tr("SuperOffice took %s, but it could not be read back to make sure."),
        Proof.FOUND_AFTER_LOST_ANSWER: tr(
            "Saved %s. The answer was lost on the way, but the values are there."
        ),
    }[saved.proof] % name_of(saved.mailbox)
    if replaced_password and accepted_at is not None:
        said += " " + tr(
            "SuperOffice does not show passwords; the mail server accepted this one at %s."
        ) % time_words(accepted_at)
    elif replaced_password:
        said += " " + tr("SuperOffice does not show passwords: watch for new mail.")
    return said


def differs_words(saved: Saved) -> str:
    """What the server made of the values, where that is not what was asked for."""
    lines = (f"{field_name(f)}: “{_quoted(saved.mailbox.values.get(f))}”" for f in saved.differs)
    return (
        tr("Saved, but SuperOffice keeps other values than you asked for:")
        + "\n"
        + "\n".join(lines)
    )


def restored_words(restored: Restored, origin: Origin = Origin.UNSAVED) -> str:
    """What came of an edit that goes on, on top of what SuperOffice has now."""
    said = {
        Origin.UNSAVED: tr(
            "This is what you had not saved. Passwords are never kept: type yours again."
        ),
        Origin.WAITING: tr("This change waits to be sent."),
        Origin.JOURNAL: tr("These values were there before that save. Nothing is sent yet."),
        Origin.SNAPSHOT: tr("These are the values of the other side. Nothing is sent yet."),
    }[origin]
    if restored.colliding:
        said += " " + tr("Someone else has changed meanwhile: %s.") % _names(restored.colliding)
    if restored.locked:
        said += " " + tr("No longer yours to change: %s.") % _names(restored.locked)
    return said


def drafts_words(drafts: Sequence[KeptDraft]) -> str:
    """Which edits of an earlier run were not saved."""
    names = ", ".join(draft.name or tr("a new mailbox") for draft in drafts)
    return tr("Changes that were not saved when the program ended: %s.") % names


@words_for.register
def _(trouble: Conflict) -> Said:
    return Said(
        tr("Nothing was saved: someone else changed this mailbox meanwhile: %s.")
        % _names(trouble.fields),
        tr("Pick a value for each, then save again; or reload to see what is there."),
    )


@words_for.register
def _(trouble: LockedMeanwhile) -> Said:
    return Said(
        tr("Nothing was saved: these fields may not be changed any more: %s.")
        % _names(trouble.fields),
        tr("Reload the mailbox to see why."),
    )


@words_for.register
def _(trouble: SaveUnknown) -> Said:
    lost = explain(trouble.lost).happened
    found = {
        Look.NOT_THERE_YET: tr("The new values are not there so far."),
        Look.CANNOT_TELL: tr("Whether the password arrived cannot be seen."),
        Look.OTHER_VALUES: tr("What is there now is neither the old nor what you asked for."),
        Look.COULD_NOT_LOOK: tr("Looking for them failed too."),
    }[trouble.look]
    return Said(
        tr("It is not known whether the mailbox was saved. %s %s") % (lost, found),
        tr("Nothing is sent again by itself. Refresh the list and look before you save again."),
    )


def _names(fields: Iterable[Field]) -> str:
    return ", ".join(field_name(f) for f in fields)
