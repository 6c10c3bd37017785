"""How far the details are that a person asked for, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop_app.services.mailbox_list.detail_loader import Details
from desktop_app.services.mailbox_list.detail_queue import Progress
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.banner import Action, Banner


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("DetailsNote", text)


class DetailsNote(Banner):
    """A line below the list, there only while a load that was asked for goes on or is paused."""

    changed = Signal()
    """``words`` are others."""

    def __init__(self, details: Details, parent: QWidget | None = None) -> None:
        super().__init__(parent, sign="download", calm=True)
        self._details = details
        self._offered: tuple[bool, object] | None = None
        details.progressed.connect(self._show)

    @property
    def words(self) -> str:
        """How far a load is that goes on by itself; empty if there is none."""
        progress = self._details.progress
        return progress_words(progress) if progress and not progress.on_request else ""

    def _show(self) -> None:
        progress = self._details.progress
        if progress is None or not progress.on_request:
            self._offered = None
            self.hide()
        else:
            self._tell(progress)
        self.changed.emit()

    def _tell(self, progress: Progress) -> None:
        """New buttons only where there are others: one may have the keyboard."""
        text = progress_words(progress)
        if self._offered == (progress.paused, progress.why):
            self.label.setText(text)
            self.setAccessibleName(text)
            return
        self._offered = (progress.paused, progress.why)
        focus = QApplication.focusWidget()
        had_keyboard = focus is not None and self.isAncestorOf(focus)
        go_on: Action = (tr("&Go on"), self._details.go_on)
        pause: Action = (tr("&Pause"), self._details.pause)
        cancel: Action = (tr("Cance&l"), self._details.cancel)
        self.say(text, go_on if progress.paused else pause, cancel)
        if had_keyboard:
            next(b for b in self.findChildren(QPushButton) if not b.isHidden()).setFocus()


def progress_words(progress: Progress) -> str:
    """How far a load of details is, and why it is paused."""
    write = QLocale().toString
    numbers = (write(progress.done), write(progress.total))
    if not progress.on_request:
        return tr("details of %s of %s") % numbers
    if not progress.paused:
        return tr("Reading the details: %s of %s mailboxes.") % numbers
    text = tr("Paused: the details of %s of %s mailboxes are read.") % numbers
    return f"{text} {explain(progress.why).text}" if progress.why else text
