"""Tells paths on this computer from those that make it talk to another one."""

from __future__ import annotations

_SLASHES = str.maketrans("\\", "/")


def is_remote_path(path: str) -> bool:
    r"""Return whether a path may name another computer, or a device, on Windows.

    That is ``\\server\share``, also with slashes, ``\\?\UNC\…``, ``\\.\pipe\…`` and ``file:`` URLs.
    Merely opening the former makes Windows sign in at that computer with the user's own name.
    The answer is the same on every system, because profiles travel between them.
    """
    plain = path.strip().translate(_SLASHES).lower()
    return plain.startswith(("//", "/??/", "file:"))
