"""The help window, which shows only the Markdown pages of resources/help/."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QStringListModel, Qt, QUrl
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop_app.resource_paths import resource_path
from desktop_app.ui.i18n import translate
from desktop_app.ui.support.help_pages import PAGES
from desktop_app.ui.widgets.colors import is_dark
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.windows import resize_to_fit

MARGIN = 14
MAX_PICTURE_WIDTH = 600
SEARCH_WIDTH = 240
"""Logical pixels: margin of a page, widest picture, least width of the search field."""
LINE_HEIGHT, CELL_PADDING = 120, 4
"""Height of a line in per cent; padding of table cells in logical pixels."""


class HelpBrowser(QTextBrowser):
    """Shows pages of one folder; loads no page or picture from anywhere else."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder.resolve()
        self.setOpenLinks(False)
        self.document().setDocumentMargin(MARGIN)
        self.setAccessibleName(translate("support", "Help page"))
        self.anchorClicked.connect(self._open_link)

    def show_page(self, name: str) -> None:
        """Show a page by its name."""
        file = QUrl.fromLocalFile(str(self._folder / f"{name}.md"))
        self.setSource(file, QTextDocument.ResourceType.MarkdownResource)
        _add_spacing(self.document())

    @property
    def page_name(self) -> str:
        """The name of the page that is shown."""
        return Path(self.source().toLocalFile()).stem

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """Load a file of the help folder; return None for any other address."""
        file = self._own_file(self.source().resolved(QUrl(url)))
        if file is None:
            return None
        if file.suffix == ".png":
            return _scaled_to_fit(QImage(str(self._matching_picture(file))))
        return super().loadResource(kind, QUrl.fromLocalFile(str(file)))

    def changeEvent(self, event: QEvent) -> None:
        """Show the pictures for dark or light windows when the palette changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and not self.source().isEmpty():
            self.reload()
            _add_spacing(self.document())

    def _matching_picture(self, file: Path) -> Path:
        """Return the dark picture of dark windows if there is one, otherwise the light one."""
        dark_file = file.with_stem(f"{file.stem}-dark")
        return dark_file if is_dark(self.palette()) and dark_file.is_file() else file

    def _open_link(self, url: QUrl) -> None:
        file = self._own_file(self.source().resolved(url))
        if file is not None and file.suffix == ".md":
            self.show_page(file.stem)

    def _own_file(self, url: QUrl) -> Path | None:
        if not url.isLocalFile():
            return None
        file = Path(url.toLocalFile()).resolve()
        return file if file.parent == self._folder and file.is_file() else None


def _add_spacing(document: QTextDocument) -> None:
    """Add space between lines, above headings and around tables, which Markdown leaves out."""
    every = QTextCursor(document)
    every.select(QTextCursor.SelectionType.Document)
    lines = QTextBlockFormat()
    lines.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    every.mergeBlockFormat(lines)
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() > 1:
            room = block.blockFormat()
            room.setTopMargin(MARGIN)
            QTextCursor(block).setBlockFormat(room)
        block = block.next()
    for table in document.rootFrame().childFrames():
        if isinstance(table, QTextTable):
            look = table.format()
            look.setCellPadding(CELL_PADDING)
            look.setTopMargin(CELL_PADDING)
            table.setFormat(look)


class HelpWindow(QDialog):
    """Contents on the left, page on the right; not modal, so that it stays beside a dialog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("support", "Help — Mailbox Admin"))
        folder = resource_path("help")
        self.browser = HelpBrowser(folder)
        self.contents = QListView()
        self.search_field = QLineEdit()
        self.back_button = PushButton(translate("support", "&Back"))
        self._titles = QStringListModel([_title(folder / f"{page}.md") for page in PAGES], self)
        self._build_ui()
        self._connect()

    def show_page(self, name: str) -> None:
        """Show a page, and bring the window to the front."""
        self.browser.show_page(name)
        self.show()
        self.raise_()
        self.activateWindow()

    def _build_ui(self) -> None:
        self.contents.setModel(self._titles)
        self.contents.setAccessibleName(translate("support", "Contents"))
        self.contents.setSpacing(3)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search_field.setPlaceholderText(translate("support", "Find in this page…"))
        self.search_field.setAccessibleName(translate("support", "Find in this page"))
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setMinimumWidth(SEARCH_WIDTH)
        ignore_enter_elsewhere(self.back_button)
        self.back_button.setEnabled(False)
        above = QHBoxLayout()
        above.addWidget(self.back_button)
        above.addStretch(1)
        above.addWidget(self.search_field)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.contents)
        split.addWidget(self.browser)
        split.setStretchFactor(1, 1)
        split.setSizes([210, 700])
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(split, 1)
        resize_to_fit(self, 930, 640)
        self.browser.setFocus()

    def _connect(self) -> None:
        self.contents.selectionModel().currentChanged.connect(self._on_page_chosen)
        self.browser.sourceChanged.connect(self._select_page)
        self.browser.backwardAvailable.connect(self.back_button.setEnabled)
        self.back_button.clicked.connect(self.browser.backward)
        self.search_field.textChanged.connect(self._find_first)
        self.search_field.returnPressed.connect(self._find_next)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        key.activated.connect(self.search_field.setFocus)

    def _on_page_chosen(self, current: QModelIndex) -> None:
        if current.isValid() and PAGES[current.row()] != self.browser.page_name:
            self.browser.show_page(PAGES[current.row()])

    def _select_page(self, url: QUrl) -> None:
        """Select the page in the contents; called before ``page_name`` has changed."""
        page = Path(url.toLocalFile()).stem
        self.contents.setCurrentIndex(self._titles.index(PAGES.index(page)))

    def _find_first(self, text: str) -> None:
        cursor = self.browser.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.browser.setTextCursor(cursor)
        if text:
            self._find_next()

    def _find_next(self) -> None:
        """Select the next match, or the first one after the last."""
        if not self.browser.find(self.search_field.text()):
            self.browser.moveCursor(self.browser.textCursor().MoveOperation.Start)
            self.browser.find(self.search_field.text())


def _title(page: Path) -> str:
    """Return the first heading of a page."""
    return page.read_text("utf-8").partition("\n")[0].removeprefix("# ")


def _scaled_to_fit(picture: QImage) -> QImage:
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    if picture.width() > MAX_PICTURE_WIDTH * ratio:
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = picture.scaledToWidth(round(MAX_PICTURE_WIDTH * ratio), smooth)
    picture.setDevicePixelRatio(ratio)
    return picture
