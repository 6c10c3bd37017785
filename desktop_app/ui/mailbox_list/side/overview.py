"""The overview page: the number of mailboxes by risk, type, security, server and right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.side.bar_chart_view import BarChartView
from desktop_app.ui.mailbox_list.side.overview_sections import OverviewSection, overview_sections
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
from desktop_app.ui.text.numbers import loaded_details_text

RECOUNT_MS = 400
"""Milliseconds between two recounts while details come in."""


class Overview(QScrollArea):
    """Counts the rows of the model while visible. Choosing a bar filters the list."""

    filter_chosen = Signal(object)
    """The QuickFilter of the chosen bar."""

    def __init__(self, model: MailboxListModel) -> None:
        super().__init__()
        self._model = model
        self._charts: dict[str, BarChartView] = {}
        self._titles: dict[str, QLabel] = {}
        self.note_label = _make_label()
        self.setAccessibleName(translate("mailbox_list", "Overview"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(4, 8, 4, 8)
        self._layout.setSpacing(2)
        self._layout.addWidget(self.note_label)
        self._layout.addStretch(1)
        self.setWidget(inside)
        self._recount_timer = QTimer(self, singleShot=True, interval=RECOUNT_MS)
        self._recount_timer.timeout.connect(self._recount_if_visible)
        self._is_stale = True
        model.modelReset.connect(self._mark_stale)
        model.dataChanged.connect(self._mark_stale)

    @property
    def charts(self) -> list[BarChartView]:
        """The visible charts, from top to bottom."""
        return [each for each in self._charts.values() if not each.isHidden()]

    def focus_first_item(self) -> None:
        """Focus the first chart, at the bar that was last focused."""
        if self.charts:
            self.charts[0].focus_bar(max(0, self.charts[0].currentIndex().row()))

    def recount(self) -> None:
        """Count the mailboxes and update the charts."""
        self._is_stale = False
        census, quick = self._model.statistics(), self._model.quick_filter
        self.note_label.setText(loaded_details_text(census.total - census.not_loaded, census.total))
        self.note_label.setVisible(bool(self.note_label.text()))
        made = overview_sections(census)
        for section in made:
            most = max(bar.count for bar in section.bars)
            self._chart_for(section).show_bars(section.bars, most, quick)
        shown = {section.title for section in made}
        for title, bars in self._charts.items():
            bars.setVisible(title in shown)
            self._titles[title].setVisible(title in shown)

    def showEvent(self, event: QShowEvent) -> None:
        """Recount if rows changed while the page was hidden."""
        super().showEvent(event)
        self._recount_if_visible()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw after a change of font or palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._mark_stale()

    def _mark_stale(self) -> None:
        self._is_stale = True
        if self.isVisible() and not self._recount_timer.isActive():
            self._recount_timer.start()

    def _recount_if_visible(self) -> None:
        if self._is_stale and self.isVisible():
            self.recount()

    def _chart_for(self, section: OverviewSection) -> BarChartView:
        if section.title not in self._charts:
            title, bars = _title_label(section.title), BarChartView(section.title)
            bars.filter_chosen.connect(self.filter_chosen)
            bars.edge_passed.connect(lambda step: self._focus_neighbour(bars, step))
            self._titles[section.title], self._charts[section.title] = title, bars
            for widget in (title, bars):
                self._layout.insertWidget(self._layout.count() - 1, widget)
        return self._charts[section.title]

    def _focus_neighbour(self, chart: BarChartView, step: int) -> None:
        """Focus the next chart (1) or the previous (-1)."""
        shown = self.charts
        place = shown.index(chart) + step
        if 0 <= place < len(shown):
            shown[place].focus_bar(0 if step > 0 else -1)
            self.ensureWidgetVisible(shown[place])


def _make_label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMargin(8)
    return label


def _title_label(text: str) -> QLabel:
    label = _make_label()
    label.setText(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
