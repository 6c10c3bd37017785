"""Translation of the program's texts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from desktop_app.resource_paths import resource_path

SOURCE_LANGUAGE = "en"
"""The language of the texts in the source; its catalogue holds their plural forms."""


class TranslatedText(str):
    """A translated text; foreign text in its fields cannot turn the order of the sentence."""

    __slots__ = ()

    def format(self, *values: object, **fields: object) -> TranslatedText:
        """Fill in the fields, each isolated from the sentence if it could turn its order."""
        named = {name: _isolated(value) for name, value in fields.items()}
        return TranslatedText(super().format(*map(_isolated, values), **named))


def _isolated(value: object) -> object:
    if not isinstance(value, str) or value.isascii():
        return value
    from desktop_app.core.mailbox.characters import isolate_direction  # lazy: start

    return isolate_direction(value)


def translate(context: str, text: str, comment: str | None = None, n: int = -1) -> str:
    """Return ``text`` in the user's language, with ``n`` for ``%n`` in the right plural form.

    lupdate finds a text only if ``context`` (the feature) and ``text`` are literals, and ``n`` is a
    variable's name. ``%Ln`` is ``n`` in the user's number format. Other values are named fields:
    ``translate("bulk", "{done} saved").format(done=3)``; foreign text needs nothing else.
    """
    return TranslatedText(QCoreApplication.translate(context, text, comment, n))


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Return ``text`` unchanged: marks a literal in a table, for `translate_marked` to translate.

    lupdate finds the text by this name, which is Qt's own. PySide6 has the function too, but types
    its result as object.
    """
    return text


def translate_marked(context: str, text: str) -> str:
    """Return a text that QT_TRANSLATE_NOOP has marked, in the user's language."""
    return TranslatedText(QCoreApplication.translate(context, text))


def install_catalogues(application: QCoreApplication, language: str | None = None) -> None:
    """Load the English plural forms, and the texts of ``language`` if there is a catalogue.

    ``language`` is a code such as "nb"; None means the language of the user's locale. Call this
    before the first window is created.
    """
    own = language or QLocale().name().split("_")[0]
    for code in dict.fromkeys((SOURCE_LANGUAGE, own)):
        catalogue = QTranslator(application)
        if catalogue.load(str(resource_path(f"translations/mailbox_admin_{code}.qm"))):
            application.installTranslator(catalogue)
