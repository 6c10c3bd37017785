"""A search through the cached lists of all profiles, without a connection."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.store.store_service import StoreService
from desktop_app.services.workspace.all_profiles import SearchHit, SearchResult, search_all
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.filter_text import unknown_rows_text
from desktop_app.ui.text.mailbox import display_text
from desktop_app.ui.text.profiles import profile_title
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.tables.read_only_table import read_only_table
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel
from desktop_app.ui.widgets.windows import if_still_open, resize_to_fit

SEARCH_DELAY_MS = 250
"""Milliseconds without typing before the search starts."""


class FindAllDialog(QDialog):
    """Searches each profile's last list, as stored on this computer."""

    mailbox_opened = Signal(object, object)
    """A Profile, and a mailbox id (int)."""

    def __init__(
        self, store_service: StoreService, profiles: Sequence[Profile], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("mailbox_list", "Find in all profiles"))
        self._store_service = store_service
        self._profiles = list(profiles)
        self.model = TextTableModel(_result_columns())
        self.table = read_only_table(
            self.model, translate("mailbox_list", "Mailboxes found"), (26, 40, 18, 30, 24)
        )
        self.query_field, self.status_label = QLineEdit(), ResultLabel()
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        buttons = button_box(StandardButton.Close)
        self.status_label.setWordWrap(True)
        layout = QVBoxLayout(self)
        for widget in (self.query_field, self.table, self.status_label, buttons):
            layout.addWidget(widget)
        self.query_field.setPlaceholderText(
            translate("mailbox_list", "Address, server or user name, such as mail.oldhost.net")
        )
        self.query_field.setAccessibleName(translate("mailbox_list", "Find"))
        self.status_label.setText(
            translate("mailbox_list", "Searches the lists as last loaded on this computer.")
        )
        buttons.rejected.connect(self.reject)
        self.query_field.textChanged.connect(self._on_query_changed)
        self._search_timer.timeout.connect(self.search)
        self.table.doubleClicked.connect(self._open_current)
        self.table.activated.connect(self._open_current)
        resize_to_fit(self, 900, 480)

    def _on_query_changed(self) -> None:
        """Search once the user pauses; what is shown was found by other words."""
        self.status_label.setText(translate("mailbox_list", "Searching…"))
        self._search_timer.start()

    def search(self) -> None:
        """Search for the entered words and show the hits."""
        take = if_still_open(self, self._show_results)
        search_all(self._store_service, self._profiles, self.query_field.text(), take)

    def _show_results(self, result: SearchResult) -> None:
        self.model.set_items(result.hits)
        self.status_label.show_result(_result_text(result))

    def _open_current(self) -> None:
        found = self.model.item_at(self.table.currentIndex().row())
        if found is not None:
            self.mailbox_opened.emit(found.profile, found.row.id)


def _result_text(result: SearchResult) -> str:
    """Return how many mailboxes were found, and what was not searched."""
    count, profiles = len(result.hits), len({hit.profile.id for hit in result.hits})
    unread, unlisted = result.unread_count, result.unlisted_count
    parts = [
        translate("mailbox_list", "{mailboxes} in {profiles}, as last loaded.").format(
            mailboxes=translate("mailbox_list", "%Ln mailbox(es)", None, count),
            profiles=translate("mailbox_list", "%Ln profile(s)", None, profiles),
        )
    ]
    if unread:
        parts.append(unknown_rows_text(unread))
    if unlisted:
        parts.append(
            translate(
                "mailbox_list", "{profiles} not searched: no list kept on this computer."
            ).format(profiles=translate("mailbox_list", "%Ln profile(s)", None, unlisted))
        )
    if unread or unlisted:
        parts.append(translate("mailbox_list", "Refresh all profiles to include them."))
    return " ".join(parts)


def _result_columns() -> tuple[TextColumn[SearchHit], ...]:
    return (
        TextColumn(translate("mailbox_list", "Profile"), lambda hit: profile_title(hit.profile)),
        TextColumn(translate("mailbox_list", "Mailbox"), lambda hit: hit.row.address),
        TextColumn(translate("mailbox_list", "Type"), partial(_value_text, Field.SERVER_TYPE)),
        TextColumn(translate("mailbox_list", "Server"), partial(_value_text, Field.SERVER)),
        TextColumn(translate("mailbox_list", "User name"), partial(_value_text, Field.USER_NAME)),
    )


def _value_text(field: Field, hit: SearchHit) -> str:
    return display_text((hit.row.values or {}).get(field))
