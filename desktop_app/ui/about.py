"""What this program is, and what it is made of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app import VERSION


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("about", text)


def show_about(parent: QWidget) -> None:
    """Open the box; it does not block the program."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(tr("About Mailbox Admin"))
    box.setText(tr("Mailbox Admin %s") % VERSION)
    box.setInformativeText(
        tr(
            "Administers the mailboxes of SuperOffice Service.\n\n"
            "Made with Qt %s and PySide6 (LGPL), Requests, keyring and msgspec. "
            "Icons: Lucide (ISC)."
        )
        % qVersion()
    )
    box.open()
