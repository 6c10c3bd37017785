"""The confirmations that a draft requires before it is sent."""

from __future__ import annotations

from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    KeepPassword,
    MailLogin,
    SendSavedPassword,
)
from desktop_app.core.mailbox.mailbox_rules import is_supported_type
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import (
    Confirmation,
    duplicate_warning_text,
    other_login_text,
    question_text,
)

CREATE_CONFIRMATIONS = (
    Confirmation.OLD_MAIL_WANTED,
    Confirmation.ADMINISTRATOR_PRESENT,
    Confirmation.AUTO_REPLY_DECIDED,
)


def required_confirmations(
    draft: Draft, workspace: Workspace, *, is_offline: bool
) -> dict[Confirmation, str]:
    """Return the required confirmations with their questions; empty if there are none.

    ``is_offline`` means that the draft goes to the pending changes.
    """
    wanted = (
        CREATE_CONFIRMATIONS
        if draft.is_new
        else _change_confirmations(draft, workspace, is_offline=is_offline)
    )
    asked = {confirm: question_text(confirm) for confirm in wanted}
    duplicates = workspace.duplicates_of(draft) if draft.is_new else []
    if duplicates:
        asked[Confirmation.DUPLICATE] = duplicate_warning_text(duplicates)
    now = MailLogin.of(draft.result)
    if isinstance(draft.password, SendSavedPassword) and not draft.password.login.fits(now):
        asked[Confirmation.OTHER_LOGIN] = other_login_text(draft.password.login, now)
    return asked


def _change_confirmations(
    draft: Draft, workspace: Workspace, *, is_offline: bool
) -> tuple[Confirmation, ...]:
    unproved = workspace.server_facts.keep_behaviour is KeepBehaviour.UNPROVED
    asks = {
        Confirmation.KEEP_PASSWORD: unproved
        and isinstance(draft.password, KeepPassword)
        and not is_offline,
        Confirmation.SETTINGS_NOTED: workspace.server_facts.is_first_save,
        Confirmation.UNSUPPORTED_TYPE: not is_supported_type(draft.result.get(Field.SERVER_TYPE)),
    }
    return tuple(confirm for confirm, asked in asks.items() if asked)
