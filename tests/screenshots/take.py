"""Takes all pictures of one theme and scale: ``take THEME SCALE FOLDER``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure, TruncatedResponse
from desktop_app.core.errors.saving import Conflict, LookupFinding, SaveOutcomeUnknown
from desktop_app.core.mailbox.mailbox import Field, Mailbox, MailLogin, ServerType
from desktop_app.core.mailbox_list.quick_filter import QuickFilter, Security
from desktop_app.core.profiles.policy import UNRESTRICTED
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, SecretStorage, StorageKind
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.selftest import wait_until
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.ui.i18n import install_catalogues, translate
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.rights.rights_dialog import RightsDialog
from desktop_app.ui.secrets.saved_password_text import saved_password_text
from desktop_app.ui.secrets.saved_passwords_dialog import SavedPasswordsDialog
from desktop_app.ui.text.errors.explain import explain
from desktop_app.webapi.client_factory import open_client
from tests.screenshots.bulk import take_bulk
from tests.screenshots.checks import take_checks
from tests.screenshots.foreign_text import foreign
from tests.screenshots.help import take_help
from tests.screenshots.history import take_history
from tests.screenshots.lists import take_list_features
from tests.screenshots.palettes import THEMES
from tests.screenshots.receipts import take_receipts
from tests.screenshots.windows import take_windows

if TYPE_CHECKING:
    from desktop_app.ui.shell.main_window import MainWindow

DIALOGS = {
    "dialog-ordinary": 1,
    "dialog-row-locked": 8,
    "dialog-field-locked": 9,
    "dialog-locked-by-hint": 10,
    "dialog-mandatory": 11,
    "dialog-hidden": 12,
    "dialog-write-only": 13,
    "dialog-type-not-vouched": 28,
    "dialog-international": 33,
    "dialog-odd-port": 41,
    "dialog-too-long": 42,
    "dialog-markup": 43,
}
"""States of rights and values, by the mailbox of the demo's estate that has them."""
KEYRING = "KWallet"
"""A keyring that keeps what is entered."""


class Camera:
    """Takes pictures of windows."""

    def __init__(self, application: QApplication, theme: str, scale: str, folder: Path) -> None:
        self._application = application
        self._end = f"-{theme}-{scale}.png"
        self._folder = folder

    def settle(self, window: QWidget) -> None:
        """Show a window, and let everything that was asked for be painted."""
        window.show()
        for _ in range(10):
            self._application.processEvents()

    def take(self, name: str, window: QWidget) -> None:
        """One picture."""
        self.settle(window)
        if not window.grab().save(str(self._folder / f"{name}{self._end}")):
            raise OSError(name)


@contextmanager
def open_workspace(crm: DemoServer, dispatcher: MainThreadDispatcher) -> Iterator[Workspace]:
    """A test profile connected to the CRM, listed."""
    made = Profile.new(foreign("Acme"), crm.url, crm.credentials.username)
    profile = replace(made, environment=Environment.TEST)
    password = crm.credentials.password
    workspace = Workspace(profile, lambda: open_client(profile, password, "en"), dispatcher)
    workspace.refresh()
    wait_until(lambda: workspace.list_state.phase is ListPhase.READY, "the list")
    yield workspace
    workspace.close()


@contextmanager
def dialog(workspace: Workspace, mailbox_id: int) -> Iterator[EditDialog]:
    """An edit dialog, ready."""
    made = EditDialog(workspace, mailbox_id)
    wait_until(lambda: made.is_ready, "the mailbox")
    yield made
    made.discard_edit()
    made.done(0)


def take_lists(camera: Camera, crm: DemoServer, workspace: Workspace) -> None:
    """The list in each of its states."""
    pane = ListPane(workspace)
    pane.resize(1100, 560)
    workspace.list_changed.emit()
    pane.show()
    wait_until(lambda: workspace.details.get(1) is not None, "details")
    camera.take("pane-list", pane)
    pane.set_filter("pop.example")
    camera.take("pane-filtered", pane)
    pane.set_filter("nothing like this")
    camera.take("pane-filtered-to-nothing", pane)
    pane.set_filter("")
    was = crm.credentials
    crm.credentials = DemoCredentials(password="rotated")
    pane.sign_in_form_created.connect(
        lambda form: setattr(form, "storage", lambda: SecretStorage(StorageKind.KEYRING, KEYRING))
    )
    workspace.refresh()
    wait_until(lambda: workspace.list_state.phase is ListPhase.FAILED, "the refusal")
    camera.take("pane-stale", pane)
    empty = ListPane(workspace)
    empty.resize(1100, 560)
    camera.take("pane-refused", empty)
    crm.credentials = was
    for each in (pane, empty):
        each.deleteLater()


