"""Checks that only administrators can have written a file that decides for every user.

Whoever may write the machine-wide profiles decides where passwords go, so the file and its folder
must belong to an administrator and be writable by nobody else.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

from desktop_app.profiles.windows_security import AccessEntry, FileSecurity, file_security

TRUSTED_SIDS = frozenset(
    (
        "S-1-5-18",  # SYSTEM
        "S-1-5-32-544",  # Administrators
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",  # TrustedInstaller
    )
)
WRITE_ACCESS = 0x500D_0156
"""Rights that change a file or what is in a folder: write, append, delete (also of entries),
attributes, access list, owner, GENERIC_WRITE and GENERIC_ALL ("File Access Rights Constants")."""


def require_administrators_file(path: Path, *, may_be_own: bool) -> None:
    """Check the owner and the access to an existing file and its folder.

    With ``may_be_own`` the file may also belong to the user who runs the program: one that the
    user named on the command line. Raises PermissionError with the reason, and OSError.
    """
    if sys.platform == "win32":
        for each in (path, path.parent):
            _refuse_if(windows_fault(file_security(each)), each)
        return
    owners = {0, os.geteuid()} if may_be_own else {0}
    real = Path(os.path.realpath(path))
    for each in (real, *real.parents):
        _refuse_if(posix_fault(each.stat(), owners), each)


def posix_fault(found: os.stat_result, owners: set[int]) -> str:
    """Return why others than the owners can change a file or folder; empty if they cannot.

    In a folder with the sticky bit, such as that for temporary files, others cannot replace what
    is not theirs.
    """
    if found.st_uid not in owners:
        return "it does not belong to an administrator"
    others = stat.S_IWOTH if found.st_gid in (0, os.getegid()) else stat.S_IWOTH | stat.S_IWGRP
    is_sticky = stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX
    return "others may write it" if found.st_mode & others and not is_sticky else ""


def windows_fault(found: FileSecurity) -> str:
    """Return why others than administrators can change a file or folder; empty if they cannot."""
    if found.owner not in TRUSTED_SIDS:
        return "it does not belong to an administrator"
    if found.entries is None or any(map(_lets_others_write, found.entries)):
        return "others may write it"
    return ""


def _lets_others_write(entry: AccessEntry) -> bool:
    is_foreign = entry.sid not in TRUSTED_SIDS
    return is_foreign and entry.applies_here and bool(entry.access & WRITE_ACCESS)


def _refuse_if(fault: str, path: Path) -> None:
    if fault:
        raise PermissionError(errno.EPERM, f"{path}: {fault}")
