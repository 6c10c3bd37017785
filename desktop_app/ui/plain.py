"""Foreign text where Qt would take it for markup."""

from __future__ import annotations


def tooltip(text: str) -> str:
    """A tooltip that shows exactly this text, wrapped to lines."""
    from html import escape

    return f"<qt>{escape(text)}</qt>" if text else ""
