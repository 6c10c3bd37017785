"""A rotation of thirty passwords: what the mailboxes are, and what the pasted table says.

They are fetched from a real Dovecot; five of the new passwords are wrong, one host cannot be
reached, one mailbox is locked, and one is changed by another administrator meanwhile.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from desktop_app.demo import DemoServer
from desktop_app.demo.samples.store import StoredMailbox
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.servers.dovecot import USERS, Dovecot, password_of
from tests.servers.ports import HOST

WRONG = (4, 9, 15, 22, 28)
UNREACHABLE, LOCKED, MOVED = 12, 18, 25
TRIED_WELL = frozenset(range(1, 31)) - {*WRONG, UNREACHABLE, LOCKED}
OLD = "the old one of %d"
DEAD = "127.0.0.9"


def new_password(number: int) -> str:
    """What the table gives: wrong for some."""
    right = password_of(f"u{number:02}")
    return f"wr0ng-{number}-c4nary" if number in WRONG else right


def table() -> str:
    """Thirty lines, and two that fit no mailbox."""
    lines = [f"m{number}@acme.test\t{new_password(number)}" for number in range(1, 31)]
    return "\n".join([*lines, "nobody@acme.test\tst4y-away", "only-a-p4ssword"])


def prepare(crm: DemoServer, mail: Dovecot) -> None:
    """Thirty mailboxes that are fetched from Dovecot."""
    free, locked = stored_mailbox(crm, 1), stored_mailbox(crm, 8)
    for number, user in enumerate(USERS, start=1):
        box = StoredMailbox(
            number,
            "Imaps",
            f"m{number}@acme.test",
            user,
            OLD % number,
            DEAD if number == UNREACHABLE else HOST,
            mail.imaps,
            free.category,
            free.priority,
            locked.table_right if number == LOCKED else free.table_right,
            free.field_properties,
        )
        crm.store.update(box)


def move(crm: DemoServer) -> None:
    """Another administrator gives one of them another server."""
    change_mailbox(crm, MOVED, server="imap.elsewhere.test")


def no_secret_in(folder: Path, *texts: str) -> None:
    """No new password is in a file of the folder, in whatever it is packed, nor in the texts."""
    secrets = [new_password(number) for number in range(1, 31)] + ["st4y-away", "only-a-p4ssword"]
    blobs = [text.encode() for text in texts]
    for file in filter(Path.is_file, folder.rglob("*")):
        blobs.append(file.read_bytes())
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as profile_service:
                blobs += [profile_service.read(name) for name in profile_service.namelist()]
    for secret in secrets:
        for form in (secret, secret.replace("\\", "\\\\").replace('"', '\\"')):
            assert not any(form.encode() in blob for blob in blobs)
