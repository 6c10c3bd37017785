"""The widgets of the window that checks one mailbox, from its stages to the places to look."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.core.mail_check.check_verdicts import VerdictLevel
from desktop_app.core.mail_check.mail_check import CheckReport, Target
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.certificate_text import certificate_lines, certificate_title
from desktop_app.ui.mail_check.report_text import transcript_text
from desktop_app.ui.mail_check.stage_strip import StageStrip
from desktop_app.ui.text.mailbox import server_type_text
from desktop_app.ui.text.plain_text import shortened
from desktop_app.ui.text.superoffice_places import import_errors_text
from desktop_app.ui.widgets.colors import error_color, muted_text_color
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.folded_section import FoldedSection
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.secret_field import SecretField

SPACING = 8
"""Logical pixels between two parts."""


class MailboxCheckPage(QWidget):
    """Address and login, stages, one sentence, the password to try, and lines to unfold."""

    def __init__(self) -> None:
        super().__init__()
        self.address_label = plain_label()
        self.login_label = plain_label()
        """Server type, server, port and user name: the login that a password is tried for."""
        self.strip = StageStrip()
        self.result = ResultLabel()
        self.note_label = plain_label()
        self.source_label = plain_label()
        """When and from where the mailbox was checked."""
        self.password_label = QLabel(translate("mail_check", "&Password"))
        self.password_field = SecretField(translate("mail_check", "Password"))
        self.check_button = PushButton(translate("mail_check", "Chec&k"))
        self.login_button = PushButton()
        """Tries a login that the check has left out."""
        self.open_button = PushButton(translate("mail_check", "&Open the mailbox…"))
        self.changes = FoldedSection()
        self.others = FoldedSection()
        self.transcript = FoldedSection(is_long=True)
        self.certificate = FoldedSection()
        self.places = FoldedSection()
        self.folds = (self.changes, self.others, self.transcript, self.certificate, self.places)
        self._level = VerdictLevel.NONE
        self._build_ui()

    def show_login(self, address: str, target: Target | None) -> None:
        """Show whose login is checked; None if the login is not known or cannot be checked."""
        self.address_label.setText(shortened(address))
        text = ""
        if target is not None:
            text = translate("mail_check", "{server_type} · {server}:{port} · {user_name}").format(
                server_type=server_type_text(target.server_type),
                server=shortened(target.server),
                port=target.port,
                user_name=shortened(target.user_name) or "–",
            )
        self.login_label.setText(text)
        self.login_label.setVisible(bool(text))

    def show_result(self, what: str, notes: str, level: VerdictLevel) -> None:
        """Show and announce what happened and what to do now, in the colour of ``level``."""
        self._level = level
        self._apply_colors()
        self.note_label.setText(notes)
        self.note_label.setVisible(bool(notes))
        self.result.show_result(what, spoken=f"{what} {notes}".strip())

    def show_source(self, text: str) -> None:
        """Show when and from where the mailbox was checked."""
        self.source_label.setText(text)
        self.source_label.setVisible(bool(text))

    def offer_login(self, text: str) -> None:
        """Show the button for a login that was left out; an empty text hides the button."""
        self.login_button.setText(text)
        self.login_button.setVisible(bool(text))

    def show_details(self, report: CheckReport) -> None:
        """Show the transcript and the certificate of a check, each where there is one."""
        self.transcript.set_content(
            translate("mail_check", "Transcript") if report.transcript else "",
            transcript_text(report),
        )
        seen = report.fingerprint
        self.certificate.set_content(
            "" if seen.certificate is None else certificate_title(seen.certificate),
            "\n".join(certificate_lines(seen)),
        )

    def set_password_offered(self, *, offered: bool) -> None:
        """Show or hide the password field: some mailboxes have no login with a password."""
        for widget in (self.password_label, self.password_field):
            widget.setVisible(offered)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._apply_colors()

    def _apply_colors(self) -> None:
        palette = self.palette()
        plain = palette.color(QPalette.ColorRole.WindowText)
        muted = muted_text_color(palette)
        color = {
            VerdictLevel.BROKEN: error_color(palette),
            VerdictLevel.UNREACHABLE: muted,
        }.get(self._level, plain)
        for label, shown in ((self.result, color), (self.login_label, muted)):
            _set_color(label, shown)
        _set_color(self.source_label, muted)

    def _build_ui(self) -> None:
        for label in (self.address_label, self.result):
            font = label.font()
            font.setBold(True)
            label.setFont(font)
        for label in (self.login_label, self.note_label, self.source_label):
            label.hide()
        self.result.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.password_label.setBuddy(self.password_field)
        self.places.set_content(
            translate("mail_check", "Where to look in SuperOffice"), import_errors_text()
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.address_label)
        head.addWidget(self.login_label)
        layout.addLayout(head)
        layout.addWidget(self.strip)
        for widget in (self.result, self.note_label):
            layout.addWidget(widget)
        layout.addLayout(self._password_row())
        layout.addWidget(self.source_label)
        folds = QVBoxLayout()
        folds.setSpacing(2)
        for fold in self.folds:
            folds.addWidget(fold)
        layout.addLayout(folds)
        layout.addStretch(1)
        self._apply_colors()

    def _password_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.password_label)
        row.addWidget(self.password_field, 1)
        row.addWidget(self.check_button)
        row.addWidget(self.login_button)
        row.addStretch(0)
        row.addWidget(self.open_button)
        self.login_button.focus_after = self.check_button
        self.login_button.hide()
        return row


def _set_color(label: QLabel, color: QColor) -> None:
    palette = QPalette(label.palette())
    palette.setColor(QPalette.ColorRole.WindowText, color)
    label.setPalette(palette)
