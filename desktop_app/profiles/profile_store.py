"""The profiles file in a data folder: loaded before the first paint, saved without ever losing.

What lies in the folder: ``profiles.json``; ``profiles.json.bak``, the last good one before the
newest save; ``profiles.json.corrupt-<time>``, files that could not be read, never deleted here.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.errors import (
    ImportRefused,
    ProfilesDamaged,
    ProfilesNewer,
    ProfilesNotWritten,
    ProfilesUnreadable,
    Trouble,
)
from desktop_app.core.profiles.policy import ALLOWS_ALL, Policy
from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.atomic_file import (
    make_folder,
    read_file,
    sweep,
    sync_folder,
    write_safely,
)
from desktop_app.profiles.file_format import MAX_BYTES, Contents, NotProfiles, parse, serialise
from desktop_app.profiles.profile_codec import Document

FILE_NAME = "profiles.json"


@dataclass(frozen=True, slots=True)
class LoadedProfiles:
    """What was found in the data folder.

    ``trouble`` is ProfilesDamaged or ProfilesNewer if there is something to tell, ``set_aside``
    where a damaged file lies now. ``read_only`` means that ``save`` will refuse. ``backup`` holds
    the profiles of the last good file when the file itself is damaged or gone: they are offered
    to the user, and used only by saving them.
    """

    profiles: tuple[Profile, ...] = ()
    trouble: Trouble | None = None
    set_aside: Path | None = None
    read_only: bool = False
    policy: Policy = ALLOWS_ALL
    backup: tuple[Profile, ...] | None = None
    personal: Document = field(default_factory=dict, compare=False)


class ProfileStore:
    """The profiles of one data folder. May be used from any thread."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self.backup_path = folder / f"{FILE_NAME}.bak"
        self._lock = threading.Lock()

    def load(self) -> LoadedProfiles:
        """Read the file. It never raises: what is wrong is in the result."""
        with self._lock:
            sweep(self.path)
            try:
                return self._loaded()
            except NotProfiles as error:
                return self._damaged(str(error))
            except OSError as error:
                trouble = ProfilesUnreadable(_reason(error))
                return LoadedProfiles(trouble=trouble, read_only=True, backup=self._backup())

    def save(self, profiles: Sequence[Profile], personal: Document | None = None) -> None:
        """Write these profiles in this order; keys in the file that are unknown stay.

        ``personal`` is what is the user's own of the machine-wide profiles, by id.

        Raises ProfilesNewer for a file of a newer version and ProfilesNotWritten when it could
        not be written; the file is then as it was.
        """
        with self._lock:
            try:
                self._save(profiles, personal or {})
            except (OSError, NotProfiles) as error:
                raise ProfilesNotWritten(_reason(error)) from None

    def export_to(self, path: Path, profiles: Sequence[Profile]) -> None:
        """Write profiles to a file that others can import. Raises ProfilesNotWritten."""
        try:
            write_safely(path, serialise(profiles, {}))
        except (OSError, NotProfiles) as error:
            raise ProfilesNotWritten(_reason(error)) from None

    def import_from(self, path: Path) -> tuple[Profile, ...]:
        """The profiles of a file that someone exported. Raises ImportRefused, ProfilesNewer."""
        try:
            contents = parse(_read(path) or b"")
        except (OSError, NotProfiles) as error:
            raise ImportRefused(_reason(error)) from None
        if contents.newer:
            raise _newer(contents)
        return contents.profiles

    def _loaded(self) -> LoadedProfiles:
        data = _read(self.path)
        if data is None:
            return LoadedProfiles(backup=self._backup())
        contents = parse(data)
        if contents.newer:
            return LoadedProfiles(contents.profiles, _newer(contents), read_only=True)
        return LoadedProfiles(contents.profiles, personal=_personal(contents.document))

    def _damaged(self, reason: str) -> LoadedProfiles:
        try:
            aside = self._set_aside()
        except OSError as error:
            left = ProfilesUnreadable(f"{reason}; not set aside: {_reason(error)}")
            return LoadedProfiles(trouble=left, read_only=True, backup=self._backup())
        trouble = ProfilesDamaged(f"{reason}; set aside as {aside}")
        return LoadedProfiles(trouble=trouble, set_aside=aside, backup=self._backup())

    def _backup(self) -> tuple[Profile, ...] | None:
        try:
            data = _read(self.backup_path)
            return None if data is None else parse(data).profiles
        except (OSError, NotProfiles):
            return None

    def _save(self, profiles: Sequence[Profile], personal: Document) -> None:
        make_folder(self.path.parent)
        data = _read(self.path)
        contents = self._on_disk(data)
        if contents.newer:
            raise _newer(contents)
        document = contents.document
        if personal:
            document = {**document, "deployed": {**_personal(document), **personal}}
        written = serialise(profiles, document)
        if data is not None and contents.document and data != _read(self.backup_path):
            write_safely(self.backup_path, data)
        write_safely(self.path, written)

    def _on_disk(self, data: bytes | None) -> Contents:
        """What a save builds on: read again, because a file is kept that changed meanwhile."""
        if data is None:
            return Contents()
        try:
            return parse(data)
        except NotProfiles:
            self._set_aside()
            return Contents()

    def _set_aside(self) -> Path:
        from datetime import UTC, datetime  # only here: a start has no need of it

        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        aside = self.path.with_name(f"{self.path.name}.corrupt-{stamp}")
        os.rename(self.path, aside)
        sync_folder(self.path.parent)
        return aside


def _read(path: Path) -> bytes | None:
    """The bytes of a file, or None if there is none. No more than are needed to refuse it."""
    try:
        return read_file(path, MAX_BYTES)
    except FileNotFoundError:
        return None


def _personal(document: Document) -> Document:
    """What is the user's own of the machine-wide profiles, by id."""
    found = document.get("deployed")
    return found if isinstance(found, dict) else {}


def _newer(contents: Contents) -> ProfilesNewer:
    return ProfilesNewer(f"version {contents.document['version']}")


def _reason(error: Exception) -> str:
    """What failed, without the path: the words for people name the folder themselves."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) if isinstance(error, NotProfiles) else type(error).__name__
