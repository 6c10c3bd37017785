"""The composition root: the only place that knows everyone.

Nothing is imported here at the top that the first paint does not need; requests, keyring and the
demo server are imported by the worker that first uses them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.data_folder import find_data_folder

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

    from desktop_app.core.profiles.credentials import Credentials
    from desktop_app.demo import DemoServer
    from desktop_app.profiles.merged_store import MergedStore
    from desktop_app.profiles.profile_store import ProfileStore
    from desktop_app.services.client_protocol import MailboxClient
    from desktop_app.services.profiles.connection_test import ConnectionTest
    from desktop_app.services.profiles.profile_service import ProfileBook, Shelf
    from desktop_app.services.secrets.lazy_secrets import LateSecrets
    from desktop_app.services.secrets.secret_manager import SecretKeeper
    from desktop_app.services.session.client_setup import Access
    from desktop_app.services.store.lazy_store import LateShelf
    from desktop_app.services.workspace.workspace import Workplace
    from desktop_app.services.workspace.workspaces import Workplaces
    from desktop_app.ui.shell.main_window import MainWindow

DEMO = Profile(id="demo", name="Demo", address="", user_name="")


class Program:
    """The parts of the program, put together. To be made after the QApplication."""

    def __init__(
        self, data_folder: Path | None, *, demo: bool, machine_wide: Path | None = None
    ) -> None:
        from desktop_app.services.background import Courier
        from desktop_app.services.secrets.lazy_secrets import LateSecrets
        from desktop_app.services.secrets.mailbox_password_service import MailboxPasswords
        from desktop_app.services.store.store_service import Keeping
        from desktop_app.services.support.support import Support
        from desktop_app.ui.shell.main_window import MainWindow

        self._temporary = TemporaryDirectory(prefix="mailbox-admin-") if demo else None
        folder = Path(self._temporary.name) if self._temporary else data_folder
        self._secrets = LateSecrets(lambda: _find_secrets(folder, self._keeping.shelf, demo=demo))
        self._courier = Courier()
        self._practice = Practice()
        self._demo: Workplace | None = None
        self._keeping = Keeping(lambda: find_data_folder(folder), self._courier)
        self._book = self._make_book(lambda: _shelf(folder, machine_wide, self._secrets))
        if not demo:
            self._book.load()  # they come when the window is there, and are painted with it
        self._passwords = MailboxPasswords(self._secrets, self._courier)
        self._workplaces = self._make_workplaces()
        self._support = Support(lambda: find_data_folder(folder), self._secrets, self._courier)
        self.window: MainWindow = MainWindow(
            self._book, self._workplaces, self._demo_workplace, self._support
        )
        if demo:
            self.window.show_demo()

    def _make_book(self, find_shelf: Callable[[], Shelf]) -> ProfileBook:
        from desktop_app.services.profiles.profile_service import ProfileBook

        return ProfileBook(find_shelf, self._courier, self._secrets, self._make_test)

    def _make_workplaces(self) -> Workplaces:
        from desktop_app.services.workspace.workspaces import Workplaces
        from desktop_app.ui.sign_in.system_browser import SystemBrowser

        self._browser = SystemBrowser()
        return Workplaces(
            self._secrets,
            open_access,
            self._courier,
            self._keeping,
            self._passwords,
            self._browser.open,
        )

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
        from desktop_app.services.profiles.connection_test import ConnectionTest

        return ConnectionTest(self._secrets, open_access, self._courier)

    def _demo_workplace(self) -> Workplace:
        from desktop_app.services.workspace.workspace import Workplace

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
        from desktop_app.core.profiles.credentials import Credentials
        from desktop_app.demo import DemoServer

        with self._lock:
            if self._server is None:
                self._server = DemoServer().start()
            server = self._server
        login = server.credentials
        profile = replace(DEMO, address=server.url, user_name=login.username)
        return open_access(profile, Credentials(login.password), lambda _token: None).client()

    def close(self) -> None:
        """Stop the server, if it was started."""
        if self._server is not None:
            self._server.stop()


def open_access(profile: Profile, credentials: Credentials, keep: Callable[[str], None]) -> Access:
    """The way to the server of a profile; ``keep`` takes a refresh token that is to be kept."""
    from PySide6.QtCore import QLocale

    from desktop_app.webapi import client_factory

    return client_factory.Access(profile, credentials, QLocale().bcp47Name() or "en", keep)


def _find_secrets(folder: Path | None, shelf: LateShelf, *, demo: bool) -> SecretKeeper:
    from desktop_app.process_hardening import forbid_reading
    from desktop_app.profiles.secrets.keyring_store import KeyringStore
    from desktop_app.profiles.secrets.secret_store import SessionStore
    from desktop_app.profiles.secrets.vault_store import VaultStore
    from desktop_app.services.secrets.saved_password_index import KeptIndex
    from desktop_app.services.secrets.secret_manager import SecretKeeper

    forbid_reading()  # before the first secret is fetched
    session = SessionStore()
    if demo:
        return SecretKeeper(session, session)
    found = find_data_folder(folder)
    return SecretKeeper(KeyringStore(), session, VaultStore(found), KeptIndex(shelf))


def _shelf(folder: Path | None, machine_wide: Path | None, late: LateSecrets) -> Shelf:
    """In the worker, and yet lean: the profiles are in the first paint."""
    from desktop_app.profiles.profile_store import ProfileStore
    from desktop_app.profiles.settings_file import SettingsFile
    from desktop_app.services.profiles.profile_service import Shelf

    found = find_data_folder(folder)
    own = ProfileStore(found)
    return Shelf(_with_given(own, machine_wide), late, SettingsFile(found))


def _with_given(own: ProfileStore, machine_wide: Path | None) -> ProfileStore | MergedStore:
    """The user's profiles, and the administrator's where there are some."""
    if machine_wide is None:
        return own
    from desktop_app.profiles.machine_wide import is_unused

    if is_unused(machine_wide):
        return own
    from desktop_app.profiles.merged_store import MergedStore

    return MergedStore(own, machine_wide)
