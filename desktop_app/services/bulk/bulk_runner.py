"""One run of many saves: written down first, then sent row by row, as any edit is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from desktop_app.core.bulk.bulk_run import Batch, BatchKind, errand_key
from desktop_app.core.mailbox.mailbox import Draft, Field, Replace
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Done, Failed
from desktop_app.services.bulk.save_queue import Errand, RowState, Sending

if TYPE_CHECKING:
    from desktop_app.core.errors import Trouble
    from desktop_app.core.journal import Entry
    from desktop_app.core.secrets.saved_password import KeptPassword
    from desktop_app.services.workspace.workspace import Workplace

LOGIN_FIELDS = (Field.SERVER_TYPE, Field.USER_NAME, Field.SERVER, Field.PORT)
"""What a password was tried with: where one of them is another by now, nothing is proved."""


class PasswordProof(Enum):
    """What is known of a password that a row sends."""

    ACCEPTED = auto()
    """The mail server took it before the save."""
    UNTRIED = auto()
    NOT_SENT = auto()
    """The stored one stays."""


class BatchRun(QObject):
    """A Sending with its record. ``proofs`` are by mailbox id."""

    failed = Signal(object)
    """The run could not be written down, and was not begun: a Trouble."""

    def __init__(
        self,
        workplace: Workplace,
        kind: BatchKind,
        drafts: Iterable[Draft],
        proofs: Mapping[int, PasswordProof] | None = None,
        key: str = "",
    ) -> None:
        super().__init__(workplace)
        self.workplace = workplace
        self.kind = kind
        self.drafts: Sequence[Draft] = tuple(drafts)
        self._proofs = dict(proofs or {})
        self._kept: dict[int, KeptPassword] = {}
        self._replaced = frozenset(
            d.original.id for d in self.drafts if isinstance(d.password, Replace)
        )
        key = key or str(uuid4())
        self.sending = Sending(workplace, map(partial(self._errand, key), self.drafts), key, self)
        self.sending.row_changed.connect(self._forget_older)
        self.batch = Batch.of(key, kind, workplace.profile.id, time.time(), self.drafts)
        self.drafts = self.batch.drafts  # typed passwords live in the errands only

    def proof(self, mailbox_id: int) -> PasswordProof:
        """What is known of the password of a row."""
        if mailbox_id not in self._replaced:
            return PasswordProof.NOT_SENT
        return self._proofs.get(mailbox_id, PasswordProof.UNTRIED)

    def start(self) -> None:
        """Write it down, then begin. What an earlier try of it saved is not sent again."""
        work = self.workplace
        if work.passwords is not None and self._replaced:
            work.passwords.find(work.profile.id, self._take_kept)
        if work.batches is None:
            self.sending.start()
        else:
            work.batches.begin(work, self.batch, self._begin)

    def forget_passwords(self) -> None:
        """The desk is left: the rest is not sent."""
        self.sending.pause()
        self.sending.forget_passwords()

    def _errand(self, key: str, draft: Draft) -> Errand:
        number = draft.original.id
        proved = self._proofs.get(number) is PasswordProof.ACCEPTED
        relies_on = LOGIN_FIELDS if proved else ()
        return Errand(errand_key(key, number), draft, relies_on=relies_on)

    def _begin(self, trouble: Trouble | None, lines: tuple[Entry, ...]) -> None:
        if trouble is not None:
            self.failed.emit(trouble)
            return
        self.sending.recall(lines)
        self.sending.start()

    def _take_kept(self, outcome: Done[list[KeptPassword]] | Failed) -> None:
        found = outcome.value if isinstance(outcome, Done) else []
        name = SecretName.MAILBOX_PASSWORD
        self._kept = {each.mailbox_id: each for each in found if each.name is name}

    def _forget_older(self, key: str) -> None:
        """A password that is kept on this computer is worth nothing once another is saved."""
        row = self.sending.row(key)
        number = row.errand.draft.original.id
        passwords = self.workplace.passwords
        if row.state is RowState.SAVED and number in self._replaced and passwords is not None:
            kept = self._kept.pop(number, None)
            if kept is not None:
                passwords.forget(kept)
