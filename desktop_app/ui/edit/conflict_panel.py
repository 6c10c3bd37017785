"""Two people changed the same fields: original, theirs, mine, and the user picks."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QRadioButton

from desktop_app.core.mailbox import Draft, Field, Mailbox
from desktop_app.ui.words.mailboxes import field_name, shown


class ConflictPanel(QFrame):
    """One line for each field that two people changed. Nothing is chosen beforehand."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnStretch(3, 1)
        self.groups: dict[Field, QButtonGroup] = {}
        self.hide()

    def ask(self, draft: Draft, theirs: Mailbox, fields: tuple[Field, ...]) -> None:
        """Ask about these fields of a draft."""
        self.clear()
        for column, text in enumerate(
            ("", self.tr("was"), self.tr("someone else's"), self.tr("yours"))
        ):
            self._grid.addWidget(QLabel(text), 0, column)
        for line, which in enumerate(fields, start=1):
            self._ask_one(line, which, draft, theirs)
        self.show()

    def clear(self) -> None:
        """Ask nothing."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.groups = {}
        self.hide()

    @property
    def open_field(self) -> Field | None:
        """The first field for which nothing is chosen yet."""
        return next((f for f, g in self.groups.items() if g.checkedId() < 0), None)

    def choices(self) -> Mapping[Field, bool]:
        """For each field, whether mine was chosen; only those that were chosen."""
        return {f: g.checkedId() == 1 for f, g in self.groups.items() if g.checkedId() >= 0}

    def focus(self, which: Field) -> None:
        """Put the focus on the choice of a field."""
        self.groups[which].button(0).setFocus()

    def _ask_one(self, line: int, which: Field, draft: Draft, theirs: Mailbox) -> None:
        group = QButtonGroup(self)
        group.setExclusive(True)
        self.groups[which] = group
        name = field_name(which)
        self._grid.addWidget(QLabel(name), line, 0)
        self._grid.addWidget(self._value(shown(draft.original.values.get(which))), line, 1)
        values = (theirs.values.get(which), draft.changes.get(which))
        names = (self.tr("%s: take someone else's, %s"), self.tr("%s: take yours, %s"))
        for number, (value, spoken) in enumerate(zip(values, names, strict=True)):
            button = QRadioButton(shown(value).replace("&", "&&") or self.tr("(empty)"))
            button.setAccessibleName(spoken % (name, shown(value)))
            group.addButton(button, number)
            button.clicked.connect(self.changed)
            self._grid.addWidget(button, line, 2 + number)

    def _value(self, text: str) -> QLabel:
        label = QLabel(text or self.tr("(empty)"))
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
