"""Password rotation: paste a table, test each password on its mail server, save the accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.bulk.password_table import (
    PasswordRow,
    TooManyLines,
    clean_login,
    parse_table,
    password_warnings,
)
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.mailbox.mailbox_rules import TYPES_WITHOUT_TLS
from desktop_app.services.bulk.bulk_runner import PasswordProof
from desktop_app.services.bulk.password_rotation import PasswordRotation, PasswordTestState
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.bulk.bulk_dialog import BulkDialog
from desktop_app.ui.bulk.bulk_text import (
    paste_help_text,
    polling_warning_text,
    reading_progress_text,
    table_counts_text,
)
from desktop_app.ui.bulk.password_table_model import PasswordTableModel
from desktop_app.ui.bulk.run_model import SkippedRow
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import CheckBox, PushButton
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.secret_field import SecretField
from desktop_app.ui.widgets.tables.column_widths import fit_columns
from desktop_app.ui.widgets.tables.read_only_table import keep_rows_visible, read_only_table

MIN_ROWS = 3
"""Rows that are visible on the smallest screen, beside what explains them."""


class PasswordRotationDialog(BulkDialog):
    """The window of a password rotation. Its table is cleared on closing and on locking."""

    def __init__(
        self, workspace: Workspace, parent: QWidget | None = None, bulk_run_key: str = ""
    ) -> None:
        super().__init__(workspace, parent, bulk_run_key)
        self.setWindowTitle(translate("bulk", "Replace passwords"))
        self.rotation = PasswordRotation(workspace, self)
        self.model = PasswordTableModel(self.rotation)
        self.table = read_only_table(self.model, translate("bulk", "Passwords"), ())
        self.paste_button = self._button(translate("bulk", "&Paste a table"), self._paste_table)
        self.login_edit = QLineEdit()
        self.password_field = SecretField(translate("bulk", "Password"))
        self.add_button = self._button(translate("bulk", "&Add line"), self._add_row)
        self.remove_button = self._button(translate("bulk", "Rem&ove line"), self._remove_row)
        self.read_all_button = self._button("", self.rotation.read_all)
        self.read_all_button.focus_after = self.table
        self.plaintext_checkbox = CheckBox(
            translate("bulk", "Check also w&ithout TLS, as SuperOffice does")
        )
        self.test_button = self._button("", self._toggle_tests)
        self.message_label, self.count, self.detail = ResultLabel(), ResultLabel(), plain_label()
        self.help_label = plain_label()
        """How to begin; once there are lines, why to save soon."""
        self._was_busy = False
        self._build_review()
        self._connect()
        self.refresh()

    def _button(self, text: str, on_click: Callable[[], None]) -> PushButton:
        button = PushButton(text)
        ignore_enter_elsewhere(button)
        button.clicked.connect(lambda: on_click())
        return button

    def _build_review(self) -> None:
        self.login_edit.setPlaceholderText(translate("bulk", "Address or user name"))
        self.login_edit.setAccessibleName(translate("bulk", "Address or user name"))
        self.password_field.line_edit.setPlaceholderText(translate("bulk", "New password"))
        first, last = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.paste_button)
        first.addWidget(self.login_edit, 1)
        first.addWidget(self.password_field, 1)
        first.addWidget(self.add_button)
        last.addWidget(self.remove_button)
        last.addStretch(1)
        last.addWidget(self.plaintext_checkbox)
        last.addWidget(self.test_button)
        layout = QVBoxLayout(self.review_page)
        layout.setContentsMargins(0, 0, 0, 0)
        message = QHBoxLayout()
        message.addWidget(self.message_label, 1)
        message.addWidget(self.read_all_button)
        layout.addWidget(self.help_label)
        layout.addLayout(first)
        layout.addLayout(message)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        layout.addLayout(last)
        layout.addWidget(self.count)
        keep_rows_visible(self.table, MIN_ROWS)
        self.paste_button.setFocus()

    def _connect(self) -> None:
        self.rotation.changed.connect(self.refresh)
        self.rotation.changed.connect(self._fit_columns)
        self.rotation.details_progressed.connect(self._show_count)
        self.model.selection_changed.connect(self.refresh)
        self.table.selectionModel().currentRowChanged.connect(self.refresh)
        self.login_edit.textChanged.connect(self.refresh)
        self.password_field.edited.connect(self.refresh)
        self.password_field.line_edit.returnPressed.connect(self._add_row)
        QShortcut(QKeySequence.StandardKey.Paste, self.table, self._paste_table)
        self.workspace.list_changed.connect(self._on_list_changed)

    @property
    def kind(self) -> BulkRunKind:
        """Always PASSWORDS."""
        return BulkRunKind.PASSWORDS

    @property
    def ready_drafts(self) -> Sequence[Draft]:
        """The drafts whose passwords were accepted, or that the user saves untested."""
        return self.rotation.drafts(self.model.untested)

    @property
    def proofs(self) -> Mapping[int, PasswordProof]:
        """How each password was verified, by mailbox id."""
        return self.rotation.proofs()

    @property
    def skipped_rows(self) -> Sequence[SkippedRow]:
        """Lines that were refused, not reached or not matched."""
        return self.model.skipped_rows()

    @property
    def can_start(self) -> bool:
        """Whether no test or read is running."""
        return not self.rotation.is_busy

    @property
    def typed_passwords(self) -> int:
        """The number of passwords in the table, plus the one being typed."""
        return sum(bool(line.password) for line in self.rotation.rows) + bool(
            self.password_field.text()
        )

    @property
    def has_typed_values(self) -> bool:
        """Whether a user name is typed that is in no line yet."""
        return bool(self.login_edit.text())

    def showEvent(self, event: QShowEvent) -> None:
        """Give the columns the room that the table has now."""
        super().showEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        fit_columns(self.table, self.model)

    def refresh(self) -> None:
        """Update the counts, the selected line's result, and the buttons."""
        if self.run_page is not None:
            return
        lines, busy = self.rotation, self.rotation.is_busy
        waiting = self._count(PasswordTestState.NOT_TESTED)
        self.add_button.setEnabled(
            bool(self.login_edit.text().strip() and self.password_field.text())
        )
        self.help_label.setText(polling_warning_text() if lines.rows else paste_help_text())
        self.detail.setText(self.model.result_of(self.table.currentIndex().row()))
        self.remove_button.setEnabled(self._current_row is not None and not busy)
        words = (
            translate("bulk", "S&top checking")
            if lines.is_testing
            else translate("bulk", "Check &the passwords")
        )
        self.test_button.setText(words)
        self.test_button.setEnabled(lines.is_testing or (waiting > 0 and not busy))
        self.plaintext_checkbox.setVisible(
            any(_is_plaintext(m.mailbox) for m in lines.match_result.matches)
        )
        missing = lines.missing_detail_calls if lines.match_result.unmatched else 0
        self.read_all_button.setVisible(missing > 0 and not busy)
        self.read_all_button.setText(
            translate("bulk", "&Load details of %n mailbox(es) to find user names", None, missing)
        )
        if self._was_busy and not busy:
            self.count.show_result(self._count_text())
            self._fit_columns()
        self._was_busy = busy
        self._show_count()
        super().refresh()

    def _show_count(self) -> None:
        self.count.setText(self._count_text())

    def _count_text(self) -> str:
        lines = self.rotation
        if lines.is_reading and lines.reader is not None:
            return reading_progress_text(lines.reader.done_count, len(lines.reader.ids))
        proved = self._count(PasswordTestState.ACCEPTED)
        waiting = self._count(PasswordTestState.NOT_TESTED, PasswordTestState.TESTING)
        failed = len(lines.match_result.matches) - proved - waiting
        return table_counts_text(proved, failed, waiting, len(lines.match_result.unmatched))

    def _count(self, *states: PasswordTestState) -> int:
        return sum(
            self.rotation.state_of(one) in states for one in self.rotation.match_result.matches
        )

    @property
    def _current_row(self) -> PasswordRow | None:
        return self.model.password_row_at(self.table.currentIndex().row())

    def clear_secrets(self) -> None:
        """Clear the table, because the program was locked, and tell the user."""
        if self.rotation.rows:
            self.message_label.show_result(
                translate("bulk", "Locked. The table was removed from memory: paste it again.")
            )
        self.release()
        super().clear_secrets()

    def release(self) -> None:
        """Clear the table and the password being typed."""
        self.password_field.clear()
        self.rotation.clear()

    def _paste_table(self) -> None:
        clipboard = QGuiApplication.clipboard()
        text = clipboard.text()
        try:
            lines = parse_table(text)
        except TooManyLines:
            self.message_label.show_result(
                translate("bulk", "Too long: you can paste at most 10,000 lines.")
            )
            return
        if not lines:
            self.message_label.show_result(translate("bulk", "The clipboard has no table."))
            return
        clipboard.clear()
        count = len(lines)
        self.message_label.show_result(
            translate("bulk", "%n line(s) pasted. The clipboard was cleared.", None, count)
        )
        self.rotation.add(lines)

    def _add_row(self) -> None:
        if self.add_button.isEnabled():
            number = len(self.rotation.rows) + 1
            login = clean_login(self.login_edit.text())
            password = self.password_field.text()
            line = PasswordRow(number, login, password, password_warnings(password))
            self.password_field.clear()
            self.login_edit.clear()
            self.login_edit.setFocus()
            self.rotation.add((line,))

    def _remove_row(self) -> None:
        if (line := self._current_row) is not None:
            self.rotation.remove(line)

    def _toggle_tests(self) -> None:
        if self.rotation.is_testing:
            self.rotation.stop()
        else:
            self.rotation.start(allow_plaintext=self.plaintext_checkbox.isChecked())
        self.refresh()

    def _on_list_changed(self) -> None:
        """Match the pasted lines to the new mailbox list."""
        if self.run_page is None and self.rotation.rows and not self.rotation.is_busy:
            self.rotation.add(())


def _is_plaintext(mailbox: Mailbox) -> bool:
    return mailbox.values.get(Field.SERVER_TYPE) in TYPES_WITHOUT_TLS
