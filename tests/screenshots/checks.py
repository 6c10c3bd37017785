"""Checks of mail servers: in the dialog, of many mailboxes, and of one whose mail has stopped."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.mail_check.mail_settings import AddressParts, MailSettings, SettingsSource
from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, Value
from desktop_app.selftest import wait_until
from desktop_app.services.background import Success
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mail_check.check_window import CheckWindow
from desktop_app.ui.mail_check.mailbox_check_window import MailboxCheckWindow
from desktop_app.ui.mail_check.settings_discovery_dialog import SettingsDiscoveryDialog
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from tests.screenshots.foreign_text import foreign
from tests.servers.certificates import Authority
from tests.servers.hostile_mail import HOST, MailServer, greets, imap

if TYPE_CHECKING:
    from tests.screenshots.take import Camera

REFUSING = imap({b"": b"%t NO [AUTHENTICATIONFAILED] Invalid credentials.\r\n"})


def take_checks(camera: Camera, workspace: Workspace) -> None:
    """All of them. The workspace has its list."""
    with tempfile.TemporaryDirectory() as name:
        authority = Authority(Path(name))
        workspace.profile = replace(workspace.profile, ca_file=str(authority.ca_file))
        with MailServer(imap(), authority.good()) as server:
            _dialog(camera, workspace, server.port, "check-works", "secret pass")
            _dialog(camera, workspace, server.port, "check-without-password")
        with MailServer(REFUSING, authority.good()) as server:
            _dialog(camera, workspace, server.port, "check-refused", "wrong pass")
        with MailServer(imap(), authority.wrong_host()) as server:
            _dialog(camera, workspace, server.port, "check-wrong-name", "secret pass")
        with MailServer(imap()) as server:
            _dialog(
                camera, workspace, server.port, "check-in-the-clear", "secret", kind=ServerType.IMAP
            )
        _proposals(camera, workspace)
        _dialog(camera, workspace, 993, "check-not-reached", host="imap.acme.invalid")
        _windows(camera, workspace, authority)


def _proposals(camera: Camera, workspace: Workspace) -> None:
    dialog = SettingsDiscoveryDialog(
        AddressParts("info", foreign("acme.example")), workspace.make_settings_search()
    )
    user, server = foreign("info@acme.example"), foreign("imap.acme.example")
    for proposal in (
        MailSettings(SettingsSource.PROVIDER, ServerType.IMAPS, server, 993, user),
        MailSettings(SettingsSource.SRV, ServerType.POPS, foreign("pop.acme.example"), 995),
    ):
        dialog._on_found(proposal)
    dialog._on_ended(Success(None))
    camera.take("proposals", dialog)
    dialog.reject()


def _dialog(
    camera: Camera,
    workspace: Workspace,
    port: int,
    name: str,
    password: str = "",
    host: str = HOST,
    kind: ServerType = ServerType.IMAPS,
) -> None:
    dialog = EditDialog(workspace, 1)
    dialog.show()
    wait_until(lambda: dialog.is_ready, "the mailbox")
    form, row = dialog.editor.form, dialog.editor.check_panel
    form.set_value(Field.SERVER_TYPE, kind)
    form.set_value(Field.SERVER, host)
    form.set_value(Field.PORT, port)
    if password:
        form.password_editor.replace_option.setChecked(True)
        form.password_editor.secret_field.line_edit.setText(password)
    row.check_button.click()
    wait_until(lambda: row.report is not None, "the result")
    camera.take(name, dialog)
    dialog.discard_edit()
    dialog.done(0)


def _windows(camera: Camera, workspace: Workspace, authority: Authority) -> None:
    with (
        MailServer(imap(), authority.good()) as good,
        MailServer(imap(), authority.expired()) as expired,
        MailServer(greets(b"220 mx.acme.dk ESMTP\r\n")) as smtp,
        MailServer(REFUSING, authority.good()) as refusing,
        MailServer(imap()) as plain,
    ):
        _put(workspace, range(1, 5), good.port, ServerType.IMAPS)
        _put(workspace, range(5, 12), expired.port, ServerType.IMAPS)
        _put(workspace, range(12, 14), smtp.port, ServerType.IMAP)
        _put(workspace, (14,), refusing.port, ServerType.IMAPS)
        _put(workspace, (16,), plain.port, ServerType.IMAP)
        _put(workspace, (15,), 993, ServerType.IMAPS, foreign("imap.acme.invalid"))
        _mailbox_window(camera, workspace, "mail-has-stopped", (5, *range(6, 12)))
        _mailbox_window(camera, workspace, "mail-has-stopped-refused", (14,), "wrong pass")
        _mailbox_window(camera, workspace, "mail-has-stopped-works", (1, 2, 3), "secret pass")
        _mailbox_window(camera, workspace, "mail-has-stopped-not-reached", (15,))
        _mailbox_window(camera, workspace, "mail-has-stopped-in-the-clear", (16,), "secret pass")
        _mailbox_window(camera, workspace, "check-one", (2,), has_stopped=False)
        _many(camera, workspace, list(range(1, 16)), "checks-of-many")


def _put(
    workspace: Workspace, ids: Iterable[int], port: int, kind: ServerType, host: str = HOST
) -> None:
    for mailbox_id in ids:
        values: dict[Field, Value] = {
            Field.SERVER_TYPE: kind,
            Field.SERVER: host,
            Field.PORT: port,
            Field.USER_NAME: foreign(f"user{mailbox_id}"),
        }
        workspace.details.add(Mailbox(mailbox_id, values))


def _mailbox_window(
    camera: Camera,
    workspace: Workspace,
    name: str,
    ids: tuple[int, ...],
    password: str = "",
    *,
    has_stopped: bool = True,
) -> None:
    own, *others = ids
    window = MailboxCheckWindow(workspace, own, others, has_stopped=has_stopped)
    window.show()
    wait_until(lambda: not window.check.is_running, "the results")
    if password:
        window.page.password_field.line_edit.setText(password)
        window.page.check_button.click()
        wait_until(lambda: not window.check.is_running, "the login")
    camera.take(name, window)
    for fold in window.page.folds:
        fold.unfold()
    camera.take(f"{name}-unfolded", window)
    window.done(0)


def _many(camera: Camera, workspace: Workspace, ids: list[int], name: str) -> None:
    window = CheckWindow(workspace, ids)
    window.show()
    wait_until(lambda: not window.run.is_running, "the results")
    index = window.model.index
    window.table.setCurrentIndex(index(0, 0, index(0, 0)))
    camera.take(name, window)
    window.close()
