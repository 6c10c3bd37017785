"""Asks Windows who owns a file, who may write it, and where the folder for all users is.

The only module that calls these functions of Windows, so that a test can replace its answers.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

PROGRAM_DATA_FOLDER = "{62AB5D82-FDC1-4DC3-A9DD-070D1D495D97}"
"""FOLDERID_ProgramData of KnownFolders.h."""


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """An entry of an access list that allows ``access`` (a mask of rights) to ``sid``.

    ``applies_here`` is False for an entry that only files below inherit.
    """

    sid: str
    access: int
    applies_here: bool = True


@dataclass(frozen=True, slots=True)
class FileSecurity:
    """The owner of a file and its access list; ``entries`` is None if everybody may do all."""

    owner: str
    entries: tuple[AccessEntry, ...] | None


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _ALLOWED_TYPES = (0, 9)
    """ACCESS_ALLOWED_ACE_TYPE and ACCESS_ALLOWED_CALLBACK_ACE_TYPE; both hold a mask and a SID."""
    _INHERIT_ONLY = 0x08
    _OWNER_AND_ACCESS = 0x1 | 0x4
    _FILE_OBJECT = 1

    class _AccessList(ctypes.Structure):
        _fields_ = (
            ("revision", wintypes.BYTE),
            ("padding", wintypes.BYTE),
            ("size", wintypes.WORD),
            ("count", wintypes.WORD),
            ("padding_2", wintypes.WORD),
        )

    class _Entry(ctypes.Structure):
        _fields_ = (
            ("type", ctypes.c_ubyte),
            ("flags", ctypes.c_ubyte),
            ("size", wintypes.WORD),
            ("access", wintypes.DWORD),
            ("sid", wintypes.DWORD),
        )

    def file_security(path: Path) -> FileSecurity:
        """Return owner and access list of a file or folder. Raises OSError."""
        security = ctypes.WinDLL("advapi32", use_last_error=True)
        owner, access = ctypes.c_void_p(), ctypes.POINTER(_AccessList)()
        descriptor = ctypes.c_void_p()
        code = security.GetNamedSecurityInfoW(
            wintypes.LPCWSTR(str(path)),
            _FILE_OBJECT,
            _OWNER_AND_ACCESS,
            ctypes.byref(owner),
            None,
            ctypes.byref(access),
            None,
            ctypes.byref(descriptor),
        )
        if code:
            raise ctypes.WinError(code)
        try:
            entries = tuple(_entries(security, access)) if access else None
            return FileSecurity(_sid_text(security, owner), entries)
        finally:
            ctypes.WinDLL("kernel32").LocalFree(descriptor)

    def _entries(
        security: ctypes.WinDLL, access: ctypes._Pointer[_AccessList]
    ) -> list[AccessEntry]:
        found = []
        for number in range(access.contents.count):
            place = ctypes.POINTER(_Entry)()
            if not security.GetAce(access, number, ctypes.byref(place)):
                raise ctypes.WinError(ctypes.get_last_error())
            entry = place.contents
            if entry.type in _ALLOWED_TYPES:
                sid = ctypes.c_void_p(ctypes.addressof(entry) + _Entry.sid.offset)
                applies = not entry.flags & _INHERIT_ONLY
                found.append(AccessEntry(_sid_text(security, sid), entry.access, applies))
        return found

    def _sid_text(security: ctypes.WinDLL, sid: ctypes.c_void_p) -> str:
        text = wintypes.LPWSTR()
        if not security.ConvertSidToStringSidW(sid, ctypes.byref(text)):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            return text.value or ""
        finally:
            ctypes.WinDLL("kernel32").LocalFree(text)

    def program_data_folder() -> Path:
        """Return the folder for data of all users, from Windows itself. Raises OSError.

        The environment could name any folder.
        """
        import uuid  # lazy: platform

        shell, ole = ctypes.WinDLL("shell32"), ctypes.WinDLL("ole32")
        place = wintypes.LPWSTR()
        folder = (ctypes.c_byte * 16).from_buffer_copy(uuid.UUID(PROGRAM_DATA_FOLDER).bytes_le)
        code = shell.SHGetKnownFolderPath(ctypes.byref(folder), 0, None, ctypes.byref(place))
        try:
            if code or not place.value:
                raise OSError(code, "Windows has no folder for all users")
            return Path(place.value)
        finally:
            ole.CoTaskMemFree(place)

else:

    def file_security(path: Path) -> FileSecurity:
        """Return owner and access list of a file or folder. Windows only."""
        raise NotImplementedError(path)

    def program_data_folder() -> Path:
        """Return the folder for data of all users. Windows only."""
        raise NotImplementedError
