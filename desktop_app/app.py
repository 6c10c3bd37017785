"""The composition root: the only module that knows all layers.

No module that the first paint does not need is imported at the top of this file; requests, keyring
and the demo server are imported by the worker that first uses them.
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

    from desktop_app.core.secrets.secret import Credentials
    from desktop_app.demo import DemoServer
    from desktop_app.profiles.merged_store import MergedStore
    from desktop_app.profiles.profile_store import ProfileStore
    from desktop_app.profiles.secrets.keyring_prompt import KeyringPrompt
    from desktop_app.services.client_protocol import MailboxClient
    from desktop_app.services.profiles.connection_test import ConnectionTest
    from desktop_app.services.profiles.profile_service import ProfileRepository, ProfileService
    from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
    from desktop_app.services.session.client_setup import ApiAccess
    from desktop_app.services.store.lazy_store import LazyStore
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.services.workspace.workspaces import WorkspaceManager
    from desktop_app.ui.shell.main_window import MainWindow

DEMO = Profile(id="demo", name="Demo", address="", user_name="")


class Program:
    """All parts of the program, connected. GUI thread; created after the QApplication."""

    def __init__(
        self, data_folder: Path | None, *, demo: bool, machine_wide: Path | None = None
    ) -> None:
        from desktop_app.services.background import MainThreadDispatcher  # lazy: start
        from desktop_app.services.secrets.mailbox_password_service import (  # lazy: start
            MailboxPasswordService,
        )
        from desktop_app.services.secrets.secret_manager import SecretManager  # lazy: start
        from desktop_app.services.support.support import Support  # lazy: start
        from desktop_app.services.workspace.profile_data import ProfileData  # lazy: start
        from desktop_app.ui.shell.main_window import MainWindow  # lazy: start

        self._temporary_folder = TemporaryDirectory(prefix="mailbox-admin-") if demo else None
        folder = Path(self._temporary_folder.name) if self._temporary_folder else data_folder
        self._secrets = SecretManager(
            lambda: _open_secret_stores(
                folder, self._store_service.lazy_store, self._secrets.report_prompt, demo=demo
            )
        )
        self._dispatcher = MainThreadDispatcher()
        self._embedded_demo = EmbeddedDemo()
        self._demo_workspace: Workspace | None = None
        self._store_service = ProfileData(lambda: find_data_folder(folder), self._dispatcher)
        self._profiles = self._make_profile_service(
            lambda: _open_repository(folder, machine_wide, self._secrets)
        )
        self._profiles.load()  # delivered once the window exists: in its first paint
        self._passwords = MailboxPasswordService(self._secrets, self._dispatcher)
        self._workspaces = self._make_workspaces()
        self._support = Support(lambda: find_data_folder(folder), self._secrets, self._dispatcher)
        self.window: MainWindow = MainWindow(
            self._profiles, self._workspaces, self._open_demo_workspace, self._support
        )
        if demo:
            self.window.show_demo()

    def _make_profile_service(
        self, open_repository: Callable[[], ProfileRepository]
    ) -> ProfileService:
        from desktop_app.services.profiles.profile_service import ProfileService  # lazy: start

        return ProfileService(
            open_repository, self._dispatcher, self._secrets, self._make_connection_test
        )

    def _make_workspaces(self) -> WorkspaceManager:
        from desktop_app.services.workspace.workspaces import WorkspaceManager  # lazy: start
        from desktop_app.ui.sign_in.system_browser import SystemBrowser  # lazy: start

        self._browser = SystemBrowser()
        return WorkspaceManager(
            self._secrets,
            make_client_factory,
            self._dispatcher,
            self._store_service,
            self._passwords,
            self._browser.open,
        )

    def has_profiles(self) -> bool:
        """Return whether the window can be used: profiles are loaded, or the demo needs none."""
        return self._profiles.is_loaded or self._demo_workspace is not None

    def show(self) -> None:
        """Bring the window to the front, as a second start of the program asks."""
        self.window.setWindowState(self.window.windowState() & ~_minimized_state())
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def start_support(self, log_level: str) -> None:
        """Start the log and offer new crash reports. To be called after the first paint."""
        self._support.start_logging(log_level)
        self.window.all_actions.help.offer_crash_reports()

    def keep_work(self) -> None:
        """Write what is being typed to the disk, because the program is ended by a signal."""
        self.window.editors.save_drafts()
        self._store_service.close()

    def close(self) -> None:
        """Close all services; daemon threads that still wait end with the process."""
        self._passwords.close()
        self._store_service.close()
        self._support.close()
        self._dispatcher.close()
        self._embedded_demo.close()
        if self._temporary_folder is not None:
            self._temporary_folder.cleanup()

    def _make_connection_test(self) -> ConnectionTest:
        from desktop_app.services.profiles.connection_test import ConnectionTest  # lazy: start

        return ConnectionTest(self._secrets, make_client_factory, self._dispatcher)

    def _open_demo_workspace(self) -> Workspace:
        from desktop_app.services.workspace.workspace import Workspace  # lazy: start
        from desktop_app.ui.i18n import translate  # lazy: start

        if self._demo_workspace is None:
            self._demo_workspace = Workspace(
                replace(DEMO, name=translate("shell", "Demo")),
                self._embedded_demo.connect,
                self._dispatcher,
                is_demo=True,
            )
            self._workspaces.add(self._demo_workspace)
        return self._demo_workspace


def _minimized_state() -> Qt.WindowState:
    from PySide6.QtCore import Qt  # lazy: start

    return Qt.WindowState.WindowMinimized


class EmbeddedDemo:
    """The embedded demo server, started by the first worker that connects to it. Any thread."""

    def __init__(self) -> None:
        self._server: DemoServer | None = None
        self._lock = threading.Lock()

    def connect(self) -> MailboxClient:
        """Return a client of the demo server for the calling thread."""
        from desktop_app.core.secrets.secret import Credentials  # lazy: start
        from desktop_app.demo import DemoServer  # lazy: start

        with self._lock:
            if self._server is None:
                self._server = DemoServer().start()
            server = self._server
        login = server.credentials
        profile = replace(DEMO, address=server.url, user_name=login.username)
        return make_client_factory(
            profile, Credentials(login.password), lambda _token: None
        ).client()

    def close(self) -> None:
        """Stop the server if it was started."""
        if self._server is not None:
            self._server.stop()


def make_client_factory(
    profile: Profile, credentials: Credentials, save_refresh_token: Callable[[str], None]
) -> ApiAccess:
    """Return the client factory of a profile; new refresh tokens go to ``save_refresh_token``."""
    from PySide6.QtCore import QLocale  # lazy: start

    from desktop_app.webapi import client_factory  # lazy: start

    return client_factory.ApiClientFactory(
        profile, credentials, QLocale().bcp47Name() or "en", save_refresh_token
    )


def _open_secret_stores(
    folder: Path | None,
    store: LazyStore,
    on_prompt: Callable[[KeyringPrompt | None], None],
    *,
    demo: bool,
) -> OpenedStores:
    from desktop_app.process_hardening import forbid_memory_access  # lazy: start
    from desktop_app.profiles.former_origins import FormerOrigins  # lazy: start
    from desktop_app.profiles.secrets.keyring_store import KeyringStore  # lazy: start
    from desktop_app.profiles.secrets.moving_store import MovingStore  # lazy: start
    from desktop_app.profiles.secrets.secret_store import SessionSecretStore  # lazy: start
    from desktop_app.profiles.secrets.vault_store import VaultStore  # lazy: start
    from desktop_app.services.secrets.mailbox_password_store import (  # lazy: start
        SavedPasswordIndex,
    )
    from desktop_app.services.secrets.secret_manager import OpenedStores  # lazy: start

    forbid_memory_access()  # before the first secret is read
    session = SessionSecretStore()
    if demo:
        return OpenedStores(session, session)
    found = find_data_folder(folder)
    former, vault = FormerOrigins(found), VaultStore(found)
    return OpenedStores(
        MovingStore(KeyringStore(on_prompt=on_prompt), former),
        session,
        vault,
        SavedPasswordIndex(store, former),
        MovingStore(vault, former),
    )


def _open_repository(
    folder: Path | None, machine_wide: Path | None, secrets: SecretManager
) -> ProfileRepository:
    """Open the profiles file in the worker, with few imports: the first paint waits for it."""
    from desktop_app.profiles.former_origins import FormerOrigins  # lazy: start
    from desktop_app.profiles.profile_store import ProfileStore  # lazy: start
    from desktop_app.profiles.settings_file import SettingsFile  # lazy: start
    from desktop_app.services.profiles.profile_service import ProfileRepository  # lazy: start

    found = find_data_folder(folder)
    own = ProfileStore(found)
    return ProfileRepository(
        _with_machine_wide(own, machine_wide), secrets, SettingsFile(found), FormerOrigins(found)
    )


def _with_machine_wide(
    user_store: ProfileStore, machine_wide: Path | None
) -> ProfileStore | MergedStore:
    """Return the store of the user's profiles, merged with the administrator's if there are any.

    The administrator's usual file counts in any case, for what it forbids.
    """
    from desktop_app.profiles.machine_wide import is_absent, machine_wide_path  # lazy: start

    usual = machine_wide_path()
    if machine_wide in (None, usual) and is_absent(usual):
        return user_store
    from desktop_app.profiles.merged_store import MergedStore  # lazy: start

    return MergedStore(user_store, machine_wide)
