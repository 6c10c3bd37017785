"""Exceptions as types and code locations, never texts or values."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType

MAX_CAUSES = 5
MAX_FRAMES = 40
_CODE_FOLDERS = ("desktop_app/", "site-packages/", "lib/python")


def traceback_lines(error: BaseException) -> Iterator[str]:
    """Yield the type of an exception, a line for each frame, then the same for its causes."""
    cause: BaseException | None = error
    for number in range(MAX_CAUSES):
        if cause is None:
            return
        yield f"{'caused by ' if number else ''}{type_name(cause)}"
        yield from frame_lines(cause.__traceback__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def type_name(error: BaseException) -> str:
    """Return the full name of a type, such as ``json.decoder.JSONDecodeError``."""
    kind = type(error)
    room = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return room + kind.__qualname__


def frame_lines(trace: TracebackType | None) -> Iterator[str]:
    """Yield ``file:line function``, outermost first; at most the MAX_FRAMES innermost frames."""
    found: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{short_file_name(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    yield from found[-MAX_FRAMES:]


def short_file_name(name: str) -> str:
    """Return the path of a source file without the folders it is installed in."""
    name = name.replace("\\", "/")
    for folder in _CODE_FOLDERS:
        _, found, after = name.rpartition(folder)
        if found:
            return (folder if folder == "desktop_app/" else "") + after
    return name.rpartition("/")[2]
