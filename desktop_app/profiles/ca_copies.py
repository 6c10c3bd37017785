"""Copies of CA files that lay on another computer, kept beside the profiles."""

from __future__ import annotations

import hashlib
from pathlib import Path

from desktop_app.core.errors import CaFileError, CaFileProblem
from desktop_app.profiles.atomic_file import make_folder, read_file, write_atomically

COPIES_FOLDER = "certificates"
MAX_CA_FILE_BYTES = 8 * 1024 * 1024


def copy_ca_file(source: str, data_folder: Path) -> str:
    """Copy a CA file into the data folder and return the path of the copy. Raises CaFileError.

    The copy is named after its content: the same file copied twice is one, so that a secret that
    was entered for it stays valid. What the file contains is checked when it is used.
    """
    try:
        content = read_file(Path(source), MAX_CA_FILE_BYTES)
        if len(content) > MAX_CA_FILE_BYTES:
            raise CaFileError(CaFileProblem.TOO_LARGE)
        folder = data_folder / COPIES_FOLDER
        copy = folder / f"{hashlib.sha256(content).hexdigest()[:32]}.pem"
        make_folder(folder)
        write_atomically(copy, content)
    except FileNotFoundError:
        raise CaFileError(CaFileProblem.NOT_FOUND) from None
    except OSError:
        raise CaFileError(CaFileProblem.UNREADABLE) from None
    return str(copy)
