"""Texts on what only SuperOffice itself can do with a mailbox, and where. All are translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.ui.i18n import translate
from desktop_app.ui.text.policy import forbidden_text
from desktop_app.ui.text.profiles import write_lock_text

if TYPE_CHECKING:
    from desktop_app.services.workspace.workspace import Workspace


def mailbox_screen() -> str:
    """Return where SuperOffice lists mailboxes (its help, "Create mailbox")."""
    return translate(
        "superoffice_places", "Settings and maintenance > Requests > Email > Mailboxes"
    )


def email_screen() -> str:
    """Return where SuperOffice shows incoming mail (its help, "Mailbox administration")."""
    return translate("superoffice_places", "Settings and maintenance > Requests > Email")


def import_errors_text() -> str:
    """Return where SuperOffice shows the errors of its mail import.

    Its help names two places (SuperOfficeDocs/superoffice-docs, docs/en/email/admin/mailbox/
    index.md, "Inbox for email" and "Blocked email"), and for an on-site installation the log folder
    (docs/en/service/log-files.md). The help does not say where the error of a mailbox that cannot
    be reached is shown, so the text promises no such place.
    """
    return translate(
        "superoffice_places",
        "Go to {place}. A message on the tab “Inbox for email” shows the last error of the mail "
        "import. “Blocked email” lists what a filter held back. If neither helps, ask the "
        "SuperOffice administrator for the log of the mail import.",
    ).format(place=email_screen())


def delete_text() -> str:
    """Return where to delete a mailbox."""
    return translate(
        "superoffice_places",
        "SuperOffice does not let other programs delete mailboxes. Delete the mailbox in "
        "SuperOffice: {place}.",
    ).format(place=mailbox_screen())


def create_forbidden_text(workspace: Workspace) -> str:
    """Return why no mailbox can be created on a profile; empty if one can."""
    if workspace.profile.tenant is not None:
        return translate(
            "superoffice_places",
            "In SuperOffice Online, a mailbox is a route of SuperOffice's own mail service. "
            "Creating one from here is untested. Create it in SuperOffice.",
        )
    if not workspace.policy.create:
        return forbidden_text("create")
    return (
        "" if workspace.write_lock.reason is None else write_lock_text(workspace.write_lock.reason)
    )


def after_create_text() -> str:
    """Return what is left to do for a new mailbox."""
    return translate(
        "superoffice_places",
        "Set category, priority, folder, interval and automatic replies in SuperOffice: {place}. "
        "Until then, mail may arrive without a category.",
    ).format(place=mailbox_screen())