def take_dialogs(camera: Camera, workspace: Workspace) -> None:
    """The edit dialog in each state of rights, of its own, and after a save that failed."""
    for name, mailbox_id in DIALOGS.items():
        with dialog(workspace, mailbox_id) as shown:
            camera.take(name, shown)
    with dialog(workspace, 1) as shown:
        shown.editor.form.text_editors[Field.SERVER].setText("imaps://mail.acme.example:993/INBOX")
        shown.editor.form.port_editor.setValue(143)
        camera.take("dialog-changed", shown)
        shown.editor.form.text_editors[Field.ADDRESS].setText(foreign("info at example.com"))
        camera.take("dialog-error", shown)
        unknown = SaveOutcomeUnknown(TruncatedResponse("cut"), LookupFinding.NOT_THERE_YET)
        shown.editor.banner.show_message(explain(unknown).text)
        camera.take("dialog-unknown-outcome", shown)
        form = shown.editor.form
        theirs = Mailbox(1, {**form.mailbox.values, Field.SERVER: foreign("theirs.example.com")})
        shown.editor.show_conflict(
            Conflict(theirs, (Field.SERVER,)), (translate("mailbox_edit", "Re&load"), shown.reload)
        )
        camera.take("dialog-conflict", shown)
        trial = KeepPasswordTestDialog(workspace, shown.editor.form.mailbox, shown)
        camera.take("dialog-trial", trial)
        trial.reject()
    take_kept_passwords(camera, workspace)
    with dialog(workspace, 28) as shown:
        shown.editor.form.allow_unsupported_type()
        shown.editor.banner.hide()
        shown.editor.form.text_editors[Field.SERVER].setText(foreign("exchange2.example.org"))
        camera.take("dialog-edit-anyway", shown)
    with dialog(workspace, 1) as shown:
        shown.editor.form.text_editors[Field.SERVER].setText("imaps://mail.acme.example:993/INBOX")
        shown.editor.form.text_editors[Field.ADDRESS].setText(foreign("info at example.com"))
        shown.resize(911, 452)
        camera.take("dialog-small-screen", shown)
        shown.resize(683, 324)
        camera.take("dialog-smallest-screen", shown)
    take_locked_profile(camera, workspace)
    with dialog(workspace, 0) as shown:
        camera.take("dialog-new", shown)
        shown.editor.form.type_editor.set_value(ServerType.IMAPS)
        shown.editor.form.text_editors[Field.ADDRESS].setText(f"{foreign('info')}@example.com")
        camera.take("dialog-new-twin", shown)
    parent = QWidget()
    rights = RightsDialog(workspace, 8, parent)
    camera.take("rights", rights)
    rights.reject()
    parent.deleteLater()


def take_locked_profile(camera: Camera, workspace: Workspace) -> None:
    """The edit dialog of a read-only profile: before anything was entered, and afterwards."""
    locked = replace(workspace.profile, read_only=True, tested=True)
    with dialog(workspace, 1) as shown:
        workspace.write_lock.update_settings(locked, UNRESTRICTED)
        camera.take("dialog-profile-locked", shown)
        workspace.write_lock.update_settings(workspace.profile, UNRESTRICTED)
        shown.editor.form.port_editor.setValue(143)
        workspace.write_lock.update_settings(locked, UNRESTRICTED)
        camera.take("dialog-locked-meanwhile", shown)
    workspace.write_lock.update_settings(workspace.profile, UNRESTRICTED)


