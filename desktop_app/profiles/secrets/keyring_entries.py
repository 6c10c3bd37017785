"""How one secret lies in a keyring.

All entries have the service ``Mailbox Admin``. The entry ``<profile>/<secret>[/<mailbox>]`` holds
the secret itself, as other programs may expect it. A second entry, with ``@origin`` at the end of
its user name, holds the origin that the secret was entered for: in the keyring, because the
profiles file can be edited and imported.

A secret too long for Windows lies in parts, ``... part a.1``, ``... part a.2``, and the main entry
names them. They are written under the letter that is not in use, then the main entry is switched
over, then the old parts go: killed anywhere, the old or the new secret is there.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.keyring_backends import KeyringBackend

SERVICE = "Mailbox Admin"
MAX_ENTRY_UNITS = 1200
"""Units of UTF-16 in one entry: Windows takes 1,280."""

PART_LENGTH = MAX_ENTRY_UNITS // 2
"""Characters in one part: also when each of them takes two units."""

PARTS_MARKER = "mailbox-admin-secret-in-parts "
GENERATIONS = ("a", "b")
MAX_DUPLICATES = 8
"""Entries of one name that are removed at most: other programs can make duplicates."""


@dataclass(frozen=True, slots=True)
class KeyringEntry:
    """One secret in a keyring; ``user`` is the user name of its main entry."""

    backend: KeyringBackend
    user: str

    def read(self) -> str | None:
        """The secret, or None if it, or a part of it, is not there."""
        head = self._get(self.user)
        if head is None or not head.startswith(PARTS_MARKER):
            return head
        generation, count = _parts_header(head)
        parts = [self._get(self._part_user(generation, n)) for n in range(1, count + 1)]
        return "".join(part or "" for part in parts) if parts and all(parts) else None

    def origin(self) -> str | None:
        """The origin that the secret was entered for, or None if it is not there."""
        return self._get(f"{self.user}@origin")

    def write(self, secret: str, origin: str) -> None:
        """Replace secret and origin, reading back each entry.

        Raises SecretStoreError if the keyring forgets, or whatever the backend raises.
        """
        if self.origin() != origin:
            # Unbound until all is written: no secret is ever bound to another's origin.
            self._delete(f"{self.user}@origin")
        self._write_secret(secret)
        self._set(f"{self.user}@origin", origin)

    def delete(self) -> None:
        """Remove the secret with all that belongs to it. That there is none is fine."""
        for user in (f"{self.user}@origin", self.user):
            self._delete(user)
        for generation in GENERATIONS:
            self._delete_parts(generation)

    def _write_secret(self, secret: str) -> None:
        old = _parts_header(self._get(self.user) or "")[0]
        new = GENERATIONS[1] if old == GENERATIONS[0] else GENERATIONS[0]
        if _fits_one_entry(secret):
            self._set(self.user, secret)
            new = ""
        else:
            self._write_parts(secret, new)
        for generation in GENERATIONS:
            if generation != new:
                self._delete_parts(generation)

    def _write_parts(self, secret: str, generation: str) -> None:
        self._delete_parts(generation)
        parts = [
            secret[start : start + PART_LENGTH] for start in range(0, len(secret), PART_LENGTH)
        ]
        try:
            for number, part in enumerate(parts, start=1):
                self._set(self._part_user(generation, number), part)
        except Exception:
            with contextlib.suppress(Exception):  # the first error is the one to tell
                self._delete_parts(generation)
            raise
        self._set(self.user, f"{PARTS_MARKER}{generation} {len(parts)}")

    def _delete_parts(self, generation: str) -> None:
        """Remove the parts of a generation, the last one first: a cut sweep leaves no gap."""
        count = 0
        while self._get(self._part_user(generation, count + 1)) is not None:
            count += 1
        for number in range(count, 0, -1):
            self._delete(self._part_user(generation, number))

    def _part_user(self, generation: str, number: int) -> str:
        return f"{self.user} part {generation}.{number}"

    def _get(self, user: str) -> str | None:
        return self.backend.get_password(SERVICE, user)

    def _set(self, user: str, text: str) -> None:
        self.backend.set_password(SERVICE, user, text)
        if self._get(user) == text:
            return
        # Another program's duplicate may have been read; a half-kept secret must not stay either.
        self._delete(user)
        self.backend.set_password(SERVICE, user, text)
        if self._get(user) != text:
            self._delete(user)
            raise SecretStoreError(SecretStoreFailure.NOT_PERSISTED)

    def _delete(self, user: str) -> None:
        for _ in range(MAX_DUPLICATES):
            if self._get(user) is None:
                return
            self.backend.delete_password(SERVICE, user)
        if self._get(user) is not None:
            raise SecretStoreError(SecretStoreFailure.NOT_PERSISTED)


def _fits_one_entry(secret: str) -> bool:
    units = len(secret.encode("utf-16-le", "surrogatepass")) // 2
    return units <= MAX_ENTRY_UNITS and not secret.startswith(PARTS_MARKER)


def _parts_header(text: str) -> tuple[str, int]:
    """The generation and the number of parts that a main entry names; ("", 0) for none."""
    generation, _, count = text.removeprefix(PARTS_MARKER).partition(" ")
    if text.startswith(PARTS_MARKER) and generation in GENERATIONS and count.isdecimal():
        return generation, int(count)
    return "", 0
