"""Sentences about odd characters in a secret or a name; the same wherever one is typed."""

from __future__ import annotations

from desktop_app.core.mailbox.characters import OddityKind, TextOddity, find_oddity
from desktop_app.ui.i18n import translate


def oddity_text(oddity: TextOddity) -> str:
    """Return what is odd in a text that is used as it was typed. Translated."""
    return {
        OddityKind.LINE_BREAK: translate(
            "characters", "Contains a line break, which will be used too."
        ),
        OddityKind.EDGE_SPACE: translate(
            "characters", "Starts or ends with a space, which will be used too."
        ),
        OddityKind.HIDDEN_CHARACTER: translate(
            "characters", "Contains an invisible character ({character}), which will be used too."
        ),
        OddityKind.UNUSUAL_SPACE: translate(
            "characters", "Contains an unusual space ({character}), which will be used too."
        ),
    }[oddity.kind].format(character=oddity.character)


def odd_characters_text(text: str) -> str:
    """Return what is odd in a secret or a name; empty if nothing is. Translated."""
    oddity = find_oddity(text)
    return "" if oddity is None else oddity_text(oddity)
