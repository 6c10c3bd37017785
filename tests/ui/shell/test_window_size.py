"""The edit dialog where there is little room: small screens, large fonts, long languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors.saving import Conflict
from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType
from desktop_app.core.mailbox.rights import TableRight
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from desktop_app.ui.rights.rights_dialog import RightsDialog
from tests.ui.conftest import OpenDialog
from tests.ui.windows import end_dialogs

FOREIGN = ("example.com", "acme.example", "Acme")
"""Names that are not the program's own."""
SMALL = QSize(911, 512 - 60)
"""A screen of 1366 x 768 at 150 %, less a window's frame and a task bar, in logical pixels."""


def in_window(widget: QWidget, window: QWidget) -> bool:
    """Whether all of a widget is inside its window."""
    area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return widget.isVisible() and window.rect().contains(area)


def in_view(dialog: EditDialog, widget: QWidget) -> bool:
    """Whether a widget is inside the part of the fields that is scrolled into view."""
    areas = (dialog.editor.scroll_area, dialog.editor.notice_area)
    view = next(area for area in areas if area.isAncestorOf(widget)).viewport()
    area = QRect(widget.mapTo(view, QPoint(0, 0)), widget.size())
    return widget.isVisible() and view.rect().intersects(area)


def fill(dialog: EditDialog) -> None:
    """As much in it as there can be: a banner, a conflict, errors, confirmations, a summary."""
    form = dialog.editor.form
    form.text_editors[Field.SERVER].setText("imaps://mail.acme.example:993/INBOX")
    form.text_editors[Field.ADDRESS].setText("info at example.com")
    form.text_editors[Field.USER_NAME].setText(" someone ")
    form.port_editor.setValue(143)
    theirs = Mailbox(1, {**form.mailbox.values, Field.SERVER: "theirs.example.com"})
    conflict = Conflict(theirs, (Field.SERVER,))
    dialog.editor.show_conflict(conflict, ("[Re&load]", dialog.reload))


@pytest.fixture
def larger(qapp: QApplication) -> Iterator[Callable[[float], None]]:
    """Makes every font larger."""
    before = qapp.font()

    def grow(factor: float) -> None:
        font = qapp.font()
        font.setPointSizeF(before.pointSizeF() * factor)
        qapp.setFont(font)

    yield grow
    qapp.setFont(before)


@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_banner_and_buttons_stay_and_every_field_can_be_reached(
    open_dialog: OpenDialog, larger: Callable[[float], None], factor: float, qtbot: QtBot
) -> None:
    larger(factor)
    dialog = open_dialog(1)
    fill(dialog)
    room = SMALL if factor == 1.0 else QSize(1366, 768 - 60)
    dialog.resize(room)
    qtbot.waitUntil(lambda: dialog.editor.scroll_area.verticalScrollBar().maximum() > 0)
    assert dialog.size().boundedTo(room) == dialog.size(), "it can be made that small"
    for stays in (
        dialog.editor.banner,
        dialog.save_button,
        dialog.buttons,
        dialog.editor.sending_line.label,
    ):
        qtbot.waitUntil(lambda w=stays: in_window(w, dialog))  # type: ignore[misc]
    fields = [*dialog.editor.form.text_editors.values(), dialog.editor.form.port_editor]
    boxes = [dialog.editor.confirmation_panel.trial_button]
    for widget in (*fields, *boxes, *boxes[::-1], *fields[::-1]):
        widget.setFocus()
        qtbot.waitUntil(lambda w=widget: in_view(dialog, w))  # type: ignore[misc]
    assert dialog.editor.scroll_area.horizontalScrollBar().maximum() == 0
    dialog.discard_edit()


def test_an_obstacle_to_a_save_is_scrolled_into_view(open_dialog: OpenDialog, qtbot: QtBot) -> None:
    dialog = open_dialog(0)
    form = dialog.editor.form
    form.type_editor.set_value(ServerType.IMAPS)
    for field in form.text_editors:
        form.text_editors[field].setText("x" if field is Field.SERVER else "x@example.com")
    form.password_editor.secret_field.line_edit.setText("x")
    dialog.resize(QSize(SMALL.width(), 330))
    dialog.save_button.click()
    box = dialog.editor.confirmation_panel.first_unconfirmed()
    assert box is not None
    qtbot.waitUntil(lambda: in_view(dialog, box))
    dialog.discard_edit()


def test_a_megabyte_from_the_server_neither_widens_nor_heightens_a_dialog(
    open_dialog: OpenDialog,
) -> None:
    dialog = open_dialog(1)
    values = {**dialog.editor.form.mailbox.values, Field.SERVER: "x" * 2**20}
    reason = "<b>y</b>" * 2**17
    dialog.editor.show_mailbox(Mailbox(1, values, TableRight(None, "z" * 2**20, reason)))
    dialog.editor.form.text_editors[Field.ADDRESS].setText("a" * 2**20)
    assert dialog.minimumSizeHint().boundedTo(SMALL) == dialog.minimumSizeHint()
    assert all(len(label.text()) < 2000 for label in dialog.findChildren(QLabel))
    dialog.discard_edit()


