"""Saving a file: its name, its format, and the message afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.services.background import Failure, Success
from desktop_app.services.mailbox_list.export import ExportFormat
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain

_SEMICOLON_TERRITORIES = (QLocale.Country.Switzerland, QLocale.Country.Liechtenstein)
SPREADSHEET_FILTERS = ("CSV (*.csv)", "Excel (*.xlsx)")


def choose_save_path(
    parent: QWidget,
    name_filters: Sequence[str],
    suffix: str,
    proposed_name: str,
    on_chosen: Callable[[Path], None],
) -> None:
    """Open the system's save dialog; call ``on_chosen`` with the chosen path.

    A name without a suffix gets ``suffix``. An empty ``proposed_name`` proposes none.
    """
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, translate("dialogs", "Save as"), folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(name_filters))
    dialog.setDefaultSuffix(suffix)
    if proposed_name:
        dialog.selectFile(proposed_name)
    dialog.fileSelected.connect(lambda chosen: on_chosen(Path(chosen)))
    dialog.open()


def export_kind_of(path: Path) -> ExportFormat:
    """Return the format by the file's suffix: Excel for .xlsx, otherwise CSV."""
    return ExportFormat.XLSX if path.suffix.lower() == ".xlsx" else ExportFormat.CSV


def csv_delimiter() -> str:
    """Return the CSV delimiter that Excel expects on this computer: the list separator.

    Only Windows has such a setting. Elsewhere the country decides: a semicolon where the comma is
    the decimal separator, and in Switzerland and Liechtenstein, as Windows sets it for them.
    """
    chosen = windows_list_separator()
    if len(chosen) == 1 and not chosen.isalnum() and chosen not in '"\r\n ':
        return chosen
    locale = QLocale()
    is_semicolon = locale.decimalPoint() == "," or locale.territory() in _SEMICOLON_TERRITORIES
    return ";" if is_semicolon else ","


def windows_list_separator() -> str:
    """Return the list separator of this user's regional settings; empty if there is none."""
    if sys.platform == "win32":
        import winreg  # lazy: platform

        with (
            suppress(OSError),
            winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Control Panel\International") as key,
        ):
            return str(winreg.QueryValueEx(key, "sList")[0])
    return ""


def file_saved_text(path: Path, outcome: Success[None] | Failure) -> str:
    """Return where the file was saved, or why saving failed. Translated."""
    if isinstance(outcome, Failure):
        return explain(outcome.error).full_text
    return translate("dialogs", "Saved as {path}.").format(path=path)
