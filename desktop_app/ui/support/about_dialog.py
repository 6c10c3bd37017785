"""What this program is, what it is made of, and where it keeps its data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app import VERSION
from desktop_app.services.background import Done, Failed
from desktop_app.services.support.packages import Part
from desktop_app.services.support.support import Support
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.guarded_callback import while_open
from desktop_app.ui.widgets.icons import program_icon
from desktop_app.ui.widgets.window_size import resize_to_fit

SIGN = 48
"""Logical pixels of the program's icon."""
RULE = "-" * 72


class About(QDialog):
    """Three pages: the program, its licences, its data."""

    def __init__(self, support: Support, parent: QWidget) -> None:
        super().__init__(parent)
        self._support = support
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Mailbox Admin"))
        self.pages = QTabWidget()
        self.pages.tabBar().setAccessibleName(self.tr("Pages"))
        self.licences = _reader(self.tr("Licences"))
        self.data = _label(self._data_words())
        self.pages.addTab(self._program_page(), self.tr("&Program"))
        self.pages.addTab(self.licences, self.tr("&Licences"))
        self.pages.addTab(self._data_page(), self.tr("&Data"))
        buttons = button_box(Standard.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages)
        layout.addWidget(buttons)
        resize_to_fit(self, 680, 460)
        support.find_parts(while_open(self, self._show_parts))

    def _program_page(self) -> QWidget:
        page, sign = QWidget(), QLabel()
        sign.setPixmap(program_icon().pixmap(SIGN, SIGN))
        layout = QHBoxLayout(page)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(_label(self._program_words()), 1, Qt.AlignmentFlag.AlignTop)
        return page

    def _program_words(self) -> str:
        told = (
            self.tr("Mailbox Admin %s") % VERSION,
            self.tr("Administers the mailboxes of SuperOffice Service."),
            self.tr("It is not a product of SuperOffice AS."),
            self.tr("Made with Python, Qt %s and PySide6. Icons: Lucide.") % qVersion(),
        )
        return "\n\n".join(told)

    def _data_page(self) -> QWidget:
        page = QWidget()
        button = QPushButton(self.tr("&Open the folder"))
        button.clicked.connect(self._open_folder)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self.data)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        return page

    def _data_words(self) -> str:
        folder = self._support.folder
        told = (
            self.tr("All data of this program lies in %s:") % folder,
            self.tr("profiles.json – your profiles, without secrets"),
            self.tr(
                "offline.sqlite – the last lists, edits and changes that wait, without passwords"
            ),
            self.tr("logs – what the program did, without secrets"),
            self.tr("crashes – reports of faults"),
            self.tr("Secrets are kept where “Where secrets live” in the menu Profile says."),
        )
        return "\n\n".join(told)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._support.folder))))

    def _show_parts(self, outcome: Done[tuple[tuple[Part, ...], str]] | Failed) -> None:
        if isinstance(outcome, Failed):
            self.licences.setPlainText(self.tr("The licences could not be read."))
            return
        parts, qt = outcome.value
        self.licences.setPlainText("\n".join((*self._list(parts), *_texts(parts, qt))))

    def _list(self, parts: tuple[Part, ...]) -> list[str]:
        """One line for each part, before the texts."""
        head = self.tr("This program contains the following packages; their licences are below.")
        named = [f"{p.name} {p.version}".strip() + f": {p.licence}" for p in parts]
        return [head, "", *named, ""]


def _texts(parts: tuple[Part, ...], qt: str) -> list[str]:
    own = [f"{RULE}\n{p.name} {p.version}\n{RULE}\n{text}" for p in parts for text in p.texts]
    return [*own, f"{RULE}\nQt, PySide6, Shiboken\n{RULE}\n{qt}"]


def _reader(name: str) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setReadOnly(True)
    box.setAccessibleName(name)
    box.setTabChangesFocus(True)
    return box


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
