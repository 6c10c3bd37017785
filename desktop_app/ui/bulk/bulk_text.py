"""Edits of many mailboxes, in words."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.core.bulk.bulk_edit import Exclusion, ExclusionReason, Placeholder
from desktop_app.core.bulk.password_table import PasswordWarning, UnmatchedReason
from desktop_app.core.errors import AppError
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    PasswordChoice,
    ReplacePassword,
    SendSavedPassword,
)
from desktop_app.core.mailbox.validation import ValidationIssue
from desktop_app.services.bulk.password_rotation import PasswordTestState
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_text import report_headline
from desktop_app.ui.mailbox_edit.fields.validation_text import issue_text
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import display_text, field_name, lock_reason_text


def different_values_text() -> str:
    """Stands for a value that the mailboxes do not share."""
    return translate("bulk", "different values")


def template_help_text() -> str:
    """What can be written for a user name."""
    return translate(
        "bulk",
        "{address}, {user}, {domain} and {name} stand for each mailbox's own address, the parts "
        "of it before and after the @, and its user name of now.",
    )


def unknown_placeholder_text(name: str) -> str:
    """A place that a pattern cannot name."""
    known = ", ".join(f"{{{place.value}}}" for place in Placeholder)
    return translate("bulk", "There is no {placeholder}. Write one of {known}.").format(
        placeholder=f"{{{name}}}", known=known
    )


def field_change_text(draft: Draft, field: Field) -> str:
    """Old and new of one field; empty where nothing changes."""
    if field not in draft.changes:
        return ""
    before = display_text(draft.original.values.get(field)) or translate("bulk", "nothing")
    return f"{before} → {display_text(draft.changes[field]) or translate('bulk', 'nothing')}"


def exclusion_text(exclusion: Exclusion) -> str:
    """Why a mailbox, or a field of it, is left out."""
    reason = _reason(exclusion)
    return reason if exclusion.field is None else f"{field_name(exclusion.field)}: {reason}"


def _reason(exclusion: Exclusion) -> str:
    if exclusion.reason is ExclusionReason.PLACEHOLDER_EMPTY:
        return translate("bulk", "This mailbox has nothing to fill in.")
    if isinstance(exclusion.detail, AppError):
        return explain(exclusion.detail).text
    if isinstance(exclusion.detail, ValidationIssue):
        return issue_text(exclusion.detail)
    whys = " ".join(dict.fromkeys(lock_reason_text(why) for why in exclusion.detail or ()))
    if exclusion.reason is ExclusionReason.PASSWORD_LOCKED:
        needs = translate("bulk", "It would need its password, and you may not change that.")
        return f"{needs} {whys}".strip()
    return whys


def password_needed_text() -> str:
    """Why a row cannot be saved yet."""
    return translate("bulk", "Type its password, or it is left out.")


def password_cell_text(choice: PasswordChoice | None) -> str:
    """What a row does about its password, in a few words; never the password."""
    if isinstance(choice, ReplacePassword):
        return "••••••••"
    if isinstance(choice, SendSavedPassword):
        return translate("bulk", "kept on this computer")
    return translate("bulk", "needed: type it here")


def unproved_keep_text() -> str:
    """Why many saves need passwords."""
    return translate(
        "bulk",
        "It is not proved that this SuperOffice keeps the stored password when a save leaves it "
        "out. So each mailbox needs its password here: the one kept on this computer, or typed "
        "in its row. The others are left out.",
    )


def ready_count_text(ready: int, total: int) -> str:
    """How many will be saved."""
    return translate(
        "bulk", "{ready} of %n mailbox(es) will be saved, one after another.", None, total
    ).format(ready=ready)


def password_reuse_text(count: int) -> str:
    """That kept passwords are about to go elsewhere."""
    return translate(
        "bulk",
        "%n password(s) kept on this computer were typed for another server or user name. With "
        "this save SuperOffice uses them for the new one.",
        None,
        count,
    )


def production_question_text(count: int, profile: str) -> str:
    """The one question before many saves on production."""
    return translate("bulk", "Save %n mailbox(es) on {profile} (production)?", None, count).format(
        profile=profile
    )


def run_procedure_text() -> str:
    """What will be done with each."""
    return translate(
        "bulk",
        "A snapshot of the list is kept first. Each mailbox is then read again, saved on its own "
        "and read back. You can pause and stop.",
    )


def reading_progress_text(done: int, total: int) -> str:
    """How far the details are."""
    return translate("bulk", "Reading the details: {done} of {total} …").format(
        done=done, total=total
    )


def paste_help_text() -> str:
    """What a table looks like, and what becomes of it."""
    return translate(
        "bulk",
        "One line for each mailbox: its address or user name, then a tab, semicolon or comma, then "
        "the new password. Copy such a table and paste it here. The passwords stay in memory until "
        "this window closes or you lock; no file gets them.",
    )


def polling_warning_text() -> str:
    """What happens in the meantime."""
    return translate(
        "bulk",
        "Until its row is saved, SuperOffice keeps polling each mailbox with the old password. "
        "Where the mail server has the new one already, that counts as wrong tries: be quick, and "
        "try the passwords before you leave.",
    )


def unmatched_text(reason: UnmatchedReason) -> str:
    """Why a line is not used, and what to do."""
    return {
        UnmatchedReason.NO_PASSWORD: translate(
            "bulk", "Not used: there is no password in this line."
        ),
        UnmatchedReason.UNKNOWN: translate(
            "bulk", "Not used: no mailbox of the list has this address or user name."
        ),
        UnmatchedReason.AMBIGUOUS_MAILBOX: translate(
            "bulk", "Not used: more than one mailbox has it. Give the address."
        ),
        UnmatchedReason.DUPLICATE_ROW: translate(
            "bulk", "Not used: another line names the same mailbox. Take one out."
        ),
        UnmatchedReason.LOCKED: translate(
            "bulk", "Not used: you may not change the password of this mailbox."
        ),
        UnmatchedReason.CONFLICTING_PASSWORDS: translate(
            "bulk",
            "Not used: another line has another password for the same user on the same server.",
        ),
        UnmatchedReason.NOT_LOADED: translate(
            "bulk", "Not used: SuperOffice did not give the details of this mailbox."
        ),
    }[reason]


def password_warning_text(warning: PasswordWarning) -> str:
    """What may have come from the pasting; it is kept as it is."""
    return {
        PasswordWarning.EDGE_SPACES: translate("bulk", "blanks at its edge"),
        PasswordWarning.QUOTED: translate("bulk", "in quotation marks"),
        PasswordWarning.EXTRA_COLUMN: translate("bulk", "holds a separator: one column too many?"),
    }[warning]


def masked_password_text(warnings: Iterable[PasswordWarning]) -> str:
    """A password in a table: always eight dots, and what is odd about it."""
    odd = ", ".join(map(password_warning_text, warnings))
    return f"•••••••• ({odd})" if odd else "••••••••"


def hidden_login_text() -> str:
    """Stands for what may be a password in the wrong column."""
    return translate("bulk", "•••• (no address; it may be a password)")


def test_state_text(state: PasswordTestState, report: CheckReport | None) -> str:
    """How the password of a line stands, with the mail server's own verdict."""
    if report is not None:
        return report_headline(report)
    return {
        PasswordTestState.NOT_TESTED: translate("bulk", "Not tried yet."),
        PasswordTestState.TESTING: translate("bulk", "Is being tried …"),
        PasswordTestState.USER_REFUSED: translate(
            "bulk",
            "Not tried: this user was refused here before, and a second try could lock the "
            "account.",
        ),
    }.get(state, "")


def table_counts_text(accepted: int, failed: int, waiting: int, unused: int) -> str:
    """The lines of a table, counted."""
    told = [
        translate("bulk", "accepted: {count}").format(count=accepted),
        translate("bulk", "not accepted, or not tried: {count}").format(count=failed),
        translate("bulk", "to be tried: {count}").format(count=waiting),
        translate("bulk", "not used: {count}").format(count=unused),
    ]
    return " · ".join(told)
