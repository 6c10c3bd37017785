"""The one way to a text in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from desktop_app.resource_paths import resource_path

SOURCE_LANGUAGE = "en"
"""The language of the texts in the source; its catalogue has their plural forms."""


def translate(context: str, text: str, comment: str | None = None, n: int = -1) -> str:
    """Return ``text`` in the user's language; ``%n`` in it becomes ``n`` in its plural form.

    ``context`` and ``text`` are literals and ``n`` is the name of a variable, or lupdate does not
    find the text. ``context`` is the feature. ``%Ln`` is ``n`` as the user's locale writes it.
    Other values are named fields: ``translate("bulk", "{done} saved").format(done=3)``.
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


def install_catalogues(application: QCoreApplication, language: str | None = None) -> None:
    """Load the English plural forms, and the texts of ``language`` if there is a catalogue.

    ``language`` is a code such as "nb"; None stands for that of the user's locale. To be called
    before the first window is made.
    """
    own = language or QLocale().name().split("_")[0]
    for code in dict.fromkeys((SOURCE_LANGUAGE, own)):
        catalogue = QTranslator(application)
        if catalogue.load(str(resource_path(f"translations/mailbox_admin_{code}.qm"))):
            application.installTranslator(catalogue)
