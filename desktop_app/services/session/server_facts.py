"""What was learnt about the server of a profile, and what its user was asked already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mailbox.mailbox import KeepVerdict
from desktop_app.services.background import Done, Failed

if TYPE_CHECKING:
    from desktop_app.core.profiles.server_info import ServerVersion
    from desktop_app.services.session.session import Session
    from desktop_app.services.store.store_service import Keeping


class Learnt(QObject):
    """It is brought back when the sign-in is known to work. Where nothing is kept, it is not."""

    arrived = Signal()
    """What a save without a password does is known, as far as it was ever tried."""

    def __init__(
        self,
        profile_id: str,
        keeping: Keeping | None,
        session: Session,
        parent: QObject,
        *,
        is_demo: bool = False,
    ) -> None:
        super().__init__(parent)
        self._profile_id = profile_id
        self._keeping = keeping
        self._session = session
        self._closed = False
        self.keep_verdict = KeepVerdict.PROVED if is_demo else KeepVerdict.UNPROVED
        """What a save without a password does to the stored one, as far as it was tried."""
        self.has_arrived = False
        """Whether what was ever tried is known, see ``arrived``."""
        self.server_version = ""
        self.asks_for_notes = not is_demo
        """Whether the next save is the first, before which folder and interval are noted."""

    def find(self) -> None:
        """Bring back what earlier runs learnt about the server as it is now."""
        if self._keeping is not None:
            profile_id = self._profile_id
            self._keeping.find(
                lambda shelf: shelf.verdicts.first_save_is_done(profile_id),
                False,
                self._take_first_save,
            )
            self._session.ask_version(self._take_version)

    def note_verdict(self, verdict: KeepVerdict) -> None:
        """A guided trial showed what a save without a password does."""
        self.keep_verdict = verdict
        if self._keeping is not None and self.server_version:
            key = (self._profile_id, self.server_version)
            self._keeping.do(lambda shelf: shelf.verdicts.set(*key, verdict))

    def note_save(self) -> None:
        """A save worked."""
        if self.asks_for_notes and self._keeping is not None:
            profile_id = self._profile_id
            self._keeping.do(lambda shelf: shelf.verdicts.note_first_save(profile_id))
        self.asks_for_notes = False

    def close(self) -> None:
        """What is kept is asked for beside the session's work, and may come after its end."""
        self._closed = True

    def _take_first_save(self, done: bool) -> None:
        self.asks_for_notes = self.asks_for_notes and not done

    def _take_version(self, outcome: Done[ServerVersion] | Failed) -> None:
        if isinstance(outcome, Failed):
            self._take_verdict(self.keep_verdict)
        elif self._keeping is not None:
            self.server_version = outcome.value.version
            key = (self._profile_id, self.server_version)
            self._keeping.find(
                lambda shelf: shelf.verdicts.get(*key), KeepVerdict.UNPROVED, self._take_verdict
            )

    def _take_verdict(self, verdict: KeepVerdict) -> None:
        if not self._closed:
            self.keep_verdict = verdict
            self.has_arrived = True
            self.arrived.emit()
