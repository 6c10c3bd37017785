"""The rows of a list under the mail servers they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts
from desktop_app.ui.mailbox_list.table.collation import sort_key

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox


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
