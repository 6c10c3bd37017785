"""Puts mailboxes of a workspace on a mail server of this computer."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, Value
from desktop_app.services.workspace.workspace import Workspace
from tests.servers.hostile_mail import HOST


def put_on_server(
    workspace: Workspace, ids: Iterable[int], port: int, kind: ServerType = ServerType.IMAP
) -> None:
    """Let these mailboxes be known to use the server at this port."""
    for mailbox_id in ids:
        values: dict[Field, Value] = {
            Field.SERVER_TYPE: kind,
            Field.SERVER: HOST,
            Field.PORT: port,
            Field.USER_NAME: f"u{mailbox_id}",
        }
        workspace.details.add(Mailbox(mailbox_id, values))
