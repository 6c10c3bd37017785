"""Each state of a save has a shape of its own: colour is never all that tells states apart."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from desktop_app.core.journal import SaveOutcome
from desktop_app.ui.text.saving import outcome_text
from desktop_app.ui.widgets.icons import save_state_icon


def shape(outcome: SaveOutcome | None, *, is_conflict: bool = False) -> bytes:
    """The icon without its colour."""
    icon = save_state_icon(outcome, is_conflict=is_conflict)
    image = icon.pixmap(QSize(16, 16)).toImage()
    return bytes(image.convertToFormat(QImage.Format.Format_Alpha8).constBits())


def test_states_with_other_words_have_other_shapes_and_those_with_the_same_have_one() -> None:
    shapes: dict[str, set[bytes]] = {}
    for outcome in (None, *SaveOutcome):
        shapes.setdefault(outcome_text(outcome), set()).add(shape(outcome))
    conflict = outcome_text(SaveOutcome.REFUSED, is_conflict=True)
    shapes[conflict] = {shape(SaveOutcome.REFUSED, is_conflict=True)}
    assert len(shapes) == 5
    assert all(len(found) == 1 for found in shapes.values())
    assert len(set.union(*shapes.values())) == 5
