"""The profiles file in a data folder: loaded before the first paint, saved without loss.

The files are ``profiles.json``, ``profiles.json.bak`` (the last good file before the newest save)
and ``profiles.json.corrupt-<time>`` (unreadable files, never deleted by this program).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_app.core.errors import (
    AppError,
    ImportFailed,
    ProfilesDamaged,
    ProfilesNotWritten,
    ProfilesTooNew,
    ProfilesUnreadable,
)
from desktop_app.core.profiles.policy import UNRESTRICTED, Policy
from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.atomic_file import (
    make_folder,
    read_file,
    remove_temporaries,
    sync_folder,
    write_atomically,
)
from desktop_app.profiles.file_format import (
    MAX_BYTES,
    InvalidProfilesFile,
    ParsedProfiles,
    parse_profiles,
    serialise_profiles,
)
from desktop_app.profiles.profile_codec import Document

FILE_NAME = "profiles.json"


@dataclass(frozen=True, slots=True)
class LoadedProfilesFile:
    """The contents of the profiles file.

    ``error`` is None if all is well, otherwise ProfilesDamaged, ProfilesTooNew or
    ProfilesUnreadable. ``damaged_copy`` is where a damaged file was moved. ``read_only`` means that
    ``save`` will refuse. ``backup`` holds the profiles of the last good file if the file itself is
    damaged or missing: they are offered to the user, and used only once they are saved.
    ``personal`` holds the user's settings for machine-wide profiles, by id.
    """

    profiles: tuple[Profile, ...] = ()
    error: AppError | None = None
    damaged_copy: Path | None = None
    read_only: bool = False
    policy: Policy = UNRESTRICTED
    backup: tuple[Profile, ...] | None = None
    personal: Document = field(default_factory=dict, compare=False)


class ProfileStore:
    """The profiles of one data folder. May be used from any thread."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self.backup_path = folder / f"{FILE_NAME}.bak"
        self._lock = threading.Lock()

    def load(self) -> LoadedProfilesFile:
        """Read the file. Never raises: errors are in the result."""
        with self._lock:
            remove_temporaries(self.path)
            try:
                return self._load()
            except InvalidProfilesFile as error:
                return self._load_damaged(str(error))
            except OSError as error:
                trouble = ProfilesUnreadable(_error_text(error))
                return LoadedProfilesFile(error=trouble, read_only=True, backup=self._read_backup())

    def save(self, profiles: Sequence[Profile], personal: Document | None = None) -> None:
        """Write these profiles in this order, keeping unknown keys of the file.

        ``personal`` holds the user's settings for machine-wide profiles, by id. Raises
        ProfilesTooNew for a file of a newer version and ProfilesNotWritten; the file is then
        unchanged.
        """
        with self._lock:
            try:
                self._save(profiles, personal or {})
            except (OSError, InvalidProfilesFile) as error:
                raise ProfilesNotWritten(_error_text(error)) from None

    def export_to(self, path: Path, profiles: Sequence[Profile]) -> None:
        """Write profiles to a file that others can import, without this user's consents.

        Raises ProfilesNotWritten.
        """
        try:
            own = [replace(profile, api_host_consent=None) for profile in profiles]
            write_atomically(path, serialise_profiles(own, {}))
        except (OSError, InvalidProfilesFile) as error:
            raise ProfilesNotWritten(_error_text(error)) from None

    def import_from(self, path: Path) -> tuple[Profile, ...]:
        """Return the profiles of an exported file. Raises ImportFailed, ProfilesTooNew."""
        try:
            contents = parse_profiles(_read_if_exists(path) or b"")
        except (OSError, InvalidProfilesFile) as error:
            raise ImportFailed(_error_text(error)) from None
        if contents.is_newer:
            raise _too_new_error(contents)
        return contents.profiles

    def copy_ca_file(self, path: str) -> str:
        """Copy a CA file beside the profiles; return where it is now. Raises CaFileError."""
        from desktop_app.profiles.ca_copies import copy_ca_file  # lazy: start

        return copy_ca_file(path, self.path.parent)

    def _load(self) -> LoadedProfilesFile:
        data = _read_if_exists(self.path)
        if data is None:
            return LoadedProfilesFile(backup=self._read_backup())
        contents = parse_profiles(data)
        if contents.is_newer:
            return LoadedProfilesFile(contents.profiles, _too_new_error(contents), read_only=True)
        return LoadedProfilesFile(contents.profiles, personal=_personal_settings(contents.document))

    def _load_damaged(self, reason: str) -> LoadedProfilesFile:
        try:
            aside = self._set_aside()
        except OSError as error:
            left = ProfilesUnreadable(f"{reason}; not set aside: {_error_text(error)}")
            return LoadedProfilesFile(error=left, read_only=True, backup=self._read_backup())
        trouble = ProfilesDamaged(f"{reason}; set aside as {aside}")
        return LoadedProfilesFile(error=trouble, damaged_copy=aside, backup=self._read_backup())

    def _read_backup(self) -> tuple[Profile, ...] | None:
        try:
            data = _read_if_exists(self.backup_path)
            return None if data is None else parse_profiles(data).profiles
        except (OSError, InvalidProfilesFile):
            return None

    def _save(self, profiles: Sequence[Profile], personal: Document) -> None:
        make_folder(self.path.parent)
        data = _read_if_exists(self.path)
        contents = self._parse_existing(data)
        if contents.is_newer:
            raise _too_new_error(contents)
        document = contents.document
        if personal:
            document = {**document, "deployed": {**_personal_settings(document), **personal}}
        written = serialise_profiles(profiles, document)
        if data is not None and contents.document and data != _read_if_exists(self.backup_path):
            write_atomically(self.backup_path, data)
        write_atomically(self.path, written)

    def _parse_existing(self, data: bytes | None) -> ParsedProfiles:
        """Parse the file as it is now, so that a save keeps what another program has written."""
        if data is None:
            return ParsedProfiles()
        try:
            return parse_profiles(data)
        except InvalidProfilesFile:
            self._set_aside()
            return ParsedProfiles()

    def _set_aside(self) -> Path:
        from datetime import UTC, datetime  # lazy: start

        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        aside = self.path.with_name(f"{self.path.name}.corrupt-{stamp}")
        os.rename(self.path, aside)
        sync_folder(self.path.parent)
        return aside


def _read_if_exists(path: Path) -> bytes | None:
    """Return the bytes of a file, or None if there is none; at most MAX_BYTES + 1 of them."""
    try:
        return read_file(path, MAX_BYTES)
    except FileNotFoundError:
        return None


def _personal_settings(document: Document) -> Document:
    """Return the user's settings for machine-wide profiles, by id."""
    found = document.get("deployed")
    return found if isinstance(found, dict) else {}


def _too_new_error(contents: ParsedProfiles) -> ProfilesTooNew:
    return ProfilesTooNew(f"version {contents.document['version']}")


def _error_text(error: Exception) -> str:
    """Return the reason of an error without the path: the texts of the window name the folder."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) if isinstance(error, InvalidProfilesFile) else type(error).__name__
