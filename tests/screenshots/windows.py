"""The main window as a whole in each of its states, and the profile dialog in its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import app
from desktop_app.core.mail_check.check_baseline import StoredCheck
from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepPassword, Mailbox
from desktop_app.core.mailbox_list.listing import CachedDetail, ListedMailbox
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.profiles.profile import (
    Environment,
    OAuthApp,
    OnlineEnvironment,
    Profile,
    SignInKind,
    Tenant,
)
from desktop_app.core.secrets.secret import Credentials
from desktop_app.demo import DemoCredentials as Login
from desktop_app.demo import DemoServer
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.selftest import wait_until
from desktop_app.services.workspace.workspace import ListPhase
from desktop_app.storage.cached_details import CachedDetailStore
from desktop_app.storage.cached_lists import CachedListStore
from desktop_app.storage.database import open_database
from desktop_app.storage.mail_checks import MailCheckStore
from desktop_app.storage.pending_changes import PendingChangeStore
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog
from desktop_app.ui.secrets.keyring_prompt_window import KeyringPromptWindow
from desktop_app.ui.secrets.secret_storage_dialog import SecretStorageDialog
from desktop_app.ui.secrets.vault_prompt import VaultPrompt
from desktop_app.ui.shell.start_list import StartList
from desktop_app.ui.sign_in.sign_in_dialog import SignInDialog
from tests.screenshots.foreign_text import foreign

if TYPE_CHECKING:
    from desktop_app.services.client_protocol import MailboxClient
    from desktop_app.ui.mailbox_list.list_pane import ListPane
    from desktop_app.ui.profiles.profile_dialog import ProfileDialog
    from desktop_app.ui.shell.main_window import MainWindow
    from tests.screenshots.take import Camera

NEVER_MS = 600_000
CHECKED_AGO = timedelta(minutes=4)
FAILING_ID = 2
"""The mailbox that the mail server refuses in the picture of a working day."""
PROFILES = (
    ("Acme Support", "https://crm.acme.example/SuperOffice", Environment.PRODUCTION),
    ("Acme Support", "https://crm-test.acme.example/SuperOffice", Environment.TEST),
    ("Nordic Outdoor", "https://service.nordic.example", Environment.PRODUCTION),
    ("My own server", "http://127.0.0.1:8080", Environment.DEVELOPMENT),
)


@contextmanager
def window_on(folder: Path) -> Iterator[MainWindow]:
    """The program on a data folder, its profiles loaded."""
    program = app.Program(folder, demo=False)
    program.window.show()
    wait_until(program.has_profiles, "the profiles")
    yield from _shown(program)


@contextmanager
def demo_on(crm: DemoServer, password: str = "") -> Iterator[MainWindow]:
    """The program's demo, on this server, signed in with its password or another."""

    class Elsewhere(app.EmbeddedDemo):
        def connect(self) -> MailboxClient:
            login = crm.credentials
            profile = replace(app.DEMO, address=crm.url, user_name=login.username)
            secret = Credentials(password or login.password)
            return app.make_client_factory(profile, secret, lambda _token: None).client()

    before, app.EmbeddedDemo = app.EmbeddedDemo, Elsewhere  # type: ignore[misc]
    program = app.Program(None, demo=True)
    app.EmbeddedDemo = before  # type: ignore[misc]
    program.window.show()
    yield from _shown(program)


def _shown(program: app.Program) -> Iterator[MainWindow]:
    """Let it be seen, then end it."""
    program.window.finish_startup()
    yield program.window
    program.window.close()
    program.close()
    program.window.deleteLater()


def take_windows(camera: Camera) -> None:
    """All of them."""
    with tempfile.TemporaryDirectory() as name:
        take_starts(camera, Path(name))
    take_loading(camera)
    take_empty(camera)
    take_failures(camera)
    with tempfile.TemporaryDirectory() as name, DemoServer() as crm:
        take_profile_dialogs(camera, Path(name), crm)


def take_starts(camera: Camera, folder: Path) -> None:
    """Before there is a profile, and before one is chosen."""
    with window_on(folder) as window:
        camera.take("window-no-profile", window)
    made = [
        replace(Profile.new(foreign(name), address, "jens"), environment=kind)
        for name, address, kind in PROFILES
    ]
    ProfileStore(folder).save(made)
    keep_lists(folder, made)
    with window_on(folder) as window:
        start_list = window.pages.placeholder.findChildren(StartList)[-1]
        wait_until(lambda: start_list.model.summary_at(0) is not None, "the summaries")
        camera.take("window-choose", window)
        model = window.toolbar.profile_button.model
        window.toolbar.profile_button.open_popup()
        wait_until(lambda: model.summary_at(0) is not None, "the summaries")
        camera.take("window-switcher", window.toolbar.profile_button.popup)
        window.toolbar.profile_button.popup.hide()
        take_dialogs_of_profiles(camera, window)
        window.show_profile(made[0])
        wait_until(
            lambda: pane_of(window).workspace.list_state.phase is ListPhase.FAILED, "the trouble"
        )
        camera.take("window-secret-missing", window)
        window.show_profile(made[2])
        wait_until(
            lambda: pane_of(window).workspace.list_state.phase is ListPhase.FAILED, "the trouble"
        )
        camera.take("window-secret-missing-without-list", window)


