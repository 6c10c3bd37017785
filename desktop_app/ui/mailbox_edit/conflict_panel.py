"""The choice after an edit conflict: original value, theirs or mine, field by field."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QRadioButton

from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, Value
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.mailbox import display_text, field_name
from desktop_app.ui.text.plain_text import MAX_WORD


class ConflictPanel(QFrame):
    """The fields that two people changed. Nothing is preselected."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        self.button_groups: dict[Field, QButtonGroup] = {}
        self.hide()

    def show_conflicts(self, draft: Draft, theirs: Mailbox, fields: tuple[Field, ...]) -> None:
        """Ask for each of ``fields`` whether to take the draft's value or that of ``theirs``."""
        self.clear()
        for number, field in enumerate(fields):
            self._add_field(3 * number, field, draft, theirs)
        self.show()

    def clear(self) -> None:
        """Remove all questions and hide the panel."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.button_groups = {}
        self.hide()

    @property
    def first_undecided(self) -> Field | None:
        """The first field without a choice; None if all are decided."""
        return next((f for f, g in self.button_groups.items() if g.checkedId() < 0), None)

    def choices(self) -> Mapping[Field, bool]:
        """Return, for each decided field, whether the user's own value was chosen."""
        return {f: g.checkedId() == 1 for f, g in self.button_groups.items() if g.checkedId() >= 0}

    def focus_field(self, field: Field) -> None:
        """Focus the choice of a field."""
        self.button_groups[field].button(0).setFocus()

    def _add_field(self, line: int, field: Field, draft: Draft, theirs: Mailbox) -> None:
        group = QButtonGroup(self)
        group.setExclusive(True)
        self.button_groups[field] = group
        name = field_name(field)
        self._grid.addWidget(QLabel(name), line, 0)
        was = _one_line(draft.original.values.get(field))
        self._grid.addWidget(
            self._make_label(translate("mailbox_edit", "It was: {was}").format(was=was)), line, 1
        )
        values = (theirs.values.get(field), draft.changes.get(field))
        shown_as = (
            translate("mailbox_edit", "Take someone else's: {value}"),
            translate("mailbox_edit", "Take yours: {value}"),
        )
        names = (
            translate("mailbox_edit", "{field}: take someone else's, {value}"),
            translate("mailbox_edit", "{field}: take yours, {value}"),
        )
        for number, (value, text, spoken) in enumerate(zip(values, shown_as, names, strict=True)):
            button = QRadioButton(text.format(value=_one_line(value).replace("&", "&&")))
            button.setAccessibleName(spoken.format(field=name, value=_one_line(value)))
            group.addButton(button, number)
            button.clicked.connect(self.changed)
            self._grid.addWidget(button, line + 1 + number, 1)

    def _make_label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label


def _one_line(value: Value) -> str:
    """Shorten a value in the middle: two that are cut to the same start could not be told apart."""
    text = display_text(value)
    if len(text) > MAX_WORD:
        half = MAX_WORD // 2
        text = f"{text[:half]}…{text[-half:]}"
    return text or translate("mailbox_edit", "(empty)")
