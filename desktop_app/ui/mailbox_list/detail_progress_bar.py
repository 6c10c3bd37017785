"""The progress of loading details at the user's request, with buttons to pause and cancel."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop_app.services.mailbox_list.detail_loader import DetailLoader
from desktop_app.services.mailbox_list.detail_queue import LoadProgress
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.banner import Banner, ButtonAction


class DetailProgressBar(Banner):
    """A line below the list, visible only while a requested load runs or is paused."""

    status_changed = Signal()
    """``status_text`` changed."""

    def __init__(self, details: DetailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent, icon_name="download", is_neutral=True)
        self._details = details
        self._offered_state: tuple[bool, object] | None = None
        details.progressed.connect(self._on_progress)

    @property
    def status_text(self) -> str:
        """The progress of a background load, translated; empty if there is none."""
        progress = self._details.progress
        return progress_text(progress) if progress and not progress.on_request else ""

    def _on_progress(self) -> None:
        progress = self._details.progress
        if progress is None or not progress.on_request:
            self._offered_state = None
            self.hide()
        else:
            self._show_progress(progress)
        self.status_changed.emit()

    def _show_progress(self, progress: LoadProgress) -> None:
        """Show the progress; keep unchanged buttons, as one may have the focus."""
        text = progress_text(progress)
        if self._offered_state == (progress.paused, progress.error):
            self.label.setText(text)
            self.setAccessibleName(text)
            return
        self._offered_state = (progress.paused, progress.error)
        focus = QApplication.focusWidget()
        had_keyboard = focus is not None and self.isAncestorOf(focus)
        go_on: ButtonAction = (translate("mailbox_list", "&Resume"), self._details.continue_load)
        pause: ButtonAction = (translate("mailbox_list", "&Pause"), self._details.pause_load)
        cancel: ButtonAction = (translate("mailbox_list", "&Stop"), self._details.cancel_load)
        self.show_message(text, go_on if progress.paused else pause, cancel)
        if had_keyboard:
            next(b for b in self.findChildren(QPushButton) if not b.isHidden()).setFocus()


def progress_text(progress: LoadProgress) -> str:
    """Return the progress of a load of details, and why it is paused."""
    done, total = QLocale().toString(progress.done), progress.total
    if not progress.on_request:
        return translate("mailbox_list", "details of {done} of {total}").format(
            done=done, total=QLocale().toString(total)
        )
    if not progress.paused:
        return translate(
            "mailbox_list", "Loading details: {done} of %Ln mailbox(es).", None, total
        ).format(done=done)
    text = translate(
        "mailbox_list", "Paused. Details loaded for {done} of %Ln mailbox(es).", None, total
    ).format(done=done)
    return f"{text} {explain(progress.error).text}" if progress.error else text