def keep_lists(folder: Path, profiles: Sequence[Profile]) -> None:
    """Let this computer know the mailboxes of the first two profiles; some fail, one waits."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with closing(open_database(folder).connection) as connection:
        for profile, count in zip(profiles[:2], (43, 1250), strict=True):
            rows = [
                ListedMailbox(n, foreign(f"box{n}") + "@example.com", None, None, None)
                for n in range(count)
            ]
            CachedListStore(connection).save(
                profile.list_key, rows, yesterday.replace(hour=17, minute=2).timestamp()
            )
            details = [CachedDetail(Mailbox(n, {}), 0) for n in (1, 2)]
            CachedDetailStore(connection).save(profile.list_key, details)
        for mailbox_id in (1, 2):
            check = StoredCheck(mailbox_id, yesterday, CheckOutcome.FAILS, None)
            MailCheckStore(connection).save(profiles[0].id, check)
        draft = Draft(Mailbox(1, {}), {Field.PORT: 143}, KeepPassword())
        PendingChangeStore(connection).save(
            PendingChange(1, "pending", profiles[0].id, draft, yesterday.timestamp())
        )


def take_dialogs_of_profiles(camera: Camera, window: MainWindow) -> None:
    """All profiles, as they are and narrowed; where their secrets live, and the passphrase."""
    window.all_actions.profile.manage_profiles.trigger()
    every = window.findChildren(ProfilesDialog)[-1]
    camera.take("profiles", every)
    every.search_field.setText("acme")
    camera.take("profiles-found", every)
    every.done(0)
    window.all_actions.profile.secret_storage.trigger()
    secrets = window.findChildren(SecretStorageDialog)[-1]
    wait_until(lambda: bool(secrets.message_label.text()), "the state of the keyring")
    camera.take("secrets", secrets)
    secrets.done(0)
    prompt = VaultPrompt(window.profile_service.secrets, window)
    prompt.open()
    camera.take("vault-prompt", prompt)
    prompt.unlock()
    camera.take("vault-prompt-error", prompt)
    prompt.done(0)
    window.profile_service.secrets.keyring_prompt_changed.emit(True)
    camera.take("keyring-prompt", window.findChildren(KeyringPromptWindow)[-1])
    window.profile_service.secrets.keyring_prompt_changed.emit(False)


def take_loading(camera: Camera) -> None:
    """While the server has not answered."""
    with DemoServer(latency_ms=NEVER_MS) as crm, demo_on(crm) as window:
        camera.take("window-loading", window)


def take_empty(camera: Camera) -> None:
    """A server without mailboxes."""
    with DemoServer(mailboxes=0) as crm, demo_on(crm) as window:
        wait_until(lambda: pane_of(window).workspace.is_ready, "the list")
        camera.take("window-empty", window)


def take_failures(camera: Camera) -> None:
    """A server that refuses the password, and one that is gone."""
    with DemoServer() as crm:
        with tempfile.TemporaryDirectory() as name:
            take_refusals(camera, Path(name), crm)
        crm.stop()
        with demo_on(crm) as window:
            fail(window)
            camera.take("window-unreachable", window)


def take_refusals(camera: Camera, folder: Path, crm: DemoServer) -> None:
    """The sheet that asks for the password: over a list, without one, and in a dialog."""
    made = [
        Profile.new(foreign(name), crm.url, crm.credentials.username) for name in ("Acme", "Nordic")
    ]
    ProfileStore(folder).save(made)
    with window_on(folder) as window:
        service, secrets = window.profile_service, [crm.credentials.password, "wrong"]
        for profile, secret in zip(made, secrets, strict=True):
            stored: list[object] = []
            service.sign_in(profile, secret, stored.append, keep=False)
            wait_until(partial(bool, stored), "the password")
        window.show_profile(made[0])
        wait_listed(window)
        crm.credentials = Login(password="another")
        fail(window)
        camera.take("window-stale", window)
        form = pane_of(window).sign_in_sheet.form
        form.secret_field.line_edit.setText("wrong again")
        form.setFocus()
        form.submit()
        camera.take("window-signing-in", window)
        wait_until(lambda: not form.is_busy, "the second refusal")
        camera.take("window-refused-again", window)
        window.editors.secret_requested.emit(pane_of(window).workspace)
        dialog = window.findChildren(SignInDialog)[-1]
        camera.take("sign-in", dialog)
        dialog.close_unsaved()
        window.show_profile(made[1])
        wait_until(
            lambda: pane_of(window).workspace.list_state.phase is ListPhase.FAILED, "the trouble"
        )
        camera.take("window-refused", window)


def take_profile_dialogs(camera: Camera, folder: Path, crm: DemoServer) -> None:
    """New, with errors, tested; then changed, from the window of a production profile."""
    with window_on(folder) as window:
        window.all_actions.profile.create.trigger()
        dialog = dialog_of(window)
        camera.take("profile-new", dialog)
        take_online(camera, window)
        dialog.form.address.setText("ftp://jens:secret@crm.acme.example")
        dialog.save()
        camera.take("profile-errors", dialog)
        dialog.form.name.setText(foreign("Acme Support"))
        dialog.form.address.setText(crm.url)
        dialog.form.user_name.setText(crm.credentials.username)
        dialog.form.password.line_edit.setText(crm.credentials.password)
        dialog.test()
        wait_until(dialog.test_button.isEnabled, "the test")
        camera.take("profile-tested", dialog)
        for page, name in (
            (dialog.form.network_page, "network"),
            (dialog.form.notes_page, "notes"),
        ):
            dialog.form.setCurrentWidget(page)
            camera.take(f"profile-{name}", dialog)
        dialog.form.password.line_edit.setText("wrong")
        dialog.test()
        wait_until(dialog.test_button.isEnabled, "the test that fails")
        camera.take("profile-refused", dialog)
        dialog.form.password.line_edit.setText(crm.credentials.password)
        dialog.form.environment_section.environment.choose(Environment.PRODUCTION)
        dialog.save()
        wait_listed(window)
        take_working_day(camera, window)
        window.all_actions.profile.change.trigger()
        changed = dialog_of(window)
        changed.form.address.setText("https://elsewhere.example")
        camera.take("profile-change", changed)
        changed.done(0)


def take_online(camera: Camera, window: MainWindow) -> None:
    """A profile of SuperOffice Online, with the redirect of its registration unfolded."""
    from desktop_app.ui.profiles.profile_dialog import ProfileDialog

    tenant = Tenant("Cust12345", OnlineEnvironment.STAGING)
    made = Profile.new(foreign("Acme Online"), "https://unused.example", "")
    app = OAuthApp("5f2c", redirect_port=8080)
    made = replace(made, address="", tenant=tenant, sign_in=SignInKind.OAUTH, oauth=app)
    dialog = ProfileDialog(window.profile_service, None, window, template=made)
    dialog.show()
    camera.take("profile-online", dialog)
    dialog.done(0)


def take_working_day(camera: Camera, window: MainWindow) -> None:
    """A production profile whose mailboxes were just checked; one of them fails."""
    pane = pane_of(window)
    details, ids = pane.workspace.details, [row.id for row in pane.workspace.rows]
    details.retry(ids)
    wait_until(lambda: not details.is_busy and all(map(details.get, ids)), "all details")
    at = datetime.now(UTC) - CHECKED_AGO
    for mailbox_id in ids:
        failing = mailbox_id == FAILING_ID
        outcome = CheckOutcome.FAILS if failing else CheckOutcome.WORKS
        pane.workspace.last_checks.set(mailbox_id, LastCheck(at, outcome))
    for column in (Column.CATEGORY, Column.PRIORITY, Column.USER_NAME):
        pane.view.header_controller.set_shown(column, False)
    window.banner.hide()
    window.resize(1280, 700)
    window.all_actions.side_pane.overview.trigger()
    pane.side_pane_controller.pane.overview.recount()
    pane.view.clearSelection()
    pane.view.select_mailbox(FAILING_ID)
    camera.settle(window)
    camera.take("window-production", window)
    window.all_actions.side_pane.overview.trigger()


def pane_of(window: MainWindow) -> ListPane:
    """The list that is shown."""
    if window.pane is None:
        raise RuntimeError("no list")
    return window.pane


def dialog_of(window: MainWindow) -> ProfileDialog:
    """The profile dialog that is open."""
    from desktop_app.ui.profiles.profile_dialog import ProfileDialog

    open_now = [found for found in window.findChildren(ProfileDialog) if found.isVisible()]
    return open_now[-1]


def wait_listed(window: MainWindow) -> None:
    """The list and the details of the rows in view."""
    wait_until(lambda: window.pane is not None and window.pane.model.rowCount() > 0, "the list")
    pane = pane_of(window)
    known = pane.workspace.details
    wait_until(lambda: all(known.get(i) for i in pane.view.visible_ids()), "details")


def fail(window: MainWindow) -> None:
    """Refresh, and wait for the trouble."""
    pane_of(window).workspace.refresh()
    wait_until(
        lambda: pane_of(window).workspace.list_state.phase is ListPhase.FAILED, "the trouble"
    )
