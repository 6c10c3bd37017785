"""New passwords of many mailboxes: matched to the list, tried on their mail servers, ready to save.

They are in memory only, and nothing here writes them anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.bulk.password_table import (
    Line,
    Match,
    Matching,
    Miss,
    Unused,
    match,
    named_by_address,
)
from desktop_app.core.mail_check.check_verdicts import (
    Answered,
    LoginRefused,
    NeedsOAuth,
    NotTried,
    Standing,
)
from desktop_app.core.mail_check.mail_check import CheckReport, Step, target_of
from desktop_app.core.mailbox.mailbox import Draft, MailLogin, Replace
from desktop_app.services.bulk.bulk_runner import PasswordProof
from desktop_app.services.mail_check.check_run import CheckRun
from desktop_app.services.mailbox_list.batch_reader import Reading

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.services.workspace.workspace import Workplace

READ_BY_ITSELF = 500
"""So many details are read without asking, to find user names."""


class Tried(Enum):
    """How the password of a matched line stands."""

    NOT_YET = auto()
    TRYING = auto()
    PROVED = auto()
    FAILED = auto()
    """The mail server said no, or is not what the mailbox says."""
    UNTRIED = auto()
    """It could not be tried from here; it may be saved untried, if the user says so."""
    REFUSED_USER = auto()
    """This user was refused before, with whatever password: no second try from here."""


class PasswordRound(QObject):
    """One pasted table after the other, for one profile. To be used on the GUI thread."""

    changed = Signal()
    """Other lines, or others match."""
    progressed = Signal()
    """More details are there."""
    tried = Signal(object)
    """The id of a mailbox whose password stands differently now."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.lines: tuple[Line, ...] = ()
        self.matching = Matching((), ())
        self.reading: Reading | None = None
        self.run: CheckRun | None = None
        self.reports: dict[int, CheckReport] = {}
        self._refused: set[MailLogin] = set()
        """Users who are never tried again from here."""

    @property
    def is_busy(self) -> bool:
        """Whether details are being read, or passwords tried."""
        return self.is_reading or self.is_trying

    @property
    def is_reading(self) -> bool:
        """Whether details are being read."""
        return self.reading is not None and self.reading.is_running

    @property
    def is_trying(self) -> bool:
        """Whether passwords are being tried."""
        return self.run is not None and self.run.is_running

    def add(self, lines: Sequence[Line]) -> None:
        """More lines; what was tried before stays tried."""
        self.stop()
        self.lines = (*self.lines, *lines)
        self._match()
        self._read(self._needed())

    def take_out(self, line: Line) -> None:
        """A line is not wanted."""
        self.stop()
        self.lines = tuple(each for each in self.lines if each is not line)
        self._match()

    def read_all(self) -> None:
        """Read what is missing to find user names in a long list."""
        self._read([row.id for row in self.workplace.rows])

    @property
    def calls_missing(self) -> int:
        """How many details would have to be read to know every user name."""
        ids = [row.id for row in self.workplace.rows]
        return self.workplace.details.calls_for(ids)

    def start(self, *, in_the_clear: bool = False) -> None:
        """Try every password that may be tried, and was not."""
        self.stop()
        wanted = {m.mailbox.id: m.line.password for m in self.matching.matches if self._may_try(m)}
        self.run = CheckRun(
            self.workplace, wanted, wanted, in_the_clear=in_the_clear, in_turn=True, parent=self
        )
        self.run.came.connect(self._take)
        self.run.stepped.connect(self._step)
        self.run.ended.connect(self.changed)
        self.run.start()
        self.changed.emit()

    def stop(self) -> None:
        """Try no more; one that is under way counts as not tried, and is not tried again."""
        if self.run is not None and self.run.is_running:
            self.run.cancel()

    def state(self, one: Match) -> Tried:
        """How the password of a match stands."""
        number = one.mailbox.id
        report = self.reports.get(number)
        if report is None:
            if MailLogin.of(one.mailbox.values) in self._refused:
                return Tried.REFUSED_USER
            trying = self.is_trying and self.run is not None and number in self.run.ids
            return Tried.TRYING if trying else Tried.NOT_YET
        return _tried(report, one)

    def may_save_untried(self, one: Match) -> bool:
        """Whether the user may save it without proof: this computer cannot try it."""
        return self.state(one) is Tried.UNTRIED

    def drafts(self, untried: frozenset[int]) -> list[Draft]:
        """What would be saved: the proved ones, and those that the user wants untried."""
        return [
            Draft(one.mailbox, {}, Replace(one.line.password))
            for one in self.matching.matches
            if self._is_wanted(one, untried)
        ]

    def proofs(self) -> dict[int, PasswordProof]:
        """What is known of each, by mailbox id."""
        proved = {one.mailbox.id for one in self.matching.matches if self._is_proved(one)}
        return dict.fromkeys(proved, PasswordProof.ACCEPTED)

    def forget(self) -> None:
        """Let go of every password, and of the lines they came in."""
        self.stop()
        if self.reading is not None:
            self.reading.cancel()
        self.lines, self.matching = (), Matching((), ())
        self.reports.clear()
        self.changed.emit()

    def _is_proved(self, one: Match) -> bool:
        return self.state(one) is Tried.PROVED

    def _is_wanted(self, one: Match, untried: frozenset[int]) -> bool:
        chosen = one.mailbox.id in untried and self.may_save_untried(one)
        return self._is_proved(one) or chosen

    def _may_try(self, one: Match) -> bool:
        return self.state(one) is Tried.NOT_YET

    def _needed(self) -> list[int]:
        """Those that are named, and all if some line names none: it may be a user name."""
        rows = self.workplace.rows
        named = named_by_address(self.lines, rows)
        unknown = any(u.miss is Miss.UNKNOWN and u.line.who for u in self.matching.unused)
        if unknown and self.calls_missing <= READ_BY_ITSELF:
            return [row.id for row in rows]
        return [row.id for row in rows if row.id in named]

    def _read(self, ids: Sequence[int]) -> None:
        if self.reading is not None:
            self.reading.cancel()
        self.reading = Reading(self.workplace, ids, self)
        self.reading.progressed.connect(self.progressed)
        self.reading.ended.connect(self._match)
        self.reading.start()

    def _match(self) -> None:
        """Anew, with all details that are known."""
        details = self.workplace.details
        known = [m for row in self.workplace.rows if (m := details.get(row.id)) is not None]
        found = match(self.lines, known)
        self.matching = Matching(found.matches, tuple(map(self._unread, found.unused)))
        self._drop_stale(found.matches)
        self.changed.emit()

    def _unread(self, unused: Unused) -> Unused:
        """A mailbox that is in the list and could not be read is not unknown."""
        troubles = self.reading.troubles if self.reading is not None else {}
        rows = [row for row in self.workplace.rows if row.id in troubles]
        missing = unused.miss is Miss.UNKNOWN and named_by_address([unused.line], rows)
        return Unused(unused.line, Miss.NOT_READ) if missing else unused

    def _drop_stale(self, matches: Sequence[Match]) -> None:
        """A result counts for the line that was tried, not for another one of its mailbox."""
        there = {one.mailbox.id for one in matches}
        self.reports = {number: r for number, r in self.reports.items() if number in there}

    def _step(self, mailbox_id: int, _step: Step) -> None:
        self.tried.emit(mailbox_id)

    def _take(self, mailbox_id: int, report: CheckReport) -> None:
        mailbox = self._mailbox(mailbox_id)
        if mailbox is None:
            return
        self.reports[mailbox_id] = report
        if isinstance(report.verdict, LoginRefused | NeedsOAuth) and report.tried:
            self._refused.add(MailLogin.of(mailbox.values))
        self.tried.emit(mailbox_id)

    def _mailbox(self, mailbox_id: int) -> Mailbox | None:
        found = (one.mailbox for one in self.matching.matches if one.mailbox.id == mailbox_id)
        return next(found, None)


def _tried(report: CheckReport, one: Match) -> Tried:
    verdict = report.verdict
    if verdict.standing is Standing.PROVED:
        same = report.target == target_of(one.mailbox.values)
        return Tried.PROVED if same else Tried.NOT_YET
    if verdict.standing is Standing.UNREACHED:
        return Tried.UNTRIED
    if isinstance(verdict, Answered) and verdict.why is NotTried.IN_THE_CLEAR:
        return Tried.UNTRIED
    return Tried.FAILED
