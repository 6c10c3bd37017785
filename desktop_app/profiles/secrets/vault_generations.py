"""How often each vault was written, so that an older copy in its place is noticed.

``vault_generations.json`` in the data folder holds the newest generation that this computer has
seen of each vault. If it is lost, an older copy is not noticed; nothing else depends on it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from desktop_app.profiles.atomic_file import read_file, remove_temporaries, write_atomically
from desktop_app.profiles.secrets.vault_head import MAX_GENERATION, VaultHead

FILE_NAME = "vault_generations.json"
MAX_BYTES = 64 * 1024
MAX_VAULTS = 100
"""Vaults that are remembered, the last ones written."""


class VaultGenerations:
    """The newest generations. Any thread; one at a time."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def is_older(self, head: VaultHead) -> bool:
        """Return whether a newer generation of this vault was seen on this computer."""
        remove_temporaries(self.path)
        return head.generation < self._read().get(head.vault_id, 0)

    def record(self, head: VaultHead) -> None:
        """Take note of a vault as it is now. A failed write is ignored."""
        known = self._read()
        if known.pop(head.vault_id, None) == head.generation:
            return
        known[head.vault_id] = head.generation
        newest = dict(list(known.items())[-MAX_VAULTS:])
        document = {"version": 1, "vaults": newest}
        with suppress(OSError):
            write_atomically(self.path, json.dumps(document).encode("ascii"))

    def _read(self) -> dict[str, int]:
        try:
            found = json.loads(read_file(self.path, MAX_BYTES))["vaults"].items()
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}
        return {
            vault_id: number
            for vault_id, number in found
            if type(number) is int and 0 <= number <= MAX_GENERATION
        }
