"""The rows of a list under the mail servers they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette

from desktop_app.ui.mailbox_list.filter.quick_filter_text import server_group_text
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts
from desktop_app.ui.mailbox_list.table.collation import sort_key
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.widgets.colors import group_background

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
GROUP_ROLES = {
    DISPLAY,
    int(Qt.ItemDataRole.BackgroundRole),
    int(Qt.ItemDataRole.ForegroundRole),
    int(Qt.ItemDataRole.FontRole),
}
"""The roles that ``group_data`` answers."""


@dataclass(frozen=True, slots=True)
class ServerGroup:
    """A line above the rows of one mail server; None is where it is not known yet."""

    server: str | None
    count: int

    @property
    def id(self) -> None:
        """No mailbox."""
        return None


def group_by_server(
    rows: Iterable[ListedMailbox], cell_texts: CellTexts
) -> list[ListedMailbox | ServerGroup]:
    """The rows by server, each with a line above it; what is not known yet comes last."""
    of_server: dict[str | None, list[ListedMailbox]] = {}
    for row in rows:
        of_server.setdefault(cell_texts.traits(row).server, []).append(row)
    servers = sorted(of_server, key=_server_sort_key)
    lines: list[ListedMailbox | ServerGroup] = []
    for server in servers:
        lines.append(ServerGroup(server, len(of_server[server])))
        lines.extend(of_server[server])
    return lines


def _server_sort_key(server: str | None) -> tuple[bool, bool, str]:
    return (server is None, not server, sort_key(server or ""))


def group_data(server_group: ServerGroup, column: int, role: int) -> object:
    """Return what a model says of the line of a group, None where it says nothing."""
    if role == DISPLAY:
        return (
            server_group_text(server_group.server, server_group.count)
            if column == Column.ADDRESS
            else None
        )
    if role == Qt.ItemDataRole.FontRole:
        font = QFont(QGuiApplication.font())
        font.setBold(True)
        return font
    palette = QGuiApplication.palette()
    if role == Qt.ItemDataRole.BackgroundRole:
        return group_background(palette)
    return palette.color(QPalette.ColorRole.Text)
