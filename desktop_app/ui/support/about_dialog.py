"""The about dialog: version, licences, and the data folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app import VERSION
from desktop_app.services.background import Failure, Success
from desktop_app.services.support.packages import Package
from desktop_app.services.support.support import Support
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.icons import program_icon
from desktop_app.ui.widgets.windows import if_still_open, resize_to_fit

PROGRAM_ICON_SIZE = 48
"""Width and height of the program's icon, in logical pixels."""
SEPARATOR = "-" * 72


class AboutDialog(QDialog):
    """Three pages: the program, its licences, and its data."""

    def __init__(self, support: Support, parent: QWidget) -> None:
        super().__init__(parent)
        self._support = support
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("support", "About Mailbox Admin"))
        self.pages = QTabWidget()
        self.pages.tabBar().setAccessibleName(translate("support", "Pages"))
        self.licence_view = _text_view(translate("support", "Licences"))
        self.data_label = _label(self._data_text())
        self.pages.addTab(self._program_page(), translate("support", "&Program"))
        self.pages.addTab(self.licence_view, translate("support", "&Licences"))
        self.pages.addTab(self._data_page(), translate("support", "&Data"))
        buttons = button_box(StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages)
        layout.addWidget(buttons)
        resize_to_fit(self, 680, 460)
        support.load_packages(if_still_open(self, self._on_packages))

    def _program_page(self) -> QWidget:
        page, sign = QWidget(), QLabel()
        sign.setPixmap(program_icon().pixmap(PROGRAM_ICON_SIZE, PROGRAM_ICON_SIZE))
        layout = QHBoxLayout(page)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(_label(self._program_text()), 1, Qt.AlignmentFlag.AlignTop)
        return page

    def _program_text(self) -> str:
        told = (
            translate("support", "Mailbox Admin {version}").format(version=VERSION),
            translate("support", "Manage the mailboxes of SuperOffice Service."),
            translate("support", "It is not a product of SuperOffice AS."),
            translate(
                "support", "Built with Python, Qt {qt_version} and PySide6. Icons: Lucide."
            ).format(qt_version=qVersion()),
        )
        return "\n\n".join(told)

    def _data_page(self) -> QWidget:
        page = QWidget()
        button = PushButton(translate("support", "&Open the folder"))
        button.clicked.connect(self._open_folder)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self.data_label)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        return page

    def _data_text(self) -> str:
        folder = self._support.folder
        told = (
            translate("support", "This program stores its data in {folder}:").format(folder=folder),
            translate("support", "profiles.json – your profiles, without passwords"),
            translate(
                "support",
                "offline.sqlite – the last lists, edits and pending changes, without passwords",
            ),
            translate("support", "logs – what the program did, without passwords"),
            translate("support", "crashes – error reports"),
            translate("support", "Profile > Password storage shows where passwords are stored."),
        )
        return "\n\n".join(told)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._support.folder))))

    def _on_packages(self, outcome: Success[tuple[tuple[Package, ...], str]] | Failure) -> None:
        if isinstance(outcome, Failure):
            self.licence_view.setPlainText(translate("support", "The licences could not be read."))
            return
        parts, qt = outcome.value
        self.licence_view.setPlainText(
            "\n".join((*self._package_lines(parts), *_licence_texts(parts, qt)))
        )

    def _package_lines(self, packages: tuple[Package, ...]) -> list[str]:
        """Return one line per package, to precede the licence texts."""
        head = translate(
            "support", "This program contains the following packages. Their licences are below."
        )
        named = [f"{p.name} {p.version}".strip() + f": {p.licence}" for p in packages]
        return [head, "", *named, ""]


def _licence_texts(packages: tuple[Package, ...], qt_licence: str) -> list[str]:
    own = [
        f"{SEPARATOR}\n{p.name} {p.version}\n{SEPARATOR}\n{text}"
        for p in packages
        for text in p.licence_texts
    ]
    return [*own, f"{SEPARATOR}\nQt, PySide6, Shiboken\n{SEPARATOR}\n{qt_licence}"]


def _text_view(name: str) -> QPlainTextEdit:
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
