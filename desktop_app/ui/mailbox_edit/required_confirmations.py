"""What a person confirms with the save of a draft: by a checkbox, or by the save button."""

from __future__ import annotations

from desktop_app.core.confirmation_rules import (
    KEEP_CHOICE,
    is_unproved_keep,
    type_choice,
)
from desktop_app.core.mailbox.mailbox import Draft, Field, MailLogin, SendSavedPassword
from desktop_app.core.mailbox.mailbox_rules import is_supported_type
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import (
    Confirmation,
    duplicate_warning_text,
    other_login_text,
    question_text,
    save_label,
)


def leaves_password(draft: Draft, workspace: Workspace) -> bool:
    """Return whether the save leaves out the password, which SuperOffice may then clear."""
    return is_unproved_keep(draft, workspace.server_facts.keep_behaviour)


def save_button_text(draft: Draft, workspace: Workspace) -> str:
    """Return what the save button says. Translated."""
    return save_label(
        is_new=draft.is_new,
        has_duplicates=draft.is_new and bool(workspace.duplicates_of(draft)),
        leaves_password=leaves_password(draft, workspace),
    )


def required_confirmations(
    draft: Draft, workspace: Workspace, *, is_offline: bool
) -> dict[Confirmation, str]:
    """Return what to confirm, each with its question; empty if there is nothing.

    What was confirmed on the profile today is not asked again. ``is_offline`` means that the draft
    goes to the pending changes.
    """
    asked = (
        {Confirmation.OLD_MAIL_WANTED: _create_question(draft, workspace)}
        if draft.is_new
        else _change_questions(draft, workspace, is_offline=is_offline)
    )
    now = MailLogin.of(draft.result)
    if isinstance(draft.password, SendSavedPassword) and not draft.password.login.fits(now):
        asked[Confirmation.OTHER_LOGIN] = other_login_text(draft.password.login, now)
    return asked


def _create_question(draft: Draft, workspace: Workspace) -> str:
    """Return the question before a create; another duplicate makes it another question."""
    duplicates = duplicate_warning_text(workspace.duplicates_of(draft))
    return "\n".join(filter(None, (duplicates, question_text(Confirmation.OLD_MAIL_WANTED))))


def _change_questions(
    draft: Draft, workspace: Workspace, *, is_offline: bool
) -> dict[Confirmation, str]:
    kind = draft.result.get(Field.SERVER_TYPE)
    asks_today = {
        Confirmation.KEEP_PASSWORD: (
            KEEP_CHOICE,
            leaves_password(draft, workspace) and not is_offline,
        ),
        Confirmation.UNSUPPORTED_TYPE: (type_choice(kind), not is_supported_type(kind)),
    }
    facts = workspace.server_facts
    return {
        confirm: question_text(confirm)
        for confirm, (choice, asks) in asks_today.items()
        if asks and not facts.is_confirmed_today(choice)
    }
