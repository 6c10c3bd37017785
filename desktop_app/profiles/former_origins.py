"""Where the secrets of version 0.1.0 belong: it bound them to a host, without the path.

At the first start after the update the address of each profile is written to
``former_origins.json``, and never again. A secret that is bound to the host alone is handed out
for that address and for no other: neither an edit, an import nor the machine-wide file can lead it
elsewhere. Profiles that came later have no such secrets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.atomic_file import (
    make_folder,
    read_file,
    remove_temporaries,
    write_atomically,
)

FILE_NAME = "former_origins.json"
MAX_BYTES = 16 * 1024 * 1024
_MAILBOX = " | mailbox "
"""Begins what the origin of a mailbox password has beyond that of its profile."""


class FormerOrigins:
    """The addresses that profiles had at the update, by profile id. Any thread."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._known: dict[str, tuple[str, str]] | None = None

    def record(self, profiles: Iterable[Profile]) -> None:
        """Write the profiles' addresses, unless that was done before.

        A failed write is ignored: it is tried again at the next start, and until then secrets of
        version 0.1.0 are asked for.
        """
        remove_temporaries(self.path)
        if self.path.exists():
            return
        origins = {p.id: [p.former_secret_origin, p.secret_origin] for p in profiles}
        document = {"version": 1, "profiles": origins}
        with suppress(OSError):
            make_folder(self.path.parent)
            write_atomically(self.path, json.dumps(document, indent=1).encode("ascii"))

    def all(self) -> dict[str, tuple[str, str]]:
        """Return former and present form of each profile's origin; empty before ``record``."""
        if self._known is None:
            with suppress(OSError):
                self._known = _parse(read_file(self.path, MAX_BYTES))
        return self._known or {}

    def former(self, profile_id: str, origin: str, mailbox_id: int | None = None) -> str | None:
        """Return how version 0.1.0 wrote this origin of a secret.

        None if the profile had another address at the update.
        """
        return self._exchanged(profile_id, origin, mailbox_id, old=1, new=0)

    def present(self, profile_id: str, origin: str, mailbox_id: int | None = None) -> str:
        """Return an origin in the present form: an origin of version 0.1.0 with its path."""
        return self._exchanged(profile_id, origin, mailbox_id, old=0, new=1) or origin

    def was_tested(self, profile: Profile, tested_for: object) -> bool:
        """Return whether a test of the connection, noted with this origin, was of this address."""
        if tested_for == profile.former_secret_origin and not self.path.exists():
            return True  # the first start after the update
        found = self.all().get(profile.id, ("", ""))
        return profile.secret_origin == (found[1] if tested_for == found[0] else tested_for)

    def _exchanged(
        self, profile_id: str, origin: str, mailbox_id: int | None, *, old: int, new: int
    ) -> str | None:
        forms = self.all().get(profile_id)
        if forms is None:
            return None
        whole, mailbox, login = origin, "", ""
        if mailbox_id is not None:
            whole, mailbox, login = origin.partition(_MAILBOX)
        return f"{forms[new]}{mailbox}{login}" if whole == forms[old] else None


def _parse(data: bytes) -> dict[str, tuple[str, str]]:
    """Return what the file says; whatever is not as this program writes it counts as unknown."""
    try:
        found = json.loads(data)["profiles"].items()
        return {
            str(profile_id): (str(former), str(present)) for profile_id, (former, present) in found
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
