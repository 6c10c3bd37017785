"""The windows for many mailboxes at once, from their review to their result."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import NoRight
from desktop_app.core.mail_check.check_verdicts import LoginRefused, NameNotFound, Works
from desktop_app.core.mail_check.mail_check import CheckReport, target_of
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepVerdict
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.demo import DemoServer
from desktop_app.selftest import wait_until
from desktop_app.services.bulk.save_queue import RowState, RunState
from desktop_app.services.store.store_service import Keeping
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.bulk.bulk_edit_dialog import EditSeveralDialog
from desktop_app.ui.bulk.rotation_dialog import PasswordsDialog
from desktop_app.ui.bulk.run_history_dialog import RunsView
from desktop_app.webapi.client_factory import open_client

if TYPE_CHECKING:
    from desktop_app.core.mail_check.check_verdicts import Verdict
    from desktop_app.core.mail_check.mail_check import Target
    from desktop_app.services.background import Courier
    from tests.screenshots.take import Camera

TABLE = "\n".join(
    f"{name}@example.com\tnew one of {name}"
    for name in ("info", "kundeservice", "kundtjanst", "salg", "direksjonen", "nobody", "faktura")
)
VERDICTS: tuple[Verdict, ...] = (Works(), LoginRefused("Wrong."), NameNotFound(), Works(), Works())


def take_several(camera: Camera, courier: Courier) -> None:
    """All of them, on a CRM of their own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        DemoServer() as crm,
        _place(crm, courier, Path(folder)) as place,
    ):
        parent = QWidget()
        _take_edit(camera, place, parent)
        _take_passwords(camera, place, parent)
        runs = RunsView(place, parent)
        wait_until(lambda: runs.runs.rowCount() == 2, "the runs")
        runs.table.selectRow(1)
        camera.take("several-runs", runs)
        runs.done(0)
        parent.deleteLater()


def _take_edit(camera: Camera, place: Workplace, parent: QWidget) -> None:
    """Needing passwords; then reviewed, with one that someone else changes, and saved."""
    unproved = _filled(place, parent)
    unproved.passwords.type(1, "typed")
    camera.take("several-edit-needs-passwords", unproved)
    unproved.done(0)
    place.learnt.keep_verdict = KeepVerdict.PROVED
    place.learnt.asks_for_notes = False
    edit = _filled(place, parent)
    camera.take("several-edit", edit)
    mailbox = place.details.get(2)
    if mailbox is None:
        raise RuntimeError("not read")
    told: list[object] = []
    place.save(Draft(mailbox, {Field.PORT: 4143}), told.append)
    wait_until(lambda: bool(told), "another save")
    edit.save.click()
    _wait_for_run(edit)
    camera.take("several-edit-result", edit)
    edit.done(0)


def _filled(place: Workplace, parent: QWidget) -> EditSeveralDialog:
    edit = EditSeveralDialog(place, range(1, 13), parent)
    edit.show()
    wait_until(lambda: not edit.reading.is_running, "the details")
    for which, value in ((Field.USER_NAME, "{user}@new.example"), (Field.PORT, 1993)):
        edit.fields.editors[which].put(value)
        edit.fields.boxes[which].setChecked(True)
    wait_until(lambda: not edit._later.isActive(), "the plan")
    return edit


def _take_passwords(camera: Camera, place: Workplace, parent: QWidget) -> None:
    """Empty, pasted, tried, saved."""
    dialog = PasswordsDialog(place, parent)
    camera.take("several-passwords-empty", dialog)
    QGuiApplication.clipboard().setText(TABLE)
    dialog.paste.click()
    wait_until(lambda: not dialog.round.is_busy, "the details")
    camera.take("several-passwords-pasted", dialog)
    for one, verdict in zip(dialog.round.matching.matches, VERDICTS, strict=False):
        target = target_of(one.mailbox.values)
        report = CheckReport(_sure(target), verdict, datetime.now(UTC), 0.4, tried=True)
        dialog.round._take(one.mailbox.id, report)
    dialog.table.selectRow(2)
    camera.take("several-passwords-tried", dialog)
    dialog.save.click()
    _wait_for_run(dialog)
    camera.take("several-passwords-result", dialog)
    dialog.done(0)


def _sure(target: object) -> Target:
    from desktop_app.core.mail_check.mail_check import Target

    if not isinstance(target, Target):
        raise TypeError(target)
    return target


def _wait_for_run(dialog: EditSeveralDialog | PasswordsDialog) -> None:
    page = dialog.run
    if page is None:
        raise RuntimeError("nothing was begun")
    sending = page.run.sending
    wait_until(lambda: sending.state is RunState.DONE and not page.is_busy, "the run")
    refused = next((row for row in sending.rows if row.state is RowState.REFUSED), None)
    if refused is not None and not isinstance(refused.trouble, NoRight):
        raise RuntimeError(refused.trouble)
    page.table.selectRow(min(1, page.model.rowCount() - 1))


@contextmanager
def _place(crm: DemoServer, courier: Courier, folder: Path) -> Iterator[Workplace]:
    made = Profile.new("Acme", crm.url, crm.credentials.username)
    profile = replace(made, environment=Environment.TEST)
    password = crm.credentials.password
    keeping = Keeping(lambda: folder, courier)
    place = Workplace(
        profile, lambda: open_client(profile, password, "en"), courier, keeping=keeping
    )
    place.refresh()
    wait_until(lambda: place.learnt.has_arrived, "the list")
    yield place
    place.close()
    keeping.close()
