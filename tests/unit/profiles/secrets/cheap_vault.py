"""A vault whose passphrase costs next to nothing, so that tests are quick."""

from __future__ import annotations

from pathlib import Path

from desktop_app.profiles.secrets.vault_head import KdfCost
from desktop_app.profiles.secrets.vault_store import VaultStore

PASSPHRASE = "correct horse, ærlig talt"
CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)


def open_vault(folder: Path) -> VaultStore:
    """A new vault, open."""
    vault = VaultStore(folder / "data", CHEAP)
    vault.create(PASSPHRASE)
    return vault