class Longer(QTranslator):
    """A language that needs 40 % more room for everything, and is marked by brackets."""

    def translate(
        self, _context: object, text: object, _disambiguation: object = None, _n: int = -1
    ) -> str:
        plain = str(text)
        return f"[{plain}{' word' * max(1, round(len(plain) * 0.4 / 5))}]"

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def longer(qapp: QApplication) -> Iterator[Longer]:
    language = Longer()
    qapp.installTranslator(language)
    yield language
    qapp.removeTranslator(language)


def clipped(window: QWidget) -> list[str]:
    """The texts that do not fit into their place."""
    found = []
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            height = label.heightForWidth(label.width()) if label.wordWrap() else 0
            needed = QSize(0 if label.wordWrap() else label.sizeHint().width(), height)
            if not fits(needed, label):
                found.append(label.text())
    every = window.findChildren(QAbstractButton)
    buttons = [button for button in every if button.isVisible() and button.text()]
    narrow = [b.text() for b in buttons if not fits(QSize(b.sizeHint().width(), 0), b)]
    return found + narrow


def fits(needed: QSize, widget: QWidget) -> bool:
    return needed.width() <= widget.width() and needed.height() <= widget.height()


def untranslated(window: QWidget) -> list[str]:
    """Words that are the program's own and did not go through the translator."""
    texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    texts += [b.text() for b in window.findChildren(QAbstractButton) if b.isVisible()]
    texts += [w.accessibleName() for w in window.findChildren(QWidget) if w.isVisible()]
    texts += [window.windowTitle()]
    own = [text for text in texts if any(map(str.isalpha, text)) and "[" not in text]
    return [text for text in own if not any(name in text for name in FOREIGN)]


STATES = {"ordinary": 1, "row locked": 8, "field locked": 9, "mandatory": 11, "type": 28, "new": 0}


@pytest.mark.parametrize("mailbox_id", STATES.values(), ids=STATES)
@pytest.mark.usefixtures("longer")
def test_a_long_language_fits(open_dialog: OpenDialog, mailbox_id: int, qtbot: QtBot) -> None:
    dialog = open_dialog(mailbox_id)
    if mailbox_id == 1:
        fill(dialog)
    dialog.resize(SMALL)
    qtbot.waitUntil(lambda: clipped(dialog) == [])
    assert untranslated(dialog) == []
    assert dialog.editor.scroll_area.horizontalScrollBar().maximum() == 0
    dialog.discard_edit()


@pytest.mark.usefixtures("longer")
def test_the_dialogs_beside_it_fit_too(listed: Workspace, open_dialog: OpenDialog) -> None:
    owner = open_dialog(1)
    others: list[QDialog] = [
        KeepPasswordTestDialog(listed, owner.editor.form.mailbox, owner),
        RightsDialog(listed, 1, owner),
    ]
    for other in others:
        other.show()
        QApplication.processEvents()
        assert clipped(other) == []
        assert untranslated(other) == []
        other.reject()


def test_no_two_things_have_the_same_key(open_dialog: OpenDialog) -> None:
    """Two mnemonics that are the same, and neither does what it says."""
    dialog = open_dialog(1)
    dialog.editor.form.port_editor.setValue(1993)
    dialog.editor.form.password_editor.offer_saved(None, can_save=True)
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.buddy()]
    texts += [button.text() for button in dialog.findChildren(QAbstractButton)]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    twice = {key for key in keys if keys.count(key) > 1}
    assert not twice, twice
    dialog.discard_edit()


def test_the_keyboard_reaches_everything_in_order(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(1)
    dialog.editor.form.port_editor.setValue(1993)
    reached: list[QWidget] = []
    form = dialog.editor.form
    widget: QWidget | None = form.text_editors[Field.ADDRESS]
    while widget is not None and widget not in reached:
        reached.append(widget)
        widget = widget.nextInFocusChain()
    stops = [
        w
        for w in reached
        if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    for line in dialog.findChildren(QLineEdit):
        if line.isVisible() and line.isEnabled() and not line.objectName().startswith("qt_"):
            assert line in stops
    order = [
        form.text_editors[Field.ADDRESS],
        form.text_editors[Field.SERVER],
        dialog.editor.check_panel.settings_button,
        form.type_editor,
        form.port_editor,
        form.rows[Field.PORT].undo_button,
        form.text_editors[Field.USER_NAME],
        form.password_editor.keep_option,
        dialog.editor.check_panel.check_button,
        dialog.save_button,
    ]
    workspaces = [stops.index(each) for each in order]
    assert workspaces == sorted(workspaces), "from top to bottom"
    dialog.discard_edit()


def test_dialogs_fit_the_screen_they_open_on(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(1)
    room = dialog.screen().availableGeometry()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    end_dialogs([dialog])
