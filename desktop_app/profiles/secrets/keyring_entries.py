"""The layout of one secret in a keyring.

All entries have the service ``Mailbox Admin``. The entry ``<profile>/<secret>[/<mailbox>]`` holds
the secret itself, as other programs may expect. A second entry, its user name ending in
``@origin``, holds the origin that the secret was entered for; it is in the keyring because the
profiles file can be edited and imported.

A secret too long for Windows is split into parts, ``... part a.1``, ``... part a.2``, which the
main entry names. New parts are written under the unused letter, then the main entry is switched
over, then the old parts are deleted: a kill at any moment leaves the old or the new secret.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.keyring_backends import KeyringBackend

SERVICE = "Mailbox Admin"
MAX_ENTRY_UNITS = 1200
"""UTF-16 units in one entry; Windows accepts 1,280."""

PART_LENGTH = MAX_ENTRY_UNITS // 2
"""Characters in one part, each of which may take two units."""

PARTS_MARKER = "mailbox-admin-secret-in-parts "
GENERATIONS = ("a", "b")
MAX_DUPLICATES = 8
"""Most entries of one name that are removed: other programs can create duplicates."""


@dataclass(frozen=True, slots=True)
class KeyringEntry:
    """One secret in a keyring; ``user`` is the user name of its main entry.

    Every method also raises whatever the backend raises.
    """

    backend: KeyringBackend
    user: str

    def read(self) -> str | None:
        """Return the secret, or None if the secret or a part of it is missing."""
        head = self._get(self.user)
        if head is None or not head.startswith(PARTS_MARKER):
            return head
        generation, count = _parts_header(head)
        parts = [self._get(self._part_user(generation, n)) for n in range(1, count + 1)]
        return "".join(part or "" for part in parts) if parts and all(parts) else None

    def origin(self) -> str | None:
        """Return the origin that the secret was entered for, or None if there is none."""
        return self._get(f"{self.user}@origin")

    def write(self, secret: str, origin: str) -> None:
        """Replace secret and origin, reading back each entry.

        Raises SecretStoreError if the keyring does not store an entry.
        """
        if self.origin() == origin:
            self._write_secret(secret)
        elif self.read() != secret:
            # No origin until all is written: a secret never has another's origin.
            self._delete(f"{self.user}@origin")
            self._write_secret(secret)
        self._set(f"{self.user}@origin", origin)

    def delete(self) -> None:
        """Remove the secret with its origin and parts; a missing secret is no error.

        Raises SecretStoreError if an entry remains.
        """
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
            with contextlib.suppress(Exception):  # report the first error
                self._delete_parts(generation)
            raise
        self._set(self.user, f"{PARTS_MARKER}{generation} {len(parts)}")

    def _delete_parts(self, generation: str) -> None:
        """Remove the parts of a generation, the last first: an interruption leaves no gap."""
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
        # A duplicate of another program may have been read; an incomplete secret must not stay.
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
    """Return the generation and number of parts that a main entry names; ("", 0) if none."""
    generation, _, count = text.removeprefix(PARTS_MARKER).partition(" ")
    if text.startswith(PARTS_MARKER) and generation in GENERATIONS and count.isdecimal():
        return generation, int(count)
    return "", 0
