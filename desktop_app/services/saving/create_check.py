"""Reads the list before a create: a mailbox that is made twice cannot be deleted.

Runs in a worker thread.
"""

from __future__ import annotations

from desktop_app.core.errors import AppError
from desktop_app.core.errors.saving import AddressTaken
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.mailbox_list.duplicates import ids_with_address
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.saving.outcome_lookup import judge_save


def highest_id_before_create(
    client: MailboxClient, draft: Draft, seen_ids: frozenset[int], stop: CancelToken
) -> int:
    """Return the highest id of all mailboxes, 0 if there are none.

    Raises AddressTaken if a mailbox outside ``seen_ids`` has the draft's address: an earlier save
    whose answer was lost has created it, or someone else. Raises AppError if the list cannot be
    read; without the list nothing may be sent.
    """
    rows = client.mailboxes(stop).rows
    address = draft.result.get(Field.ADDRESS)
    unseen = [each for each in ids_with_address(rows, address) if each not in seen_ids]
    if unseen:
        newest = max(unseen)
        listed = next(row.address for row in rows if row.id == newest)
        there = _read(client, Mailbox(newest, {Field.ADDRESS: listed}), stop)
        same = isinstance(judge_save(draft.changes, None, there), Mailbox)
        raise AddressTaken(there, has_same_values=same)
    return max((row.id for row in rows), default=0)


def _read(client: MailboxClient, listed: Mailbox, stop: CancelToken) -> Mailbox:
    """Return a mailbox with its details, or as listed if the details cannot be read."""
    try:
        return client.mailbox(listed.id, stop)
    except AppError:
        return listed
