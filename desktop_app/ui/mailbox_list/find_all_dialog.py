"""Who still uses this? All profiles searched at once, without a connection."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.store.store_service import Keeping
from desktop_app.services.workspace.all_profiles import Found, find_in_all
from desktop_app.ui.text.mailbox import shown
from desktop_app.ui.text.profiles import profile_title
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.guarded_callback import while_open
from desktop_app.ui.widgets.tables.read_only_table import plain_table
from desktop_app.ui.widgets.tables.row_model import RowsTable
from desktop_app.ui.widgets.window_size import resize_to_fit

PAUSE_MS = 250
"""The search begins when typing has paused for so many milliseconds."""
FIELDS = (Field.SERVER_TYPE, Field.SERVER, Field.USER_NAME)


class FindAllView(QDialog):
    """Searches the last list of each profile, as it is kept on this computer."""

    opened = Signal(object, object)
    """A Profile and a mailbox id."""

    def __init__(self, keeping: Keeping, profiles: Sequence[Profile], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Find in all profiles"))
        self._keeping = keeping
        self._profiles = list(profiles)
        names = (self.tr("Profile"), self.tr("Mailbox"), self.tr("Type"))
        more = (self.tr("Server"), self.tr("User name"))
        self.model: RowsTable[Found] = RowsTable((*names, *more))
        self.table = plain_table(self.model, self.tr("Mailboxes found"), (26, 40, 18, 30, 24))
        self.words, self.status = QLineEdit(), QLabel()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        buttons = button_box(Standard.Close)
        layout = QVBoxLayout(self)
        for widget in (self.words, self.table, self.status, buttons):
            layout.addWidget(widget)
        self.words.setPlaceholderText(self.tr("address, server, user name: mail.oldhost.net"))
        self.words.setAccessibleName(self.tr("What to find"))
        self.status.setText(self.tr("The lists are searched as they were last seen."))
        buttons.rejected.connect(self.reject)
        self.words.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self.search)
        self.table.doubleClicked.connect(self._open)
        self.table.activated.connect(self._open)
        resize_to_fit(self, 900, 480)

    def search(self) -> None:
        """Look for the words."""
        take = while_open(self, self._show)
        find_in_all(self._keeping, self._profiles, self.words.text(), take)

    def _show(self, found: list[Found]) -> None:
        self.model.show([(_texts(each), each) for each in found])
        profiles = len({each.profile.id for each in found})
        told = (QLocale().toString(len(found)), QLocale().toString(profiles))
        self.status.setText(self.tr("Mailboxes: %s, in profiles: %s. As last seen.") % told)

    def _open(self) -> None:
        found = self.model.thing(self.table.currentIndex().row())
        if found is not None:
            self.opened.emit(found.profile, found.seen.id)


def _texts(found: Found) -> tuple[str, ...]:
    values = found.seen.values or {}
    read = (shown(values.get(which)) for which in FIELDS)
    return (profile_title(found.profile), found.seen.address, *read)
