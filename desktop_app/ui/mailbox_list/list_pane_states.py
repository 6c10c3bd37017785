"""Shows the state of list and connection: on the placeholder, or in the banner above rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_app.core.errors import ApiOutsideDomain, AppError, SecretStoreError
from desktop_app.core.retry import RetryNotice
from desktop_app.services.background import Failure, Success
from desktop_app.services.workspace.workspace import ListPhase
from desktop_app.ui.accessibility.announcements import announce
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.filter_text import may_match_text, read_details_text
from desktop_app.ui.sign_in.sign_in_recovery import (
    asks_for_secret,
    browser_sign_in_actions,
    browser_sign_in_message,
    is_profile_related,
    recovery_actions,
    sign_in_failure,
)
from desktop_app.ui.text.dates import moment_text
from desktop_app.ui.text.errors.explain import explain, retry_text
from desktop_app.ui.widgets.banner import ButtonAction

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane_base import ListPaneBase


class ListPaneStates(QObject):
    """Shows loading, failed, empty and "no match"; while rows are visible, in the banner."""

    def __init__(self, pane: ListPaneBase) -> None:
        super().__init__(pane)
        self.retry_notice: RetryNotice | None = None
        """The read that waits before its next attempt."""
        self._pane = pane
        self._workspace = pane.workspace
        self._model = pane.model
        self._placeholder = pane.placeholder
        self._banner = pane.banner
        self._connect_signals()

    def _connect_signals(self) -> None:
        work = self._workspace
        work.state_changed.connect(self.update)
        work.retrying.connect(self._on_retry_notice)
        work.browser_sign_in.started.connect(self._show_browser_sign_in)
        work.browser_sign_in.step_changed.connect(self._show_browser_sign_in)
        work.browser_sign_in.ended.connect(self._on_browser_sign_in_ended)
        work.card_changed.connect(self._on_card_changed)

    def update(self) -> None:
        """Show the workspace's current state."""
        if not self._is_still_waiting():
            self.retry_notice = None
        state = self._workspace.list_state
        if state.phase is ListPhase.FAILED and state.error is not None:
            self._show_error(state.error)
        elif state.phase is ListPhase.READY:
            self._dismiss_sign_in()
            self._show_unreadable_rows()
            if self._model.total_count or not self._workspace.rows:
                self.show_table()  # else the rows come with the next signal
        elif state.phase is ListPhase.LOADING:
            self._show_loading()
        self._pane.status_changed.emit()

    def announce_list(self) -> None:
        """Announce how many rows a list has that just came from the server."""
        if self._workspace.list_state.phase is ListPhase.READY and self._pane.isVisible():
            announce(self._pane, self._pane.status_text())

    def show_table(self) -> None:
        """Show the rows, or why there are none."""
        if self._model.rowCount():
            self._pane.show_list()
            return
        if self._model.total_count:
            self._show_no_match()
        else:
            create = (translate("mailbox_list", "&New mailbox"), self._pane.create_requested.emit)
            text = translate("mailbox_list", "This user cannot see any mailboxes in SuperOffice.")
            self._placeholder.show_state(
                "inbox", translate("mailbox_list", "No mailboxes"), text, create
            )
        self._pane.show_placeholder()

    def clear_detail_retry(self) -> None:
        """Clear the notice of a waiting detail read, because details arrived or failed."""
        if self.retry_notice is not None and not self._workspace.list_loader.owns_retry(
            self.retry_notice
        ):
            self.retry_notice = None
            self._pane.status_changed.emit()

    def _is_still_waiting(self) -> bool:
        """Return whether the read of ``retry_notice`` may still be waiting."""
        work, wait = self._workspace, self.retry_notice
        if wait is None or work.list_loader.owns_retry(wait):
            return wait is not None
        return work.list_state.phase is not ListPhase.LOADING and work.details.is_busy

    def _show_loading(self) -> None:
        if self._pane.has_sign_in_sheet:
            self._pane.sign_in_sheet.form.show_progress(
                retry_text(self.retry_notice) if self.retry_notice else ""
            )
            return
        self._banner.hide()
        if self._model.total_count:
            self._show_cached_list()
            if self.retry_notice is not None:
                self._banner.show_message(retry_text(self.retry_notice), self._stop_action)
            return
        focused = QApplication.focusWidget()
        if focused is not None and self._pane.isAncestorOf(focused):
            self._pane.setFocus()
        text = translate("mailbox_list", "Loading the mailboxes of {profile}…").format(
            profile=self._workspace.profile.name
        )
        wait = retry_text(self.retry_notice) if self.retry_notice else ""
        self._placeholder.show_state("mailbox", text, wait, self._stop_action)
        self._pane.show_placeholder()

    def _show_cached_list(self) -> None:
        """Show the stored list of an earlier run while the current one loads."""
        state = self._workspace.list_state
        if state.is_from_cache and state.loaded_at is not None:
            text = translate(
                "mailbox_list",
                "Showing the list from {moment}. Refreshing…",
            )
            self._banner.show_message(
                text.format(moment=moment_text(state.loaded_at)), self._stop_action
            )
            self.show_table()

    @property
    def _stop_action(self) -> ButtonAction:
        return translate("mailbox_list", "&Stop"), self._workspace.list_loader.stop

    def _show_error(self, error: AppError) -> None:
        if self._workspace.browser_sign_in.is_running:
            self._show_browser_sign_in()
            return
        if self._pane.is_partial:
            self._pane.is_partial = False
            self._model.set_rows((), self._workspace.details)
        if asks_for_secret(error, self._workspace):
            self._ask_for_secret(error)
            return
        self._dismiss_sign_in()
        message = explain(error)
        actions = self._error_actions(error)
        if self._model.total_count:
            self._banner.show_message(
                f"{message.text} {self._list_age_text()}", *actions, detail=message.detail
            )
            self.show_table()
            return
        copy = (
            translate("mailbox_list", "Copy the &details"),
            partial(_copy_to_clipboard, f"{message.text}\n{message.detail}"),
        )
        has_keyboard = self._pane.window().focusWidget() in (self._pane, self._pane.view)
        self._placeholder.show_failure(message.what, message.advice, *actions, copy)
        self._pane.show_placeholder()
        if has_keyboard:
            self._placeholder.focus_first_action()

    def _ask_for_secret(self, error: AppError) -> None:
        """Ask for the password over the list as it was kept; take no keys from the list."""
        sheet = self._pane.sign_in_sheet
        sheet.ask(error, self._list_age_text())
        self._banner.hide()
        if self._model.total_count:
            self.show_table()
            return
        focused = self._pane.window().focusWidget()
        is_idle = focused in (self._pane, self._pane.view) or (
            focused is not None and self._placeholder.isAncestorOf(focused)
        )
        self._placeholder.show_state(
            "mailbox",
            translate("mailbox_list", "Not signed in"),
            translate("mailbox_list", "Your mailboxes appear here once you are signed in."),
        )
        self._pane.show_placeholder()
        if is_idle:
            sheet.request()

    def _dismiss_sign_in(self) -> None:
        if self._pane.has_sign_in_sheet:
            self._pane.sign_in_sheet.dismiss()

    def _list_age_text(self) -> str:
        loaded_at = self._workspace.list_state.loaded_at
        return (
            translate("mailbox_list", "Showing the list from {moment}.").format(
                moment=moment_text(loaded_at)
            )
            if loaded_at
            else ""
        )

    def _error_actions(self, error: AppError) -> list[ButtonAction]:
        again: ButtonAction = (translate("mailbox_list", "&Try again"), self._workspace.refresh)
        actions = [
            *recovery_actions(error, self._workspace, self._pane.password_requested.emit),
            again,
        ]
        if isinstance(error, SecretStoreError):
            actions.append(
                (
                    translate("mailbox_list", "Password sto&rage…"),
                    self._pane.secret_storage_requested.emit,
                )
            )
        if isinstance(error, ApiOutsideDomain):
            ask = partial(self._pane.api_host_requested.emit, error)
            actions.append((translate("mailbox_list", "&Allow this server…"), ask))
        if is_profile_related(error) and not self._workspace.is_demo:
            change = partial(self._pane.profile_edit_requested.emit, error)
            actions.append((translate("mailbox_list", "Chan&ge profile…"), change))
        return actions

    def _show_browser_sign_in(self) -> None:
        sign_in = self._workspace.browser_sign_in
        message = browser_sign_in_message(sign_in)
        actions = browser_sign_in_actions(sign_in, translate("mailbox_list", "&Cancel"))
        if self._model.total_count:
            self._banner.show_message(message.text, *actions)
        else:
            self._placeholder.show_state("mailbox", message.what, message.advice, *actions)

    def _on_browser_sign_in_ended(self, outcome: Success[str] | Failure) -> None:
        error = sign_in_failure(outcome)
        if error is not None:
            self._show_error(error)

    def _on_retry_notice(self, notice: RetryNotice) -> None:
        """Show every waiting read in the status bar; for the list, also a Stop button."""
        is_list = self._workspace.list_loader.owns_retry(notice)
        if (
            self.retry_notice is not None
            and not is_list
            and self._workspace.list_loader.owns_retry(self.retry_notice)
        ):
            return  # a waiting list takes precedence
        self.retry_notice = notice
        if is_list:
            self._show_loading()
        self._pane.status_changed.emit()

    def _show_no_match(self) -> None:
        clear: ButtonAction = (
            translate("mailbox_list", "&Clear the filter"),
            self._pane.clear_filter,
        )
        headline = translate("mailbox_list", "No mailboxes match the filter")
        if self._model.unknown_count:
            read: ButtonAction = (
                read_details_text(self._pane.calls_to_read_all()),
                self._pane.read_all_details,
            )
            text = may_match_text(self._model.unknown_count)
            self._placeholder.show_state("search-x", headline, text, clear, read)
        else:
            text = translate(
                "mailbox_list", "Check the spelling, or clear the filter to see all mailboxes."
            )
            self._placeholder.show_state("search-x", headline, text, clear)

    def _show_unreadable_rows(self) -> None:
        unreadable = self._workspace.list_state.unreadable_count
        if unreadable:
            self._banner.show_message(
                translate(
                    "mailbox_list",
                    "%n entry(ies) of the server's list could not be read.",
                    None,
                    unreadable,
                )
            )
        else:
            self._banner.hide()

    def _on_card_changed(self, mailbox_id: int, before: object, now: object) -> None:
        address = self._workspace.address_of(mailbox_id)
        self._banner.show_message(
            translate(
                "mailbox_list",
                "The save changed the category or priority of {address}: {before} before, "
                "{now} now.",
            ).format(address=address, before=_card_text(before), now=_card_text(now))
        )


def _copy_to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _card_text(pair: object) -> str:
    return " / ".join(str(part or "–") for part in pair) if isinstance(pair, tuple) else ""
