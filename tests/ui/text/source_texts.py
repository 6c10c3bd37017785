"""The texts that the source marks for translation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[3]
MARKERS = ("translate", "QT_TRANSLATE_NOOP")


def translated_calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield each marking call with its place, as ``file.py:line``."""
    for file in sorted((PROJECT / "desktop_app").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS:
                yield f"{file.name}:{node.lineno}", node


def source_texts() -> Iterator[tuple[str, str]]:
    """Yield each text in English with its place; menu letters are left out."""
    for place, call in translated_calls():
        text = getattr(call.args[1], "value", None) if len(call.args) > 1 else None
        if isinstance(text, str):
            yield place, text.replace("&", "")
