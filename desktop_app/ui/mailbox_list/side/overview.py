"""The overview: how many mailboxes of which type, security, server and right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.mailbox_list.list_model import MailboxTable
from desktop_app.ui.mailbox_list.side.bar_chart_view import BarList
from desktop_app.ui.mailbox_list.side.overview_sections import Section, sections
from desktop_app.ui.text.numbers import known_words

CALM = 400
"""Milliseconds between two counts while details come in; nothing is counted for each of them."""


class Overview(QScrollArea):
    """Counts what the table knows, while it can be seen. A bar that is taken filters the list."""

    taken = Signal(object)
    """A QuickFilter."""

    def __init__(self, table: MailboxTable) -> None:
        super().__init__()
        self._table = table
        self._lists: dict[str, BarList] = {}
        self._titles: dict[str, QLabel] = {}
        self.note = _plain_label()
        self.setAccessibleName(self.tr("Overview"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(4, 8, 4, 8)
        self._layout.setSpacing(2)
        self._layout.addWidget(self.note)
        self._layout.addStretch(1)
        self.setWidget(inside)
        self._calm = QTimer(self, singleShot=True, interval=CALM)
        self._calm.timeout.connect(self._count_if_seen)
        self._is_old = True
        table.modelReset.connect(self._note_news)
        table.dataChanged.connect(self._note_news)

    @property
    def bars(self) -> list[BarList]:
        """The sections that are shown, from top to bottom."""
        return [each for each in self._lists.values() if not each.isHidden()]

    def take_focus(self) -> None:
        """Put the focus on the first bar, or on the one that was last used."""
        if self.bars:
            self.bars[0].go_to(max(0, self.bars[0].currentIndex().row()))

    def count(self) -> None:
        """Count, and show the numbers."""
        self._is_old = False
        census, quick = self._table.census(), self._table.quick
        self.note.setText(known_words(census.total - census.unread, census.total))
        self.note.setVisible(bool(self.note.text()))
        made = sections(census)
        for section in made:
            most = max(bar.count for bar in section.bars)
            self._list_of(section).show_bars(section.bars, most, quick)
        shown = {section.title for section in made}
        for title, bars in self._lists.items():
            bars.setVisible(title in shown)
            self._titles[title].setVisible(title in shown)

    def showEvent(self, event: QShowEvent) -> None:
        """What came meanwhile is counted now."""
        super().showEvent(event)
        self._count_if_seen()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font and the palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._note_news()

    def _note_news(self) -> None:
        self._is_old = True
        if self.isVisible() and not self._calm.isActive():
            self._calm.start()

    def _count_if_seen(self) -> None:
        if self._is_old and self.isVisible():
            self.count()

    def _list_of(self, section: Section) -> BarList:
        if section.title not in self._lists:
            title, bars = _title(section.title), BarList(section.title)
            bars.taken.connect(self.taken)
            bars.left.connect(lambda step: self._go_on(bars, step))
            self._titles[section.title], self._lists[section.title] = title, bars
            for widget in (title, bars):
                self._layout.insertWidget(self._layout.count() - 1, widget)
        return self._lists[section.title]

    def _go_on(self, bars: BarList, step: int) -> None:
        """To the next section, or the one before."""
        shown = self.bars
        place = shown.index(bars) + step
        if 0 <= place < len(shown):
            shown[place].go_to(0 if step > 0 else -1)
            self.ensureWidgetVisible(shown[place])


def _plain_label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMargin(8)
    return label


def _title(text: str) -> QLabel:
    label = _plain_label()
    label.setText(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
