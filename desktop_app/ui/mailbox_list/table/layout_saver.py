"""Keeps the look of one list from one run of the program to the next."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from desktop_app.core.mailbox_list.column_layout import ListLook
from desktop_app.services.mailbox_list.column_layouts import ListLooks
from desktop_app.ui.mailbox_list.list_model import MailboxTable
from desktop_app.ui.mailbox_list.side.side_pane import Side
from desktop_app.ui.mailbox_list.side.side_pane_controller import Beside
from desktop_app.ui.mailbox_list.table.header import Columns

REST = 500
"""Milliseconds after which somebody has ended to arrange."""


class LookKeeper(QObject):
    """Asks for the look once, and keeps what the user makes of it; nothing else is written."""

    def __init__(
        self,
        profile_id: str,
        looks: ListLooks,
        table: MailboxTable,
        columns: Columns,
        beside: Beside | None = None,
    ) -> None:
        super().__init__(columns)
        self._profile_id = profile_id
        self._looks = looks
        self._table = table
        self._columns = columns
        self._beside = beside
        self._touched = False
        self._kept: ListLook | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.keep_now)
        columns.changed.connect(self._note)
        table.grouping_changed.connect(self._note)
        if beside is not None:
            beside.changed.connect(self._note)
        looks.find(profile_id, self._take)

    def keep_now(self) -> None:
        """Write what is not written yet."""
        self._rest.stop()
        if self._touched:
            self._touched = False
            arranged = self._columns.look(grouped=self._table.is_grouped)
            side = Side.NOTHING if self._beside is None else self._beside.side
            look = replace(arranged, side=side.value)
            if look != self._kept:
                self._kept = look
                self._looks.keep(self._profile_id, look)

    def _note(self) -> None:
        self._touched = True
        self._rest.start()

    def _take(self, look: ListLook) -> None:
        """What was kept comes after the pane; who was faster than that has arranged it anew."""
        if isValid(self) and not self._touched:
            self._columns.apply(look)
            if look.grouped:
                self._table.set_grouped(True)
            if self._beside is not None:
                self._beside.show(Side.named(look.side))
            self._touched = False
            self._rest.stop()
