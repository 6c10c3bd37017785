"""The mailboxes of a demo server: read by tests, and changed as by another administrator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.demo import DemoServer, StoredMailbox


def stored_mailbox(crm: DemoServer, mailbox_id: int) -> StoredMailbox:
    """Return a mailbox that the demo server must have, its password in clear text."""
    mailbox = crm.store.mailbox(mailbox_id)
    assert mailbox is not None, f"the demo server has no mailbox {mailbox_id}"
    return mailbox


def change_mailbox(crm: DemoServer, mailbox_id: int, **columns: object) -> StoredMailbox:
    """Change columns of a mailbox behind the program's back, and return its new state."""
    changed = replace(stored_mailbox(crm, mailbox_id), **columns)  # type: ignore[arg-type]
    crm.store.update(changed)
    return changed


def lose_shown_passwords(
    crm: DemoServer, monkeypatch: pytest.MonkeyPatch, *mailbox_ids: int, shown: str | None = ""
) -> None:
    """Show stars as the passwords of these mailboxes, and ``shown`` once they were saved."""
    update = crm.store.update
    for mailbox_id in mailbox_ids:
        change_mailbox(crm, mailbox_id, password_reading="********")

    def lose(saved: StoredMailbox) -> None:
        lost = saved.id in mailbox_ids
        update(replace(saved, password_reading=shown) if lost else saved)

    monkeypatch.setattr(crm.store, "update", lose)