def take_kept_passwords(camera: Camera, workspace: Workspace) -> None:
    """The third choice for the password, in each of its states, and the list of what is kept."""
    login = MailLogin(
        foreign("imap.example.com"), foreign("info@example.com"), ServerType.IMAPS.name, "993"
    )
    kept = SavedPassword(
        workspace.profile.id,
        1,
        SecretName.MAILBOX_PASSWORD,
        StorageKind.KEYRING,
        workspace.profile.secret_origin,
        login,
        1_790_000_000,
    )
    with dialog(workspace, 1) as shown:
        editor, words = (
            shown.editor.form.password_editor,
            saved_password_text(kept, workspace.profile, login),
        )
        editor.offer_saved(login, can_save=True, note=words)
        editor.replace_option.setChecked(True)
        camera.take("dialog-password-replace", shown)
        editor.send_saved_option.setChecked(True)
        shown.editor.form.text_editors[Field.SERVER].setText(foreign("imap.elsewhere.example"))
        now = MailLogin.of(shown.editor.draft.result)
        editor.set_saved_note(saved_password_text(kept, workspace.profile, now))
        camera.take("dialog-password-elsewhere", shown)
    dispatcher = MainThreadDispatcher()
    manager = SecretManager(lambda: OpenedStores(SessionSecretStore(), SessionSecretStore()))
    passwords = MailboxPasswordService(manager, dispatcher)
    table = SavedPasswordsDialog(passwords, {workspace.profile.id: workspace.profile.name})
    table.model.set_items([kept, replace(kept, mailbox_id=17, name=SecretName.PENDING_PASSWORD)])
    table.table.resizeColumnsToContents()
    camera.take("kept-passwords", table)
    table.reject()
    passwords.close()
    dispatcher.close()


def take_program(camera: Camera) -> None:
    """The main window of the demo."""
    from desktop_app.app import Program

    program = Program(None, demo=True)
    window = program.window
    window.show()
    window.finish_startup()
    wait_until(lambda: window.pane is not None and window.pane.model.rowCount() == 43, "the list")
    pane = window.pane
    if pane is None:
        raise RuntimeError("no list")
    known = pane.workspace.details
    wait_until(lambda: all(known.get(i) for i in pane.view.visible_ids()), "details")
    wait_until(lambda: pane.view.column_fitter.is_done, "the widths of the columns")
    wait_until(lambda: bool(pane.model.cell_texts.marks.warnings), "the states")
    camera.take("list", window)
    take_receipts(camera, window, pane)
    take_list_features(camera, window, pane)
    take_side_pane(camera, window)
    window.banner.show_message(explain(SecretStoreError(SecretStoreFailure.MISSING)).text)
    camera.take("list-with-banner", window)
    window.close()
    program.close()


def take_side_pane(camera: Camera, window: MainWindow) -> None:
    """The list with the overview, filtered by a bar of it, and with the selected mailbox."""
    pane = window.pane
    if pane is None:
        raise RuntimeError("no list")
    known, ids = pane.workspace.details, [row.id for row in pane.workspace.rows]
    known.retry(ids)
    wait_until(lambda: not known.is_busy and all(map(known.get, ids)), "all details")
    pane.view.clearSelection()
    pane.view.select_mailbox(ids[0])
    window.all_actions.side_pane.overview.trigger()
    wait_until(lambda: "shown" not in pane.status_text(), "the status of the whole list")
    pane.side_pane_controller.pane.overview.recount()
    camera.take("overview", window)
    pane.set_quick_filter(QuickFilter(securities=frozenset({Security.PLAINTEXT})))
    pane.side_pane_controller.pane.overview.recount()
    wait_until(lambda: "shown" in pane.status_text(), "the status of what is shown")
    camera.take("overview-filtered", window)
    pane.clear_filter()
    window.all_actions.side_pane.details.trigger()
    camera.take("list-with-details", window)
    window.all_actions.side_pane.details.trigger()


def main(theme: str, scale: str, folder: str) -> None:
    """All pictures."""
    application = QApplication([])
    install_catalogues(application)
    application.setStyle("fusion")
    if theme in THEMES:
        application.setPalette(THEMES[theme]())
    take_all(Camera(application, theme, scale, Path(folder)))


def take_all(camera: Camera) -> None:
    """Every window in every state."""
    dispatcher = MainThreadDispatcher()
    with DemoServer() as crm, open_workspace(crm, dispatcher) as workspace:
        take_dialogs(camera, workspace)
        take_checks(camera, workspace)
        take_lists(camera, crm, workspace)
    take_program(camera)
    take_windows(camera)
    take_history(camera)
    take_help(camera)
    take_bulk(camera, dispatcher)
    dispatcher.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
