"""``--selftest``: try the main features of this installation, offscreen, on an embedded server.

Prints one JSON line ``{"ok", "steps": [{"name", "ok", "ms", "detail"}], "keyring_backends"}``;
``ms`` are milliseconds. None of the user's files is read or written.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desktop_app.app import Program
from desktop_app.core.mailbox.mailbox import Field, ServerType
from desktop_app.profiles.secrets.keyring_backends import available_backends
from desktop_app.services.workspace.workspace import ListPhase
from desktop_app.stdout import write_stdout
from desktop_app.ui.i18n import install_catalogues, translate
from desktop_app.ui.receipt.receipt import Receipt

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
    from desktop_app.ui.mailbox_list.list_pane import ListPane

WAIT_SECONDS = 30.0
"""Time limit of one wait; a healthy installation needs milliseconds."""
SIGNAL_COUNT = 2000
NEW_ADDRESS = "selftest@example.com"
NEW_PORT = 1993
NEW_IMAPS_PORT = 993
LIBRARIES = (
    "authlib.oauth2.rfc7636",
    "certifi",
    "cryptography.hazmat.primitives.kdf.argon2",
    "dns.resolver",
    "idna",
    "joserfc.jwt",
    "keyring.core",
    "msgspec.json",
    "platformdirs",
    "requests",
    "truststore",
    "urllib3",
    "xlsxwriter",
)
"""Libraries that are imported only when needed, so that a package could lack one unnoticed."""
EDITABLE_MAILBOX_ID = 1
"""The id of a demo mailbox that may be edited freely."""


@dataclass(frozen=True, slots=True)
class SelfTestStep:
    """The result of one step. ``ms`` are milliseconds."""

    name: str
    ok: bool
    ms: int
    detail: str


class SelfTest:
    """The steps, one method each; a failed step does not stop the others. GUI thread."""

    def __init__(self, program: Program) -> None:
        self._window = program.window
        self.steps: list[SelfTestStep] = []

    def run(self) -> bool:
        """Run every step and return whether all passed."""
        steps = (
            self._libraries,
            self._texts,
            self._list,
            self._edit,
            self._create,
            self._read_back,
            self._emit,
        )
        for step in steps:
            self._run_step(step)
        return all(step.ok for step in self.steps)

    def _run_step(self, step: Callable[[], str]) -> None:
        started = time.perf_counter()
        try:
            ok, detail = True, step()
        except Exception as fault:
            ok, detail = False, f"{type(fault).__name__}: {fault}"
        ms = round((time.perf_counter() - started) * 1000)
        self.steps.append(SelfTestStep(step.__name__.strip("_").replace("_", " "), ok, ms, detail))

    def _libraries(self) -> str:
        for name in LIBRARIES:
            importlib.import_module(name)
        return f"{len(LIBRARIES)} libraries"

    def _texts(self) -> str:
        """Check the plural forms: they come from a file that a package may lack."""

        count = 1
        told = translate("mailbox_list", "%n mailbox(es)", None, count)
        require("(" not in told, f"no catalogue of texts: {told}")
        return told

    def _list(self) -> str:
        table = self._list_pane().model
        wait_until(lambda: table.rowCount() > 0, "the list")
        return f"{table.rowCount()} mailboxes"

    def _edit(self) -> str:
        dialog = self._open_editor(EDITABLE_MAILBOX_ID)
        dialog.editor.form.port_editor.setValue(NEW_PORT)
        self._save(dialog)
        return f"mailbox {EDITABLE_MAILBOX_ID} has port {NEW_PORT}"

    def _create(self) -> str:
        dialog = self._open_editor(0)
        form = dialog.editor.form
        form.type_editor.set_value(ServerType.IMAPS)
        form.text_editors[Field.ADDRESS].setText(NEW_ADDRESS)
        form.text_editors[Field.USER_NAME].setText(NEW_ADDRESS)
        form.text_editors[Field.SERVER].setText("imap.example.com")
        form.password_editor.secret_field.line_edit.setText(token_urlsafe())
        self._save(dialog)
        return NEW_ADDRESS

    def _read_back(self) -> str:
        pane = self._list_pane()
        pane.workspace.refresh()
        wait_until(lambda: pane.workspace.list_state.phase is ListPhase.READY, "the list")
        created = [row.id for row in pane.workspace.rows if row.address == NEW_ADDRESS]
        require(len(created) == 1, f"{len(created)} mailboxes {NEW_ADDRESS}")
        port = self._open_editor(EDITABLE_MAILBOX_ID).editor.form.port_editor.value()
        require(port == NEW_PORT, f"the port is {port}")
        require(
            self._open_editor(created[0]).editor.form.port_editor.value() == NEW_IMAPS_PORT,
            "no usual port",
        )
        return f"mailboxes {EDITABLE_MAILBOX_ID} and {created[0]}"

    def _emit(self) -> str:
        """Emit many signals: some pairs of Python and PySide6 lose references, then abort."""
        receipt = Receipt("")
        before = sys.getrefcount(True)
        for _ in range(SIGNAL_COUNT):
            self._window.editors.saved.emit(receipt)
        lost = before - sys.getrefcount(True)
        require(lost < SIGNAL_COUNT // 2, f"{lost} references lost")
        return f"{SIGNAL_COUNT} signals"

    def _list_pane(self) -> ListPane:
        pane = self._window.pane
        if pane is None:
            raise SelfTestFailed("no list is shown")
        return pane

    def _open_editor(self, mailbox_id: int) -> EditDialog:
        dialog = self._window.editors.edit(self._list_pane().workspace, mailbox_id)
        wait_until(lambda: dialog.is_ready, "the mailbox")
        return dialog

    def _save(self, dialog: EditDialog) -> None:
        saved: list[str] = []
        dialog.saved.connect(saved.append)
        require(dialog.save_button.isEnabled(), "nothing can be saved")
        while (box := dialog.editor.confirmation_panel.first_unconfirmed()) is not None:
            box.setChecked(True)
        dialog.save()
        wait_until(lambda: bool(saved) or bool(dialog.editor.banner.text), "the save")
        if not saved:
            raise SelfTestFailed(dialog.editor.banner.text)


class SelfTestFailed(Exception):
    """A step failed; the text says why."""


def require(condition: bool, message: str) -> None:
    """Raise SelfTestFailed with ``message`` unless ``condition`` is true."""
    if not condition:
        raise SelfTestFailed(message)


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Process events until ``condition`` holds. Raises SelfTestFailed after WAIT_SECONDS."""
    end = time.monotonic() + WAIT_SECONDS
    while not condition():
        require(time.monotonic() < end, f"{what} did not come")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _print_qt_message(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Print a message of Qt, except complaints about what the offscreen platform cannot do."""
    if sys.stderr is not None and not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


def run_selftest() -> int:
    """Run the self-test, print its JSON line and return 0 if all steps passed, otherwise 1."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

    qInstallMessageHandler(_print_qt_message)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    install_catalogues(application)
    program = Program(None, demo=True)
    program.window.show()
    test = SelfTest(program)
    ok = test.run()
    if ok:  # else a question about unsaved edits would wait for an answer
        program.window.close()
    program.close()
    steps = [asdict(step) for step in test.steps]
    line = {"ok": ok, "steps": steps, "keyring_backends": available_backends()}
    told = write_stdout(json.dumps(line) + "\n")
    qInstallMessageHandler(None)
    del application
    return 0 if ok and told else 1
