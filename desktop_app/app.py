"""The composition root: the only place that knows everyone.

Nothing is imported here at the top that the first paint does not need; requests, keyring and the
demo server are imported by the worker that first uses them.
"""

from __future__ import annotations

import argparse
import builtins
import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from desktop_app import VERSION
from desktop_app.core.profile import Profile

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType
    from PySide6.QtWidgets import QApplication

    from desktop_app.core.credentials import Credentials
    from desktop_app.demo import DemoServer
    from desktop_app.tasks.client import MailboxClient
    from desktop_app.tasks.connect import Access
    from desktop_app.tasks.connection_test import ConnectionTest
    from desktop_app.tasks.late_secrets import LateSecrets
    from desktop_app.tasks.late_shelf import LateShelf
    from desktop_app.tasks.profile_book import Shelf
    from desktop_app.tasks.secret_keeper import SecretKeeper
    from desktop_app.tasks.single import Single
    from desktop_app.tasks.workplace import Workplace
    from desktop_app.ui.main_window import MainWindow

NAME = "Mailbox Admin"
LOG_LEVELS = ("debug", "info", "warning", "error")
DEMO = Profile(id="demo", name="Demo", address="", user_name="")

NO_DISPLAY = 2
"""Exit status when there is no screen to show a window on."""
RUNNING_ALREADY = 3
"""Exit status when another program has this data folder and does not answer."""
WHERE_TO_RUN = (
    "Run it on a desktop, over ssh with -X, or on a virtual screen: xvfb-run mailbox-admin --demo"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command ``mailbox-admin``; returns its exit status."""
    chosen = _parser().parse_args(arguments)
    if chosen.selftest:
        from desktop_app.selftest import selftest

        return selftest()
    if chosen.check_profiles:
        return _check_profiles(_machine_wide(chosen))
    if not _has_display():
        sys.stderr.write(
            f"mailbox-admin: there is no display to show a window on.\n{WHERE_TO_RUN}\n"
        )
        return NO_DISPLAY
    return _run(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mailbox-admin", description="Administer the mailboxes of SuperOffice Service."
    )
    parser.add_argument("--demo", action="store_true", help="open a practice server")
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="where all state of the program lives"
    )
    parser.add_argument(
        "--selftest", action="store_true", help="check this installation, print one JSON line"
    )
    parser.add_argument(
        "--machine-profiles",
        type=Path,
        metavar="FILE",
        help="the administrator's profiles, in place of the usual file",
    )
    parser.add_argument(
        "--check-profiles",
        action="store_true",
        help="print one JSON line for each of the administrator's profiles, without signing in",
    )
    parser.add_argument(
        "--log-level",
        choices=LOG_LEVELS,
        default="info",
        help="how much is written to the log in the data folder; info unless told",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {VERSION}")
    return parser


def _machine_wide(chosen: argparse.Namespace) -> Path | None:
    """With a data folder of one's own the usual file is not read."""
    if chosen.machine_profiles is not None or chosen.demo:
        named: Path | None = chosen.machine_profiles
        return named
    if chosen.data_dir is not None:
        return None
    from desktop_app.profiles.machine_wide import machine_wide_path

    return machine_wide_path()


def _check_profiles(path: Path | None) -> int:
    from desktop_app.profiles.machine_wide import read_machine_wide
    from desktop_app.tasks.check_profiles import check_lines

    lines = list(check_lines(read_machine_wide(path)))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(any('"ok": false' in line for line in lines))


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _run(chosen: argparse.Namespace) -> int:
    gc.disable()  # there is no garbage yet, and looking for it takes a while
    _import_qt()
    from PySide6.QtCore import qInstallMessageHandler

    from desktop_app.logbook.crashes import CrashWatch
    from desktop_app.no_core_dumps import forbid_core_dumps
    from desktop_app.ui.first_paint import FirstPaint

    forbid_core_dumps()
    application = _application()
    single = None if chosen.demo else _single(chosen.data_dir)
    if single is not None and (status := _ended_by_another(single)) is not None:
        return status
    watch = CrashWatch(None if chosen.demo else _data_folder(chosen.data_dir))
    watch.begin()
    application.setApplicationName(NAME)
    application.setDesktopFileName("mailbox-admin")
    program = Program(chosen.data_dir, demo=chosen.demo, machine_wide=_machine_wide(chosen))
    program.window.show()
    finish = partial(_finish_start, program, single, chosen.log_level)
    FirstPaint(program.window, program.has_profiles, finish)
    status = application.exec()
    qInstallMessageHandler(None)  # before the log ends
    program.close()
    watch.end()
    if single is not None:
        single.close()
    return status


def _import_qt() -> None:
    """Import Qt, but not its hook.

    PySide6 puts a function in place of ``__import__`` that reads the source of every module that
    is imported from then on, to see whether it uses "features". Nothing here does, and it costs a
    start 7 ms, requests and keyring 30 ms, and the memory that keeps all that source.
    """
    plain = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401  # imported for its effects

    builtins.__import__ = plain


def _single(data_folder: Path | None) -> Single:
    from desktop_app.tasks.single import Single

    return Single(_data_folder(data_folder))


def _ended_by_another(single: Single) -> int | None:
    """With what status this one ends because another has its data folder; None if it goes on."""
    from desktop_app.tasks.single import Start

    start = single.begin()
    if start is Start.FIRST:
        return None
    if start is Start.HANDED_OVER:
        return 0
    from desktop_app.ui.questions import tell_alone

    tell_alone(
        "mailbox-admin: it is running already on this data folder and does not answer.\n"
        "Close it first, or name another folder with --data-dir.\n"
    )
    return RUNNING_ALREADY


def _finish_start(program: Program, single: Single | None, log_level: str) -> None:
    """What nobody waits for: the window is painted."""
    from desktop_app.tasks.qt_log import hear_qt

    _collect_again()
    program.window.finish_look()
    if single is not None:
        single.listen(program.show)
    program.begin_support(log_level)
    hear_qt()


def _collect_again() -> None:
    """From now on, but never again through what was there at the start."""
    gc.freeze()
    gc.enable()


def _application() -> QApplication:
    """Qt's own answer to a display that cannot be used is to abort, and to advise reinstalling."""
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    qInstallMessageHandler(_end_without_display)
    try:
        return QApplication(sys.argv[:1])
    finally:
        qInstallMessageHandler(None)


def _end_without_display(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    from PySide6.QtCore import QtMsgType

    if kind is not QtMsgType.QtFatalMsg:
        if sys.stderr is not None:  # a windowed program of Windows has none
            sys.stderr.write(f"{text}\n")
        return
    sys.stderr.write(f"mailbox-admin: no window can be shown on this display.\n{WHERE_TO_RUN}\n")
    sys.stderr.flush()
    os._exit(NO_DISPLAY)


class Program:
    """The parts of the program, put together. To be made after the QApplication."""

    def __init__(
        self, data_folder: Path | None, *, demo: bool, machine_wide: Path | None = None
    ) -> None:
        from desktop_app.tasks.background import Courier
        from desktop_app.tasks.keeping import Keeping
        from desktop_app.tasks.late_secrets import LateSecrets
        from desktop_app.tasks.mailbox_passwords import MailboxPasswords
        from desktop_app.tasks.profile_book import ProfileBook
        from desktop_app.tasks.support import Support
        from desktop_app.tasks.workplaces import Workplaces
        from desktop_app.ui.browser import SystemBrowser
        from desktop_app.ui.main_window import MainWindow

        self._temporary = TemporaryDirectory(prefix="mailbox-admin-") if demo else None
        folder = Path(self._temporary.name) if self._temporary else data_folder
        self._secrets = LateSecrets(lambda: _find_secrets(folder, self._keeping.shelf, demo=demo))
        self._courier = Courier()
        self._practice = Practice()
        self._demo: Workplace | None = None
        self._keeping = Keeping(lambda: _data_folder(folder), self._courier)
        self._book = ProfileBook(
            lambda: _shelf(folder, machine_wide, self._secrets),
            self._courier,
            self._secrets,
            self._make_test,
        )
        if not demo:
            self._book.load()  # they come when the window is there, and are painted with it
        self._browser = SystemBrowser()
        self._passwords = MailboxPasswords(self._secrets, self._courier)
        self._workplaces = Workplaces(
            self._secrets,
            _open_access,
            self._courier,
            self._keeping,
            self._passwords,
            self._browser.open,
        )
        self._support = Support(lambda: _data_folder(folder), self._secrets, self._courier)
        self.window: MainWindow = MainWindow(
            self._book, self._workplaces, self._demo_workplace, self._support
        )
        if demo:
            self.window.show_demo()

    def has_profiles(self) -> bool:
        """Whether the profiles are there, or not needed: the window can be used."""
        return self._book.loaded or self._demo is not None

    def show(self) -> None:
        """Come to the front: a second start of the program asked for it."""
        self.window.setWindowState(self.window.windowState() & ~_minimized())
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def begin_support(self, log_level: str) -> None:
        """Write the log from now on, and offer what a crash has left. After the first paint."""
        self._support.begin(log_level)
        self.window.commands.help.offer_reports()

    def close(self) -> None:
        """Let go of everything; daemon threads that still wait end with the process."""
        self._passwords.close()
        self._keeping.close()
        self._support.close()
        self._courier.close()
        self._practice.close()
        if self._temporary is not None:
            self._temporary.cleanup()

    def _make_test(self) -> ConnectionTest:
        from desktop_app.tasks.connection_test import ConnectionTest

        return ConnectionTest(self._secrets, _open_access, self._courier)

    def _demo_workplace(self) -> Workplace:
        from desktop_app.tasks.workplace import Workplace

        if self._demo is None:
            self._demo = Workplace(DEMO, self._practice.connect, self._courier, is_demo=True)
            self._workplaces.add(self._demo)
        return self._demo


def _minimized() -> Qt.WindowState:
    from PySide6.QtCore import Qt

    return Qt.WindowState.WindowMinimized


class Practice:
    """The embedded demo server, started by the first worker that connects to it."""

    def __init__(self) -> None:
        self._server: DemoServer | None = None
        self._lock = threading.Lock()

    def connect(self) -> MailboxClient:
        """A client of the demo server for the calling thread."""
        from desktop_app.core.credentials import Credentials
        from desktop_app.demo import DemoServer

        with self._lock:
            if self._server is None:
                self._server = DemoServer().start()
            server = self._server
        login = server.credentials
        profile = replace(DEMO, address=server.url, user_name=login.username)
        return _open_access(profile, Credentials(login.password), lambda _token: None).client()

    def close(self) -> None:
        """Stop the server, if it was started."""
        if self._server is not None:
            self._server.stop()


def _open_access(profile: Profile, credentials: Credentials, keep: Callable[[str], None]) -> Access:
    from PySide6.QtCore import QLocale

    from desktop_app.webapi import access

    return access.Access(profile, credentials, QLocale().bcp47Name() or "en", keep)


def _find_secrets(folder: Path | None, shelf: LateShelf, *, demo: bool) -> SecretKeeper:
    from desktop_app.no_core_dumps import forbid_reading
    from desktop_app.profiles.keyring_store import KeyringStore
    from desktop_app.profiles.secrets import SessionStore
    from desktop_app.profiles.vault_store import VaultStore
    from desktop_app.tasks.kept_index import KeptIndex
    from desktop_app.tasks.secret_keeper import SecretKeeper

    forbid_reading()  # before the first secret is fetched
    session = SessionStore()
    if demo:
        return SecretKeeper(session, session)
    found = _data_folder(folder)
    return SecretKeeper(KeyringStore(), session, VaultStore(found), KeptIndex(shelf))


def _shelf(folder: Path | None, machine_wide: Path | None, late: LateSecrets) -> Shelf:
    """In the worker, and yet lean: the profiles are in the first paint."""
    from desktop_app.profiles.settings_file import SettingsFile
    from desktop_app.profiles.store import ProfileStore
    from desktop_app.tasks.profile_book import Shelf

    found = _data_folder(folder)
    own = ProfileStore(found)
    if machine_wide is None or _is_missing(machine_wide):
        return Shelf(own, late, SettingsFile(found))
    from desktop_app.profiles.merged_store import MergedStore

    return Shelf(MergedStore(own, machine_wide), late, SettingsFile(found))


def _is_missing(path: Path) -> bool:
    """Whether there is certainly no such file: one that cannot be looked at forbids."""
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _data_folder(chosen: Path | None) -> Path:
    from desktop_app.profiles.data_folder import find_data_folder

    return find_data_folder(chosen)
