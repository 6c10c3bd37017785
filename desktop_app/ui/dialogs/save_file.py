"""Where a file is saved, and what is said of it then; the same in every window that saves one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.services.background import Done, Failed
from desktop_app.services.mailbox_list.export import Kind
from desktop_app.ui.text.errors.explain import explain

SHEETS = ("CSV (*.csv)", "Excel (*.xlsx)")


def ask_where(
    parent: QWidget, kinds: Sequence[str], suffix: str, name: str, save: Callable[[Path], None]
) -> None:
    """Open the system's dialog; ``save`` gets what is chosen.

    ``kinds`` are its filters, ``suffix`` what a name without one gets; ``name`` is
    proposed, unless it is empty.
    """
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, _tr("Save as"), folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(kinds))
    dialog.setDefaultSuffix(suffix)
    if name:
        dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: save(Path(chosen)))
    dialog.open()


def kind_of(path: Path) -> Kind:
    """CSV, or Excel's own where the name says so."""
    return Kind.XLSX if path.suffix.lower() == ".xlsx" else Kind.CSV


def delimiter() -> str:
    """What parts the cells of a CSV file, so that Excel on this computer reads it."""
    return ";" if QLocale().decimalPoint() == "," else ","


def saved_words(path: Path, outcome: Done[None] | Failed) -> str:
    """Where the file is, or why it is not."""
    if isinstance(outcome, Failed):
        return explain(outcome.trouble).text
    return _tr("Saved as %s.") % path


def _tr(text: str) -> str:
    return QCoreApplication.translate("save_as", text)
