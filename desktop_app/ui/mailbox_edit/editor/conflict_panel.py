"""The choice after an edit conflict: original value, theirs or mine, field by field."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel

from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, Value
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.mailbox import display_text, field_name
from desktop_app.ui.text.plain_text import MAX_WORD
from desktop_app.ui.widgets.focus.buttons import RadioButton


class ConflictPanel(QFrame):
    """The fields on which a person must decide. Nothing is preselected.

    Two people changed them, or someone else changed a login that a password was entered for.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        self.button_groups: dict[Field, QButtonGroup] = {}
        self.hide()

    def show_conflicts(
        self,
        draft: Draft,
        theirs: Mailbox,
        fields: tuple[Field, ...],
        locked: frozenset[Field] = frozenset(),
    ) -> None:
        """Ask for each of ``fields`` whether to take the draft's value or that of ``theirs``.

        Of ``locked`` fields, which the user may not write, only the value of ``theirs`` is offered.
        """
        self.clear()
        for number, field in enumerate(fields):
            texts = _edited_texts() if field in draft.changes else _login_texts()
            self._add_field(3 * number, field, draft, theirs, texts[: 1 if field in locked else 2])
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

    def _add_field(
        self,
        line: int,
        field: Field,
        draft: Draft,
        theirs: Mailbox,
        texts: tuple[tuple[str, str], ...],
    ) -> None:
        group = QButtonGroup(self)
        group.setExclusive(True)
        self.button_groups[field] = group
        name = field_name(field)
        self._grid.addWidget(QLabel(name), line, 0)
        was = _one_line(draft.original.values.get(field))
        self._grid.addWidget(
            self._make_label(translate("mailbox_edit", "Was: {was}").format(was=was)), line, 1
        )
        values = (theirs.values.get(field), draft.result.get(field))[: len(texts)]
        for number, (value, (text, spoken)) in enumerate(zip(values, texts, strict=True)):
            button = RadioButton(text.format(value=_one_line(value).replace("&", "&&")))
            button.setAccessibleName(spoken.format(field=name, value=_one_line(value)))
            group.addButton(button, number)
            button.clicked.connect(self.changed)
            self._grid.addWidget(button, line + 1 + number, 1)

    def _make_label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label


def _edited_texts() -> tuple[tuple[str, str], ...]:
    """Return the choices for a field that both changed, as shown and as spoken. Translated."""
    return (
        (
            translate("mailbox_edit", "Use their value: {value}"),
            translate("mailbox_edit", "{field}: use their value, {value}"),
        ),
        (
            translate("mailbox_edit", "Use your value: {value}"),
            translate("mailbox_edit", "{field}: use your value, {value}"),
        ),
    )


def _login_texts() -> tuple[tuple[str, str], ...]:
    """Return the choices for a field of the login that only someone else changed. Translated."""
    return (
        (
            translate("mailbox_edit", "Use the password with their value: {value}"),
            translate("mailbox_edit", "{field}: use the password with their value, {value}"),
        ),
        (
            translate("mailbox_edit", "Set it back to: {value}"),
            translate("mailbox_edit", "{field}: set it back to {value}"),
        ),
    )


def _one_line(value: Value) -> str:
    """Shorten a value in the middle: two that are cut to the same start could not be told apart."""
    text = display_text(value)
    if len(text) > MAX_WORD:
        half = MAX_WORD // 2
        text = f"{text[:half]}…{text[-half:]}"
    return text or translate("mailbox_edit", "(empty)")
