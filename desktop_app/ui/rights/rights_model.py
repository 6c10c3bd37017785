"""The table model of the rights by mailbox and field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.mailbox.rights import FieldAccess
from desktop_app.ui.i18n import translate
from desktop_app.ui.rights.rights_text import access_text, restriction_text
from desktop_app.ui.text.mailbox import display_text, field_name
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel


class MailboxRights(NamedTuple):
    """A mailbox, and the access to each of its fields."""

    mailbox: Mailbox
    access: Mapping[Field, FieldAccess]


class RightsModel(TextTableModel[MailboxRights]):
    """One line per mailbox whose rights are known, one column per field."""

    def __init__(self, mailboxes: Sequence[Mailbox]) -> None:
        super().__init__(
            (
                TextColumn(translate("rights", "Mailbox"), _address_text),
                *(
                    TextColumn(field_name(f), partial(_access_text, f), partial(_reason_text, f))
                    for f in Field
                ),
            ),
            [MailboxRights(mailbox, field_access_for(mailbox)) for mailbox in mailboxes],
            key=lambda rights: rights.mailbox.id,
        )


def _address_text(rights: MailboxRights) -> str:
    return display_text(rights.mailbox.values.get(Field.ADDRESS))


def _access_text(field: Field, rights: MailboxRights) -> str:
    return access_text(rights.access[field])


def _reason_text(field: Field, rights: MailboxRights) -> str:
    return restriction_text(rights.access[field])
