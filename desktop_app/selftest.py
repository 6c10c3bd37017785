"""``--selftest``: does this installation work? The main job, offscreen, on an embedded server.

Prints one JSON line ``{"ok", "steps": [{"name", "ok", "ms", "detail"}], "keyring_backends"}``;
``ms`` are milliseconds. Nothing of the user's is read or written.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from desktop_app.core.mailbox.mailbox import Field, ServerType
from desktop_app.services.workspace.workspace import Phase
from desktop_app.stdout import tell

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from desktop_app.app import Program
    from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
    from desktop_app.ui.mailbox_list.list_pane import MailboxPane

LIMIT_SECONDS = 30.0
"""How long one wait may take; a healthy installation needs milliseconds."""
EMITS = 2000
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
"""What is imported only when it is needed, and might be missing in a package until then."""
ORDINARY = 1
"""The id of a demo mailbox that may be edited freely."""


@dataclass(frozen=True, slots=True)
class Step:
    """How one step went. ``ms`` are milliseconds."""

    name: str
    ok: bool
    ms: int
    detail: str


class SelfTest:
    """The steps, one method each; a step that fails does not stop the others."""

    def __init__(self, program: Program) -> None:
        self._window = program.window
        self.steps: list[Step] = []

    def run(self) -> bool:
        """Take every step; whether all held."""
        steps = (self._libraries, self._list, self._edit, self._create, self._read_back, self._emit)
        for step in steps:
            self._take(step)
        return all(step.ok for step in self.steps)

    def _take(self, step: Callable[[], str]) -> None:
        started = time.perf_counter()
        try:
            ok, detail = True, step()
        except Exception as fault:
            ok, detail = False, f"{type(fault).__name__}: {fault}"
        ms = round((time.perf_counter() - started) * 1000)
        self.steps.append(Step(step.__name__.strip("_").replace("_", " "), ok, ms, detail))

    def _libraries(self) -> str:
        for name in LIBRARIES:
            importlib.import_module(name)
        return f"{len(LIBRARIES)} libraries"

    def _list(self) -> str:
        table = self._pane().table
        wait_until(lambda: table.rowCount() > 0, "the list")
        return f"{table.rowCount()} mailboxes"

    def _edit(self) -> str:
        dialog = self._open(ORDINARY)
        dialog.editor.form.port.setValue(NEW_PORT)
        self._save(dialog)
        return f"mailbox {ORDINARY} has port {NEW_PORT}"

    def _create(self) -> str:
        dialog = self._open(0)
        dialog.editor.form.type.put(ServerType.IMAPS)
        dialog.editor.form.lines[Field.ADDRESS].setText(NEW_ADDRESS)
        dialog.editor.form.lines[Field.SERVER].setText("imap.example.com")
        self._save(dialog)
        return NEW_ADDRESS

    def _read_back(self) -> str:
        pane = self._pane()
        pane.workplace.refresh()
        wait_until(lambda: pane.workplace.standing.phase is Phase.READY, "the list")
        created = [row.id for row in pane.workplace.rows if row.address == NEW_ADDRESS]
        demand(len(created) == 1, f"{len(created)} mailboxes {NEW_ADDRESS}")
        port = self._open(ORDINARY).editor.form.port.value()
        demand(port == NEW_PORT, f"the port is {port}")
        demand(self._open(created[0]).editor.form.port.value() == NEW_IMAPS_PORT, "no usual port")
        return f"mailboxes {ORDINARY} and {created[0]}"

    def _emit(self) -> str:
        """Some pairs of Python and PySide6 lose a reference at each signal, and then abort."""
        before = sys.getrefcount(True)
        for _ in range(EMITS):
            self._window.dialogs.saved.emit("")
        lost = before - sys.getrefcount(True)
        demand(lost < EMITS // 2, f"{lost} references lost")
        return f"{EMITS} signals"

    def _pane(self) -> MailboxPane:
        pane = self._window.pane
        if pane is None:
            raise SelfTestFailed("no list is shown")
        return pane

    def _open(self, mailbox_id: int) -> EditDialog:
        dialog = self._window.dialogs.edit(self._pane().workplace, mailbox_id)
        wait_until(lambda: dialog.is_ready, "the mailbox")
        return dialog

    def _save(self, dialog: EditDialog) -> None:
        saved: list[str] = []
        dialog.saved.connect(saved.append)
        demand(dialog.save_button.isEnabled(), "nothing can be saved")
        while (box := dialog.editor.confirmations.missing()) is not None:
            box.setChecked(True)
        dialog.save()
        wait_until(lambda: bool(saved) or bool(dialog.editor.banner.text), "the save")
        if not saved:
            raise SelfTestFailed(dialog.editor.banner.text)


class SelfTestFailed(Exception):
    """A step did not hold."""


def demand(holds: bool, otherwise: str) -> None:
    """Raise SelfTestFailed unless something holds."""
    if not holds:
        raise SelfTestFailed(otherwise)


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Let the program work until something holds. Raises SelfTestFailed after LIMIT_SECONDS."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    end = time.monotonic() + LIMIT_SECONDS
    while not holds():
        demand(time.monotonic() < end, f"{what} did not come")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _tell(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Pass on what Qt says, but not what a screen that is none cannot do."""
    if sys.stderr is not None and not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


def selftest() -> int:
    """Run it and print its line; the exit status is 0 only if all held."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from desktop_app.app import Program
    from desktop_app.profiles.secrets.keyring_backends import backend_names

    qInstallMessageHandler(_tell)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    program = Program(None, demo=True)
    program.window.show()
    test = SelfTest(program)
    ok = test.run()
    if ok:  # else it would ask about what could not be saved, and nobody is there to answer
        program.window.close()
    program.close()
    steps = [asdict(step) for step in test.steps]
    line = {"ok": ok, "steps": steps, "keyring_backends": backend_names()}
    told = tell(json.dumps(line) + "\n")
    qInstallMessageHandler(None)
    del application
    return 0 if ok and told else 1
