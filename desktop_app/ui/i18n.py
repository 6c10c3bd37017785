"""The one way to a text in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def translate(context: str, text: str, comment: str | None = None, n: int = -1) -> str:
    """Return ``text`` in the user's language; ``%n`` in it becomes ``n`` in its plural form.

    ``context`` and ``text`` are literals, or lupdate does not find the text. ``context`` is the
    feature. Other values are named fields: ``translate("bulk", "{done} saved").format(done=3)``.
    """
    return QCoreApplication.translate(context, text, comment, n)
