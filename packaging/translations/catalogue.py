"""Texts found in the source, and the catalogue of one language. No network is used."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

PLURAL_FORMS = 2
"""English, German, Dutch and the Scandinavian languages have as many: for one, and for all else."""
PLURAL_MARKS = ("%n", "%Ln")
FIELD = re.compile(r"\{[^{}]*\}")
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, order=True, slots=True)
class Text:
    """A text of the source."""

    context: str
    source: str
    comment: str

    @property
    def is_plural(self) -> bool:
        """Whether the text has a number.

        WORKAROUND: lupdate finds ``translate(context, text, None, n)`` in Python, but does not
        write numerus="yes" for it, so the text tells; and it finds no call whose last argument is
        more than a name (measured with PySide6 6.11.3 on Linux).
        """
        return any(mark in self.source for mark in PLURAL_MARKS)

    @property
    def forms(self) -> int:
        """How many translations the text has."""
        return PLURAL_FORMS if self.is_plural else 1


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The translations of one language, by text. A form that is not translated is empty."""

    code: str
    texts: Mapping[Text, tuple[str, ...]]

    @property
    def missing(self) -> list[Text]:
        """The texts of which a form is not translated."""
        return [text for text, forms in self.texts.items() if not all(forms)]

    @property
    def with_unknown_fields(self) -> list[Text]:
        """The texts whose translation names a field that the program does not fill in."""
        return [
            text
            for text, forms in self.texts.items()
            if not set(FIELD.findall("".join(forms))) <= set(FIELD.findall(text.source))
        ]


def source_texts(folder: Path) -> list[Text]:
    """Return every text that lupdate finds below a folder, in a fixed order."""
    with tempfile.TemporaryDirectory() as name:
        found, files = Path(name, "found.ts"), Path(name, "files")
        files.write_text("\n".join(map(str, sorted(folder.rglob("*.py")))), "utf-8")
        _run("pyside6-lupdate", "-silent", "-locations", "none", f"@{files}", "-ts", str(found))
        return sorted(text for text, _forms in _messages(found))


def read_catalogue(path: Path, code: str, texts: Iterable[Text]) -> Catalogue:
    """Return the catalogue in a file, brought up to date: with ``texts``, without those gone.

    The source is English, so the English catalogue has the texts with a number only.
    """
    translated = dict(_messages(path)) if path.exists() else {}
    wanted = [text for text in texts if text.is_plural or code != SOURCE_LANGUAGE]
    return Catalogue(code, {text: _padded(text, translated.get(text, ())) for text in wanted})


def _padded(text: Text, forms: tuple[str, ...]) -> tuple[str, ...]:
    return (*forms, *("",) * text.forms)[: text.forms]


def _messages(path: Path) -> Iterable[tuple[Text, tuple[str, ...]]]:
    for context in ElementTree.parse(path).iter("context"):
        for message in context.iter("message"):
            text = Text(
                context.findtext("name", ""),
                message.findtext("source", ""),
                message.findtext("comment", ""),
            )
            translation = message.find("translation")
            forms = list(translation if translation is not None else ())
            whole = [translation] if not forms and translation is not None else forms
            yield text, tuple(form.text or "" for form in whole)


def write_catalogue(catalogue: Catalogue, path: Path) -> None:
    """Write a .ts file: by context and text, without the places in the source."""
    root = ElementTree.Element("TS", version="2.1", language=catalogue.code, sourcelanguage="en")
    for name, texts in groupby(sorted(catalogue.texts), lambda text: text.context):
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for text in texts:
            _add_message(context, text, catalogue.texts[text])
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, "unicode", short_empty_elements=False)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(f"{head}{body}\n", "utf-8", newline="\n")


def _add_message(context: ElementTree.Element, text: Text, forms: tuple[str, ...]) -> None:
    message = ElementTree.SubElement(context, "message")
    ElementTree.SubElement(message, "source").text = text.source
    if text.comment:
        ElementTree.SubElement(message, "comment").text = text.comment
    translation = ElementTree.SubElement(message, "translation")
    if not all(forms):
        translation.set("type", "unfinished")
    if not text.is_plural:
        translation.text = forms[0]
        return
    message.set("numerus", "yes")
    for form in forms:
        ElementTree.SubElement(translation, "numerusform").text = form


def release(source: Path, target: Path) -> None:
    """Make the .qm file that Qt loads."""
    _run("pyside6-lrelease", "-silent", str(source), "-qm", str(target))


def _run(tool: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).parent / tool), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{tool}: {done.stdout}{done.stderr}")
