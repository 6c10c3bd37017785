"""Edits made without a connection: collected, kept, and sent when the user says so."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import EditsUnreadable
from desktop_app.core.mailbox.mailbox import Draft, Keep, MailLogin, Replace, SendKept
from desktop_app.core.pending_change import PendingEdit, needs_password
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Done, Failed
from desktop_app.services.bulk.save_queue import Errand, RowState, Sending

if TYPE_CHECKING:
    from desktop_app.core.secrets.saved_password import KeptPassword
    from desktop_app.services.secrets.mailbox_password_service import MailboxPasswords
    from desktop_app.services.store.local_store import OfflineShelf
    from desktop_app.services.store.store_service import Keeping
    from desktop_app.services.workspace.workspace import Workplace

PENDING = SecretName.PENDING_PASSWORD


class ChangeSet(QObject):
    """The edits of all profiles that wait to be sent, one for each mailbox.

    A typed password goes into keyring or vault, and nowhere else; it is fetched by the worker that
    sends it, and deleted when its edit is saved or taken out.
    """

    changed = Signal()

    def __init__(
        self,
        keeping: Keeping,
        passwords: MailboxPasswords | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._keeping = keeping
        self._passwords = passwords
        self._clock = clock
        self._edits: dict[int, PendingEdit] = {}
        self._runs: dict[str, Sending] = {}
        self._asked = False

    def load(self) -> None:
        """Read what waits, once."""
        if not self._asked:
            self._asked = True
            self._keeping.submit(_read, self._take)

    def of_profile(self, profile_id: str) -> list[PendingEdit]:
        """The edits of a profile, the oldest first."""
        return [edit for edit in self._edits.values() if edit.profile_id == profile_id]

    @property
    def profiles(self) -> tuple[str, ...]:
        """The profiles of which edits wait."""
        return tuple(dict.fromkeys(edit.profile_id for edit in self._edits.values()))

    def find(self, profile_id: str, mailbox_id: int) -> PendingEdit | None:
        """The edit of a mailbox that waits already; new mailboxes have none in common."""
        ours = self.of_profile(profile_id) if mailbox_id else []
        return next((edit for edit in ours if edit.mailbox_id == mailbox_id), None)

    def get(self, number: int) -> PendingEdit | None:
        """An edit by its number."""
        return self._edits.get(number)

    @property
    def may_keep_passwords(self) -> bool:
        """Whether a typed password can wait on this computer."""
        return self._passwords is not None and self._passwords.may_keep

    def add(self, profile: Profile, draft: Draft, number: int = 0) -> PendingEdit:
        """Collect an edit, in place of the one with this number, or of its mailbox.

        A password that waits for that one stays, unless another is typed.
        """
        before = self._edits.get(number) or self.find(profile.id, draft.original.id)
        number = before.number if before is not None else self._next_number()
        draft, typed = self._without_password(profile, number, draft)
        if before is not None and before.has_password and isinstance(draft.password, Keep):
            draft, typed = replace(draft, password=before.draft.password), True
        edit = PendingEdit(number, str(uuid4()), profile.id, draft, self._clock(), typed)
        self._edits[number] = edit
        self._keeping.do(lambda shelf: shelf.pending.keep(edit))
        self.changed.emit()
        return edit

    def drop(self, number: int) -> None:
        """An edit was saved, or is not wanted any more."""
        edit = self._edits.pop(number, None)
        if edit is not None:
            self._keeping.do(lambda shelf: shelf.pending.drop(number))
            if edit.has_password:
                self._forget_password(edit)
            self.changed.emit()

    def forget(self, profile_id: str) -> None:
        """A profile was deleted."""
        self.end_run(profile_id)
        for edit in self.of_profile(profile_id):
            self.drop(edit.number)

    def can_send(self, edit: PendingEdit, workplace: Workplace) -> bool:
        """Whether an edit may be sent as it is."""
        return not needs_password(edit.draft, workplace.learnt.keep_verdict)

    def sending(self, workplace: Workplace) -> Sending:
        """A run of the edits of a profile that may be sent; what is saved leaves the set.

        It ends an earlier run of the same profile, unless that has a save on its way: then it is
        that run.
        """
        under_way = self._runs.get(workplace.profile.id)
        if under_way is not None and under_way.is_busy:
            return under_way
        self.end_run(workplace.profile.id)
        edits = [e for e in self.of_profile(workplace.profile.id) if self.can_send(e, workplace)]
        run = Sending(workplace, map(_errand, edits), parent=self)
        numbers = {edit.key: edit.number for edit in edits}

        def settle(key: str) -> None:
            edit = self._edits.get(numbers[key])
            # one that was edited again meanwhile is another errand, and still to be sent
            if run.row(key).state is RowState.SAVED and edit is not None and edit.key == key:
                self.drop(edit.number)

        run.row_changed.connect(settle)
        self._runs[workplace.profile.id] = run
        return run

    def run_of(self, profile_id: str) -> Sending | None:
        """The last run of a profile, whether it is over or not."""
        return self._runs.get(profile_id)

    def end_run(self, profile_id: str) -> None:
        """Nothing more is sent by the last run of a profile."""
        run = self._runs.pop(profile_id, None)
        if run is not None:
            run.stop()
            run.deleteLater()

    def settle(self, workplace: Workplace, deliver: Callable[[], None]) -> None:
        """Take out what the journal knows to be saved: the program may have been killed between."""
        edits = self.of_profile(workplace.profile.id)
        self._keeping.submit(_left_behind, self._sweep)

        def finish(outcome: Done[list[int]] | Failed) -> None:
            for number in outcome.value if isinstance(outcome, Done) else []:
                self.drop(number)
            deliver()

        keys = [(edit.number, edit.key) for edit in edits]
        self._keeping.submit(
            lambda shelf: [
                number
                for number, key in keys
                if any(entry.outcome.is_saved for entry in shelf.journal.of_errand(key))
            ],
            finish,
        )

    def _take(self, outcome: Done[_Found] | Failed) -> None:
        if isinstance(outcome, Done):
            found = outcome.value
            self._edits = {edit.number: edit for edit in found.edits} | self._edits
            self._sweep(Done(found.left))
            self.changed.emit()
            if found.unreadable:
                names = ", ".join(f"mailbox {number}" for number in found.unreadable)
                self._keeping.set_aside.emit(EditsUnreadable(names))

    def _sweep(self, outcome: Done[list[KeptPassword]] | Failed) -> None:
        """Killed between an edit and its password, the program left one without the other."""
        found = outcome.value if isinstance(outcome, Done) else []
        left = [kept for kept in found if kept.mailbox_id not in self._edits]
        if left and self._passwords is not None:
            self._passwords.sweep(left)

    def _next_number(self) -> int:
        """Never that of an edit whose password may still lie somewhere."""
        return max([int(self._clock() * 1000), *(number + 1 for number in self._edits)])

    def _without_password(self, profile: Profile, number: int, draft: Draft) -> tuple[Draft, bool]:
        if not isinstance(draft.password, Replace) or self._passwords is None:
            return draft, False
        login = MailLogin.of(draft.result)
        self._passwords.keep(profile, number, login, draft.password.text, PENDING)
        return replace(draft, password=SendKept(login)), True

    def _forget_password(self, edit: PendingEdit) -> None:
        passwords = self._passwords
        if passwords is None:
            return

        def finish(outcome: Done[list[KeptPassword]] | Failed) -> None:
            for kept in outcome.value if isinstance(outcome, Done) else []:
                if (kept.mailbox_id, kept.name) == (edit.number, PENDING):
                    passwords.forget(kept)

        passwords.find(edit.profile_id, finish)


class _Found(NamedTuple):
    """What an earlier run left. Of ``unreadable`` edits there are only the mailboxes."""

    edits: list[PendingEdit]
    unreadable: list[int]
    left: list[KeptPassword]


def _read(shelf: OfflineShelf) -> _Found:
    edits = shelf.pending.all()
    readable = {edit.number for edit in edits}
    boxes = shelf.pending.mailboxes()
    unreadable = [mailbox for number, mailbox in boxes.items() if number not in readable]
    return _Found(edits, unreadable, _left_behind(shelf))


def _left_behind(shelf: OfflineShelf) -> list[KeptPassword]:
    """Passwords of edits that are not there any more, or never were; of unreadable ones none."""
    numbers, kept = shelf.pending.mailboxes(), shelf.kept_passwords.written_or_not()
    return [one for one in kept if one.name is PENDING and one.mailbox_id not in numbers]


def _errand(edit: PendingEdit) -> Errand:
    return Errand(edit.key, edit.draft, edit.number if edit.has_password else 0)
