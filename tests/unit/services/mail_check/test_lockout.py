"""No account is locked out by runs of checks, by tables of new passwords, or by two programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.bulk.password_table import PasswordRow
from desktop_app.core.mail_check.check_verdicts import LoginOk, LoginSkipped, ReachedOnly
from desktop_app.core.mail_check.mail_check import CheckReport, Target
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck import limits
from desktop_app.mailcheck.lockout_guard import RunLoginGuard
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.bulk.password_rotation import PasswordRotation, PasswordTestState
from desktop_app.services.mail_check.check_run import CheckRun
from desktop_app.services.mail_check.check_scheduler import CheckJob, CheckScheduler
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.services.workspace.workspaces import WorkspaceManager
from tests.servers.hostile_mail import HOST, Exchange, MailServer, imap
from tests.servers.refusing_mail import CLOSED, SILENCE, Refusal, password_of, passwords_sent
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_access import FakeAccess
from tests.unit.services.fake_client import FakeCrm, mailbox
from tests.unit.services.fake_secrets import FakeSecrets

MakeWorkspace = Callable[[int, T], Workspace]
COUNT = 8
WRONG = {number: f"wrong {number}" for number in range(1, COUNT + 1)}
REFUSALS = [
    Refusal(T.IMAP, "NO", "[AUTHENTICATIONFAILED] no"),
    Refusal(T.IMAP, "NO", "Name or password is wrong. Try again."),
    Refusal(T.IMAP, "BAD", "not like this"),
    Refusal(T.IMAP, "BYE", "see you later"),
    Refusal(T.IMAP, CLOSED),
    Refusal(T.IMAP, SILENCE),
    Refusal(T.POP, "-ERR", "try again later"),
    Refusal(T.POP, "-ERR", "mailbox in use"),
    Refusal(T.POP, CLOSED),
]


@pytest.fixture(autouse=True)
def short_silences(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("READ_SECONDS", "LOGIN_SECONDS", "LOGOUT_SECONDS"):
        monkeypatch.setattr(limits, name, 0.1)


@pytest.fixture
def workspace_at(dispatcher: MainThreadDispatcher, qtbot: QtBot) -> Iterator[MakeWorkspace]:
    """A workspace whose mailboxes are on a port of this computer."""
    made: list[Workspace] = []

    def make(port: int, kind: T) -> Workspace:
        boxes = [
            mailbox(n, server_type=kind, server=HOST, port=port, user_name=f"u{n}") for n in WRONG
        ]
        workspace = Workspace(PROFILE, FakeCrm.of(boxes).client, dispatcher)
        made.append(workspace)
        workspace.refresh()
        qtbot.waitUntil(lambda: workspace.is_ready)
        return workspace

    yield make
    for workspace in filter(isValid, made):
        workspace.close()
        workspace.deleteLater()


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_a_run_over_all_mailboxes(
    workspace_at: MakeWorkspace, qtbot: QtBot, refusal: Refusal
) -> None:
    with MailServer(refusal.script) as server:
        workspace = workspace_at(server.port, refusal.kind)
        for _ in range(2):
            run = CheckRun(workspace, WRONG, WRONG, allow_plaintext=True, parent=workspace)
            with qtbot.waitSignal(run.ended):
                run.start()
            sent = passwords_sent(server)
            assert 0 < len(sent) <= 3
            assert len(sent) == len(set(sent))


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_a_table_of_new_passwords(
    workspace_at: MakeWorkspace, qtbot: QtBot, refusal: Refusal
) -> None:
    with MailServer(refusal.script) as server:
        workspace = workspace_at(server.port, refusal.kind)
        table = PasswordRotation(workspace, workspace)
        for text in ("first", "second"):
            table.clear()
            rows = [PasswordRow(n, f"u{n}", f"{text} {n}") for n in WRONG]
            table.add(rows)
            qtbot.waitUntil(lambda: len(table.match_result.matches) == COUNT)
            table.start(allow_plaintext=True)
            qtbot.waitUntil(lambda: not table.is_testing)
        sent = passwords_sent(server)
        states = [table.state_of(one) for one in table.match_result.matches]
        table.clear()
    assert 0 < len(sent) <= 3
    assert states.count(PasswordTestState.USER_REFUSED) == len(sent)


class Busy:
    """Says that it is at fault until ``is_busy`` is False."""

    def __init__(self) -> None:
        self.is_busy = True

    def __call__(self, exchange: Exchange) -> None:
        busy = imap({b"": b"%t NO [UNAVAILABLE] come back later\r\n"})
        (busy if self.is_busy else imap())(exchange)


def test_a_table_is_tried_again_where_the_server_was_busy(
    workspace_at: MakeWorkspace, qtbot: QtBot
) -> None:
    script = Busy()
    with MailServer(script) as server:
        workspace = workspace_at(server.port, T.IMAP)
        table = PasswordRotation(workspace, workspace)
        table.add([PasswordRow(n, f"u{n}", f"good {n}") for n in WRONG])
        qtbot.waitUntil(lambda: len(table.match_result.matches) == COUNT)
        states = []
        for _ in range(2):
            table.start(allow_plaintext=True)
            qtbot.waitUntil(lambda: not table.is_testing)
            states.append({table.state_of(one) for one in table.match_result.matches})
            script.is_busy = False
        table.clear()
    assert states == [{PasswordTestState.NOT_TESTED}, {PasswordTestState.ACCEPTED}]


def test_a_table_goes_on_once_a_login_works(workspace_at: MakeWorkspace, qtbot: QtBot) -> None:
    with MailServer(OneGoodPassword("good")) as server:
        workspace = workspace_at(server.port, T.IMAP)
        table = PasswordRotation(workspace, workspace)
        table.add([PasswordRow(n, f"u{n}", "good" if n > 3 else "bad") for n in WRONG])
        qtbot.waitUntil(lambda: len(table.match_result.matches) == COUNT)
        table.start(allow_plaintext=True)
        qtbot.waitUntil(lambda: not table.is_testing)
        held = [table.state_of(one) for one in table.match_result.matches]
        scheduler = workspace.check_scheduler
        watched = RunLoginGuard(scheduler.refused_passwords, limited=False)
        check(qtbot, scheduler, server.port, "u8", "good", watched)
        table.start(allow_plaintext=True)
        qtbot.waitUntil(lambda: not table.is_testing)
        states = [table.state_of(one) for one in table.match_result.matches]
        table.clear()
    assert held == [PasswordTestState.FAILED] * 3 + [PasswordTestState.NOT_TESTED] * 5
    assert states == [PasswordTestState.FAILED] * 3 + [PasswordTestState.ACCEPTED] * 5


class OneGoodPassword:
    """Accepts one password, and refuses any other without saying so clearly."""

    def __init__(self, password: str) -> None:
        self._password = password

    def __call__(self, exchange: Exchange) -> None:
        hear = exchange.hear

        def hearing() -> bytes:
            line = hear()
            if password_of(line) not in ("", self._password):
                raise ConnectionAbortedError
            return line

        exchange.hear = hearing  # type: ignore[method-assign]
        imap()(exchange)


@contextmanager
def program(folder: Path, dispatcher: MainThreadDispatcher) -> Iterator[CheckScheduler]:
    """The checks of a program that uses this data folder."""
    store = ProfileData(lambda: folder, dispatcher)
    access = FakeAccess(FakeCrm.of([]))
    manager = WorkspaceManager(FakeSecrets({}), lambda *_all: access, dispatcher, store)
    yield manager.open(PROFILE).check_scheduler
    manager.close()
    store.close()


def check(
    qtbot: QtBot,
    scheduler: CheckScheduler,
    port: int,
    user: str,
    password: str,
    guard: RunLoginGuard | None = None,
) -> CheckReport:
    """One login in a run of its own, unless ``guard`` belongs to another run."""
    reports: list[CheckReport] = []
    guard = guard or RunLoginGuard(scheduler.refused_passwords)
    target = Target(T.IMAP, HOST, port, user)
    scheduler.submit(
        CheckJob(target, guard, password=password, allow_plaintext=True), reports.append
    )
    qtbot.waitUntil(lambda: bool(reports))
    return reports[0]


def test_programs_with_one_data_folder_count_together(
    dispatcher: MainThreadDispatcher, qtbot: QtBot, tmp_path: Path
) -> None:
    """One after another, and beside each other; none tries again who failed in another one."""
    with MailServer(Refusal(T.IMAP, CLOSED).script) as server:
        with program(tmp_path, dispatcher) as first:
            check(qtbot, first, server.port, "u1", "wrong 1")
        with program(tmp_path, dispatcher) as second, program(tmp_path, dispatcher) as third:
            for scheduler in (second, third):
                for number, password in WRONG.items():
                    check(qtbot, scheduler, server.port, f"u{number}", password)
        sent = passwords_sent(server)
    assert 0 < len(sent) <= 3
    assert len(sent) == len(set(sent))


def test_a_login_that_works_begins_anew_in_all_programs(
    dispatcher: MainThreadDispatcher, qtbot: QtBot, tmp_path: Path
) -> None:
    with MailServer(OneGoodPassword("good")) as server:
        with program(tmp_path, dispatcher) as first:
            for user in "abc":
                check(qtbot, first, server.port, user, "wrong")
        with program(tmp_path, dispatcher) as second:
            held = check(qtbot, second, server.port, "d", "good")
            watched = RunLoginGuard(second.refused_passwords, limited=False)
            alone = check(qtbot, second, server.port, "d", "good", watched)
            others = check(qtbot, second, server.port, "e", "good")
            still_held = check(qtbot, second, server.port, "a", "good")
    assert held.verdict == ReachedOnly(LoginSkipped.LOCKOUT_GUARD)
    assert alone.verdict == others.verdict == LoginOk()
    assert still_held.verdict == ReachedOnly(LoginSkipped.PREVIOUSLY_REFUSED)


def test_an_attempt_counts_even_if_the_program_is_killed_before_its_end(
    dispatcher: MainThreadDispatcher, qtbot: QtBot, tmp_path: Path
) -> None:
    """It is recorded before the password goes out, so nothing that happens later can lose it."""
    recorded: list[int] = []

    def script(exchange: Exchange) -> None:
        hear = exchange.hear

        def hearing() -> bytes:
            line = hear()
            if password_of(line):
                recorded.append(count_of_attempts(tmp_path))
            return line

        exchange.hear = hearing  # type: ignore[method-assign]
        imap()(exchange)

    with MailServer(script) as server, program(tmp_path, dispatcher) as scheduler:
        assert check(qtbot, scheduler, server.port, "u1", "good").verdict == LoginOk()
    assert recorded == [1]
    assert count_of_attempts(tmp_path) == 0


def count_of_attempts(folder: Path) -> int:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(folder / "offline.sqlite")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
        if ("login_attempt",) not in tables:
            return 0
        return int(connection.execute("SELECT count(*) FROM login_attempt").fetchone()[0])


def test_the_data_folder_learns_no_password(
    dispatcher: MainThreadDispatcher, qtbot: QtBot, tmp_path: Path
) -> None:
    import hashlib

    secret = "canary-hunter22"
    with MailServer(Refusal(T.IMAP, "NO", f"no {secret}").script) as server:
        with program(tmp_path, dispatcher) as scheduler:
            check(qtbot, scheduler, server.port, "u1", secret)
        assert passwords_sent(server) == [secret]
    written = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    assert b"u1" in written
    assert secret.encode() not in written
    digest = hashlib.sha256(secret.encode())
    assert digest.digest() not in written
    assert digest.hexdigest().encode() not in written


def test_where_nothing_can_be_stored_the_count_is_kept_in_memory(
    dispatcher: MainThreadDispatcher, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with MailServer(Refusal(T.IMAP, CLOSED).script) as server:
        with program(tmp_path / "file", dispatcher) as scheduler:
            for number, password in WRONG.items():
                check(qtbot, scheduler, server.port, f"u{number}", password)
        assert len(passwords_sent(server)) == 3
