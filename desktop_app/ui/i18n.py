"""The one way to a text in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def translate(context: str, text: str, comment: str | None = None, n: int = -1) -> str:
    """Return ``text`` in the user's language; ``%n`` in it becomes ``n`` in its plural form.

    ``context`` and ``text`` are literals, or lupdate does not find the text. ``context`` is the
    feature. Other values are named fields: ``translate("bulk", "{done} saved").format(done=3)``.
    """
    return QCoreApplication.translate(context, text, comment, n)


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Return ``text`` as it is: a literal in a table, for `translate_marked` when it is shown.

    lupdate finds the text by this name, which is Qt's own. PySide6 has the function too, but calls
    its result an object.
    """
    return text


def translate_marked(context: str, text: str) -> str:
    """Return a text of a table in the user's language; QT_TRANSLATE_NOOP has marked it."""
    return QCoreApplication.translate(context, text)
