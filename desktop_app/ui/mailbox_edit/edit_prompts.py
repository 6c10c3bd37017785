"""The message box of the edit dialog: before creating a mailbox."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.core.mailbox.mailbox import Draft, Field, value_text
from desktop_app.core.profiles.profile import Environment
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.plain_text import shortened


def confirm_create(parent: QWidget, workspace: Workspace, draft: Draft) -> bool:
    """Ask before a mailbox is created on production; return True for any other save."""
    profile = workspace.profile
    harmless = workspace.is_demo or profile.environment is not Environment.PRODUCTION
    if harmless or not draft.is_new:
        return True
    address = shortened(value_text(draft.result.get(Field.ADDRESS)))
    return confirm(
        parent,
        translate("mailbox_edit", "Create {address} in {profile} (production)?").format(
            address=address, profile=profile.name
        ),
        translate(
            "mailbox_edit",
            "It cannot be deleted from here, and SuperOffice begins to fetch its mail.",
        ),
        translate("mailbox_edit", "C&reate it"),
        translate("mailbox_edit", "&Not yet"),
    )
