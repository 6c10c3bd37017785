"""Translated texts of the bulk edit and password rotation windows."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.core.bulk.bulk_edit import Exclusion, ExclusionReason, Placeholder
from desktop_app.core.bulk.password_matching import UnmatchedReason
from desktop_app.core.bulk.password_table import PasswordWarning, password_warnings
from desktop_app.core.errors import AppError
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.core.mailbox.characters import isolate_direction
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    KeepPassword,
    PasswordChoice,
    ReplacePassword,
    SendSavedPassword,
    Value,
)
from desktop_app.core.mailbox.validation import ValidationIssue
from desktop_app.services.bulk.password_rotation import PasswordTestState
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_text import report_headline
from desktop_app.ui.mailbox_edit.fields.validation_text import issue_text
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import display_text, field_name, lock_reason_text


def different_values_text() -> str:
    """Return the placeholder of a field whose mailboxes have different values."""
    return translate("bulk", "different values")


def template_help_text() -> str:
    """Return the help on the placeholders allowed in a user name."""
    return translate(
        "bulk",
        "Placeholders: {address}, {user} (before the @), {domain} (after it), {name} (user name "
        "now).",
    )


def unknown_placeholder_text(name: str) -> str:
    """Return the error for a placeholder that does not exist, with the valid ones."""
    known = ", ".join(f"{{{place.value}}}" for place in Placeholder)
    return translate(
        "bulk", "Unknown placeholder {placeholder}. Use one of these: {known}."
    ).format(placeholder=f"{{{name}}}", known=known)


def field_change_text(draft: Draft, field: Field) -> str:
    """Return the new value of a field, then the old one; empty if the field does not change."""
    return with_old_values_text(new_value_text(draft, field), draft, [field])


def new_value_text(draft: Draft, field: Field) -> str:
    """Return the new value of a field behind an arrow; empty if the field does not change."""
    return f"→ {_value_or_nothing(draft.changes[field])}" if field in draft.changes else ""


def with_old_values_text(new: str, draft: Draft, fields: Iterable[Field]) -> str:
    """Return a text of new values, followed by the old ones of those fields that change."""
    values = draft.original.values
    old = ", ".join(_value_or_nothing(values.get(f)) for f in fields if f in draft.changes)
    return translate("bulk", "{change} (was {old})").format(change=new, old=old) if old else new


def _value_or_nothing(value: Value) -> str:
    return isolate_direction(display_text(value)) or translate("bulk", "nothing")


def exclusion_text(exclusion: Exclusion) -> str:
    """Return why a mailbox, or one of its fields, is excluded."""
    reason = _reason(exclusion)
    return reason if exclusion.field is None else f"{field_name(exclusion.field)}: {reason}"


def _reason(exclusion: Exclusion) -> str:
    if exclusion.reason is ExclusionReason.PLACEHOLDER_EMPTY:
        return translate("bulk", "This mailbox has no value for the placeholder.")
    if isinstance(exclusion.detail, AppError):
        return explain(exclusion.detail).full_text
    if isinstance(exclusion.detail, ValidationIssue):
        return issue_text(exclusion.detail)
    whys = " ".join(dict.fromkeys(lock_reason_text(why) for why in exclusion.detail or ()))
    if exclusion.reason is ExclusionReason.PASSWORD_LOCKED:
        needs = translate("bulk", "This mailbox needs its password, which you may not change.")
        return f"{needs} {whys}".strip()
    return whys


def left_out_text(count: int) -> str:
    """Return how many rows are left out, with a mnemonic."""
    return translate("bulk", "%n le&ft out", None, count)


def left_out_in_result_text(count: int) -> str:
    """Return how many rows a run left out, with a mnemonic that no button beside uses."""
    return translate("bulk", "%n &left out", None, count)


def password_missing_text() -> str:
    """Return why a row without a password is left out."""
    return translate("bulk", "No password was entered for this mailbox.")


def password_cell_text(choice: PasswordChoice | None) -> str:
    """Return how a row handles its password; the password itself is never in the text."""
    if isinstance(choice, ReplacePassword):
        return masked_password_text(password_warnings(choice.text))
    if isinstance(choice, SendSavedPassword):
        return translate("bulk", "the one kept on this computer")
    if isinstance(choice, KeepPassword):
        return translate("bulk", "unchanged")
    return translate("bulk", "Enter password…")


def password_demand_text(keep_behaviour: KeepBehaviour) -> str:
    """Return why each row needs a password; empty if SuperOffice keeps the stored one."""
    return {
        KeepBehaviour.PROVED: "",
        KeepBehaviour.UNPROVED: translate(
            "bulk",
            "This SuperOffice may clear the stored password when you save without one, so enter "
            "the password of each mailbox in its row. To find out whether that is necessary, "
            "select a mailbox whose password you have and test it.",
        ),
        KeepBehaviour.DESTROYS: translate(
            "bulk",
            "This SuperOffice clears the stored password when you save without one. Enter the "
            "password of each mailbox in its row; mailboxes without one are left out.",
        ),
    }[keep_behaviour]


def ready_count_text(ready: int, total: int) -> str:
    """Return how many of the mailboxes will be saved."""
    return translate(
        "bulk", "{ready} of %n mailbox(es) will be saved, one after another.", None, total
    ).format(ready=ready)


def password_reuse_text(count: int) -> str:
    """Return the warning that saved passwords will be used for another login."""
    return translate(
        "bulk",
        "%n password(s) kept on this computer were entered for another server type, server, port "
        "or user name. After this save SuperOffice uses them for the new one.",
        None,
        count,
    )


def production_question_text(count: int, profile: str) -> str:
    """Return the question asked before a bulk run on a production profile."""
    return translate("bulk", "Save %n mailbox(es) to {profile} (production)?", None, count).format(
        profile=profile
    )


def run_procedure_text() -> str:
    """Return what a bulk run does with each mailbox."""
    return translate(
        "bulk",
        "A snapshot of the list is kept first. Then each mailbox is read again, saved and read "
        "back, one after another. You can pause or stop.",
    )


def reading_progress_text(done: int, total: int) -> str:
    """Return the progress of reading the details."""
    return translate("bulk", "Loading details: {done} of {total}…").format(done=done, total=total)


def paste_help_text() -> str:
    """Return the help on the format of a pasted password table and on how long it is held."""
    return translate(
        "bulk",
        "Copy a table and paste it here: one line for each mailbox, with its address or user name, "
        "a tab, semicolon or comma, and the new password. The passwords stay in memory until you "
        "close this window or lock the program. They are written to no file.",
    )


def polling_warning_text() -> str:
    """Return the warning that SuperOffice polls with the old password until a row is saved."""
    return translate(
        "bulk",
        "Until a mailbox is saved, SuperOffice keeps polling it with the old password. If the mail "
        "server already has the new one, each poll counts as a failed sign-in. Check the passwords "
        "first, then save promptly.",
    )


def unmatched_text(reason: UnmatchedReason) -> str:
    """Return why a line of the password table is not used, and what to do."""
    return {
        UnmatchedReason.NO_PASSWORD: translate("bulk", "Not used: this line has no password."),
        UnmatchedReason.UNKNOWN: translate(
            "bulk", "Not used: no mailbox in the list has this address or user name."
        ),
        UnmatchedReason.AMBIGUOUS_MAILBOX: translate(
            "bulk", "Not used: more than one mailbox matches. Use the address."
        ),
        UnmatchedReason.DUPLICATE_ROW: translate(
            "bulk", "Not used: another line is for the same mailbox. Remove one of them."
        ),
        UnmatchedReason.LOCKED: translate(
            "bulk", "Not used: you may not change the password of this mailbox."
        ),
        UnmatchedReason.CONFLICTING_PASSWORDS: translate(
            "bulk",
            "Not used: another line has a different password for the same user on the same server.",
        ),
        UnmatchedReason.NOT_LOADED: translate(
            "bulk", "Not used: the details of this mailbox could not be loaded."
        ),
        UnmatchedReason.LOGIN_CHANGED: translate(
            "bulk",
            "Not used: someone has changed the login of this mailbox since you added this line. If "
            "the password is for the present login, remove the line and add it again.",
        ),
    }[reason]


def password_warning_text(warning: PasswordWarning) -> str:
    """Return what looks like a paste error in a password; the password is sent unchanged."""
    return {
        PasswordWarning.EDGE_SPACES: translate("bulk", "starts or ends with a space"),
        PasswordWarning.QUOTED: translate("bulk", "in quotation marks"),
        PasswordWarning.HIDDEN_CHARACTER: translate("bulk", "contains an invisible character"),
        PasswordWarning.UNUSUAL_SPACE: translate("bulk", "contains an unusual space"),
        PasswordWarning.EXTRA_COLUMN: translate(
            "bulk", "contains a separator: is there an extra column?"
        ),
        PasswordWarning.UNQUOTED: translate("bulk", "quotation marks removed"),
        PasswordWarning.UNBALANCED_QUOTE: translate(
            "bulk", "only one quotation mark: is part of the cell missing?"
        ),
        PasswordWarning.LINE_END: translate("bulk", "contains a line end"),
    }[warning]


def masked_password_text(warnings: Iterable[PasswordWarning]) -> str:
    """Return eight dots, whatever the password's length, and its warnings."""
    odd = ", ".join(map(password_warning_text, warnings))
    return f"•••••••• ({odd})" if odd else "••••••••"


def hidden_login_text() -> str:
    """Return the text that hides a login which may be a password in the wrong column."""
    return translate("bulk", "•••• (not an address; may be a password)")


def test_state_text(state: PasswordTestState, report: CheckReport | None) -> str:
    """Return the test state of a password, or the mail server's verdict if there is a report."""
    if report is not None:
        return report_headline(report)
    return {
        PasswordTestState.NOT_TESTED: translate("bulk", "Not checked yet."),
        PasswordTestState.TESTING: translate("bulk", "Checking…"),
        PasswordTestState.USER_REFUSED: translate(
            "bulk",
            "Not checked: this user has failed to log in here before, and another failure could "
            "lock the account.",
        ),
    }.get(state, "")


def table_counts_text(accepted: int, failed: int, waiting: int, unused: int) -> str:
    """Return how many lines are accepted, failed, waiting for the check, and unused.

    States without a line are left out.
    """
    told = (
        (accepted, translate("bulk", "%n accepted", None, accepted)),
        (failed, translate("bulk", "%n not accepted or not checked", None, failed)),
        (waiting, translate("bulk", "%n to be checked", None, waiting)),
        (unused, translate("bulk", "%n not used", None, unused)),
    )
    return ", ".join(text for count, text in told if count)
