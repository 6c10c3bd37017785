"""The settings file of a data folder. An unreadable setting counts as not chosen."""

from __future__ import annotations

import json
from pathlib import Path

from desktop_app.core.errors import ProfilesNotWritten
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import DEFAULT_SETTINGS, MAX_IDLE_MINUTES, Settings, StartSettings
from desktop_app.profiles.atomic_file import (
    make_folder,
    read_file,
    remove_temporaries,
    write_atomically,
)
from desktop_app.profiles.profile_codec import Document, InvalidProfilesFile, integer

FILE_NAME = "settings.json"
MAX_BYTES = 1024 * 1024


class SettingsFile:
    """Reads and writes the settings; unknown keys are kept."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def load(self) -> Settings:
        """Return the settings; the defaults if the file is unreadable. Never raises."""
        remove_temporaries(self.path)
        found = self._read_document()
        try:
            place = StorageKind(found.get("secrets", DEFAULT_SETTINGS.secret_storage.value))
            idle = integer(
                found, "idle_minutes", 0, MAX_IDLE_MINUTES, DEFAULT_SETTINGS.idle_minutes
            )
        except (InvalidProfilesFile, ValueError):
            return DEFAULT_SETTINGS
        return Settings(place, idle)

    def save(self, settings: Settings) -> None:
        """Write the settings. Raises ProfilesNotWritten."""
        self._write(
            {"secrets": settings.secret_storage.value, "idle_minutes": settings.idle_minutes}
        )

    def load_start(self) -> StartSettings:
        """Return what to open at the start; nothing if the file is unreadable. Never raises."""
        found = self._read_document()
        last = found.get("last_profile")
        return StartSettings(
            found.get("open_last_profile") is True, last if isinstance(last, str) else ""
        )

    def save_start(self, start: StartSettings) -> None:
        """Write what to open at the start. Raises ProfilesNotWritten."""
        self._write({"open_last_profile": start.opens_last, "last_profile": start.last_profile})

    def _write(self, chosen: Document) -> None:
        whole = {**self._read_document(), "version": 1, **chosen}
        try:
            make_folder(self.path.parent)
            write_atomically(self.path, (json.dumps(whole, indent=2) + "\n").encode("ascii"))
        except OSError as error:
            raise ProfilesNotWritten(error.strerror or type(error).__name__) from None

    def _read_document(self) -> Document:
        try:
            found = json.loads(read_file(self.path, MAX_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}
