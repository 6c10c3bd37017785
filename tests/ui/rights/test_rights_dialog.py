"""What may I do here? Rights by mailbox and field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.rights.rights_dialog import RightsDialog
from desktop_app.ui.rights.rights_model import RightsModel
from tests.ui.conftest import CheckModel

SERVER = 1 + list(Field).index(Field.SERVER)


def read(listed: Workspace, qtbot: QtBot, ids: list[int]) -> list[Mailbox]:
    listed.details.request_visible(ids)
    qtbot.waitUntil(lambda: all(listed.details.get(i) for i in ids))
    return [m for i in ids if (m := listed.details.get(i)) is not None]


def test_it_is_a_good_model(listed: Workspace, qtbot: QtBot, model_tester: CheckModel) -> None:
    model_tester(RightsModel(read(listed, qtbot, [1, 8, 9])))
    model_tester(RightsModel([]))


def test_each_cell_says_what_may_be_done_and_why(listed: Workspace, qtbot: QtBot) -> None:
    model = RightsModel(read(listed, qtbot, [1, 8, 9, 12, 13, 11]))
    message = [model.index(line, SERVER).data() for line in range(3)]
    assert message == ["change", "read-only", "read-only"]
    tip = model.index(1, SERVER).data(Qt.ItemDataRole.ToolTipRole)
    assert "head office" in tip
    every = [model.index(line, c).data() for line in range(6) for c in range(1, 7)]
    assert {"hidden", "write-only", "change, required"} <= set(every)
    assert model.headerData(SERVER, Qt.Orientation.Horizontal) == "Server"


def test_the_request_names_the_mailbox_its_masks_and_the_right(
    listed: Workspace, qtbot: QtBot
) -> None:
    read(listed, qtbot, [1, 8, 9])
    parent = QWidget()
    view = RightsDialog(listed, 8, parent)
    view.show()
    text = view.request_view.toPlainText()
    assert "hovedkontor@example.com (ID 8)" in text
    assert "head office" in text
    assert "Service administration" in text
    view.copy_button.click()
    assert QGuiApplication.clipboard().text() == text
    view.table.selectRow(0)
    assert "info@example.com" in view.request_view.toPlainText()
    assert "Service administration" not in view.request_view.toPlainText(), (
        "nothing is to be asked for"
    )
    view.reject()
    parent.deleteLater()
