"""New passwords of many mailboxes: matched to the list, tried on their mail servers, ready to save.

They are in memory only, and nothing here writes them anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.bulk.password_table import (
    MatchedRow,
    MatchResult,
    PasswordRow,
    UnmatchedReason,
    UnmatchedRow,
    ids_named_by_address,
    match_rows,
)
from desktop_app.core.mail_check.check_verdicts import (
    LoginRefused,
    LoginSkipped,
    OAuthRequired,
    ReachedOnly,
    VerdictLevel,
)
from desktop_app.core.mail_check.mail_check import CheckReport, StageResult, check_target
from desktop_app.core.mailbox.mailbox import Draft, MailLogin, ReplacePassword
from desktop_app.services.bulk.bulk_runner import PasswordProof
from desktop_app.services.mail_check.check_run import CheckRun
from desktop_app.services.mailbox_list.batch_reader import BatchReader

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.services.bulk.bulk_target import BulkTarget

MAX_AUTOMATIC_READS = 500
"""So many details are read without asking, to find user names."""


class PasswordTestState(Enum):
    """How the password of a matched line stands."""

    NOT_TESTED = auto()
    TESTING = auto()
    ACCEPTED = auto()
    FAILED = auto()
    """The mail server said no, or is not what the mailbox says."""
    CANNOT_TEST = auto()
    """It could not be tried from here; it may be saved untried, if the user says so."""
    USER_REFUSED = auto()
    """This user was refused before, with whatever password: no second try from here."""


class PasswordRotation(QObject):
    """One pasted table after the other, for one profile. To be used on the GUI thread."""

    changed = Signal()
    """Other lines, or others match."""
    details_progressed = Signal()
    """More details are there."""
    state_changed = Signal(object)
    """The id of a mailbox whose password stands differently now."""

    def __init__(self, workspace: BulkTarget, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.rows: tuple[PasswordRow, ...] = ()
        self.match_result = MatchResult((), ())
        self.reader: BatchReader | None = None
        self.check_run: CheckRun | None = None
        self.reports: dict[int, CheckReport] = {}
        self._refused_logins: set[MailLogin] = set()
        """Users who are never tried again from here."""

    @property
    def is_busy(self) -> bool:
        """Whether details are being read, or passwords tried."""
        return self.is_reading or self.is_testing

    @property
    def is_reading(self) -> bool:
        """Whether details are being read."""
        return self.reader is not None and self.reader.is_running

    @property
    def is_testing(self) -> bool:
        """Whether passwords are being tried."""
        return self.check_run is not None and self.check_run.is_running

    def add(self, rows: Sequence[PasswordRow]) -> None:
        """More lines; what was tried before stays tried."""
        self.stop()
        self.rows = (*self.rows, *rows)
        self._match()
        self._read_details(self._ids_to_read())

    def remove(self, row: PasswordRow) -> None:
        """A line is not wanted."""
        self.stop()
        self.rows = tuple(each for each in self.rows if each is not row)
        self._match()

    def read_all(self) -> None:
        """Read what is missing to find user names in a long list."""
        self._read_details([row.id for row in self.workspace.rows])

    @property
    def missing_detail_calls(self) -> int:
        """How many details would have to be read to know every user name."""
        ids = [row.id for row in self.workspace.rows]
        return self.workspace.details.call_count(ids)

    def start(self, *, allow_plaintext: bool = False) -> None:
        """Try every password that may be tried, and was not."""
        self.stop()
        wanted = {
            m.mailbox.id: m.row.password for m in self.match_result.matches if self._can_test(m)
        }
        self.check_run = CheckRun(
            self.workspace,
            wanted,
            wanted,
            allow_plaintext=allow_plaintext,
            sequential=True,
            parent=self,
        )
        self.check_run.checked.connect(self._on_report)
        self.check_run.stage_finished.connect(self._on_stage)
        self.check_run.ended.connect(self.changed)
        self.check_run.start()
        self.changed.emit()

    def stop(self) -> None:
        """Try no more; one that is under way counts as not tried, and is not tried again."""
        if self.check_run is not None and self.check_run.is_running:
            self.check_run.cancel()

    def state_of(self, one: MatchedRow) -> PasswordTestState:
        """How the password of a match stands."""
        number = one.mailbox.id
        report = self.reports.get(number)
        if report is None:
            if MailLogin.of(one.mailbox.values) in self._refused_logins:
                return PasswordTestState.USER_REFUSED
            trying = self.is_testing and self.check_run is not None and number in self.check_run.ids
            return PasswordTestState.TESTING if trying else PasswordTestState.NOT_TESTED
        return _test_state(report, one)

    def can_save_untested(self, one: MatchedRow) -> bool:
        """Whether the user may save it without proof: this computer cannot try it."""
        return self.state_of(one) is PasswordTestState.CANNOT_TEST

    def drafts(self, untested: frozenset[int]) -> list[Draft]:
        """What would be saved: the proved ones, and those that the user wants untried."""
        return [
            Draft(one.mailbox, {}, ReplacePassword(one.row.password))
            for one in self.match_result.matches
            if self._is_selected(one, untested)
        ]

    def proofs(self) -> dict[int, PasswordProof]:
        """What is known of each, by mailbox id."""
        proved = {one.mailbox.id for one in self.match_result.matches if self._is_accepted(one)}
        return dict.fromkeys(proved, PasswordProof.ACCEPTED)

    def clear(self) -> None:
        """Let go of every password, and of the lines they came in."""
        self.stop()
        if self.reader is not None:
            self.reader.cancel()
        self.rows, self.match_result = (), MatchResult((), ())
        self.reports.clear()
        self.changed.emit()

    def _is_accepted(self, one: MatchedRow) -> bool:
        return self.state_of(one) is PasswordTestState.ACCEPTED

    def _is_selected(self, one: MatchedRow, untested: frozenset[int]) -> bool:
        chosen = one.mailbox.id in untested and self.can_save_untested(one)
        return self._is_accepted(one) or chosen

    def _can_test(self, one: MatchedRow) -> bool:
        return self.state_of(one) is PasswordTestState.NOT_TESTED

    def _ids_to_read(self) -> list[int]:
        """Those that are named, and all if some line names none: it may be a user name."""
        rows = self.workspace.rows
        named = ids_named_by_address(self.rows, rows)
        unknown = any(
            u.reason is UnmatchedReason.UNKNOWN and u.row.login for u in self.match_result.unmatched
        )
        if unknown and self.missing_detail_calls <= MAX_AUTOMATIC_READS:
            return [row.id for row in rows]
        return [row.id for row in rows if row.id in named]

    def _read_details(self, ids: Sequence[int]) -> None:
        if self.reader is not None:
            self.reader.cancel()
        self.reader = BatchReader(self.workspace, ids, self)
        self.reader.progressed.connect(self.details_progressed)
        self.reader.ended.connect(self._match)
        self.reader.start()

    def _match(self) -> None:
        """Anew, with all details that are known."""
        details = self.workspace.details
        known = [m for row in self.workspace.rows if (m := details.get(row.id)) is not None]
        found = match_rows(self.rows, known)
        self.match_result = MatchResult(
            found.matches, tuple(map(self._mark_unread, found.unmatched))
        )
        self._drop_stale(found.matches)
        self.changed.emit()

    def _mark_unread(self, unused: UnmatchedRow) -> UnmatchedRow:
        """A mailbox that is in the list and could not be read is not unknown."""
        troubles = self.reader.errors if self.reader is not None else {}
        rows = [row for row in self.workspace.rows if row.id in troubles]
        missing = unused.reason is UnmatchedReason.UNKNOWN and ids_named_by_address(
            [unused.row], rows
        )
        return UnmatchedRow(unused.row, UnmatchedReason.NOT_LOADED) if missing else unused

    def _drop_stale(self, matches: Sequence[MatchedRow]) -> None:
        """A result counts for the line that was tried, not for another one of its mailbox."""
        there = {one.mailbox.id for one in matches}
        self.reports = {number: r for number, r in self.reports.items() if number in there}

    def _on_stage(self, mailbox_id: int, _stage: StageResult) -> None:
        self.state_changed.emit(mailbox_id)

    def _on_report(self, mailbox_id: int, report: CheckReport) -> None:
        mailbox = self._mailbox(mailbox_id)
        if mailbox is None:
            return
        self.reports[mailbox_id] = report
        if isinstance(report.verdict, LoginRefused | OAuthRequired) and report.login_attempted:
            self._refused_logins.add(MailLogin.of(mailbox.values))
        self.state_changed.emit(mailbox_id)

    def _mailbox(self, mailbox_id: int) -> Mailbox | None:
        found = (one.mailbox for one in self.match_result.matches if one.mailbox.id == mailbox_id)
        return next(found, None)


def _test_state(report: CheckReport, one: MatchedRow) -> PasswordTestState:
    verdict = report.verdict
    if verdict.level is VerdictLevel.VERIFIED:
        same = report.target == check_target(one.mailbox.values)
        return PasswordTestState.ACCEPTED if same else PasswordTestState.NOT_TESTED
    if verdict.level is VerdictLevel.UNREACHABLE:
        return PasswordTestState.CANNOT_TEST
    if isinstance(verdict, ReachedOnly) and verdict.reason is LoginSkipped.PLAINTEXT:
        return PasswordTestState.CANNOT_TEST
    return PasswordTestState.FAILED
