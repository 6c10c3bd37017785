"""The receipts over the list: of a save, of a new password, of a create, of several saves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.core.errors.saving import Conflict
from desktop_app.core.journal import SaveProof
from desktop_app.core.mailbox.mailbox import Field, KeepBehaviour, Mailbox
from desktop_app.selftest import wait_until
from desktop_app.services.saving.save import SaveResult
from desktop_app.ui.i18n import translate
from desktop_app.ui.receipt.receipt import Receipt
from desktop_app.ui.receipt.receipt_text import save_receipt, undo_failure

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane import ListPane
    from desktop_app.ui.shell.main_window import MainWindow
    from tests.screenshots.take import Camera


def take_receipts(camera: Camera, window: MainWindow, pane: ListPane) -> None:
    """Of a window that shows the demo, with the details of the first mailbox there."""
    profile_id, details = pane.workspace.profile.id, pane.workspace.details
    wait_until(lambda: details.get(1) is not None, "the details of a mailbox")
    now = details.get(1)
    if now is None:
        raise RuntimeError("no mailbox")
    saved = SaveResult(now, SaveProof.READ_BACK, before={Field.PORT: 143})
    scenes = {
        "receipt": save_receipt(profile_id, saved, KeepBehaviour.PROVED),
        "receipt-password": save_receipt(
            profile_id, replace(saved, password_sent=True), KeepBehaviour.PROVED
        ),
        "receipt-created": save_receipt(
            profile_id, SaveResult(now, SaveProof.READ_BACK), KeepBehaviour.PROVED
        ),
        "receipt-run": _run(profile_id),
        "receipt-undo-failed": undo_failure(profile_id, saved, _conflict(now)),
    }
    for name, receipt in scenes.items():
        window.show_receipt(receipt)
        camera.take(name, window)
    window.receipts.end(profile_id)


def _run(profile_id: str) -> Receipt:
    count = 14
    text = translate("receipt", "%n mailbox(es) saved and read back.", None, count)
    return Receipt(text, profile_id, bulk_run_key="run", can_undo_run=True)


def _conflict(now: Mailbox) -> Conflict:
    return Conflict(now, (Field.PORT,))
