"""Checksums of what was made, and a detached signature where a key is given."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from release import Release, say

KEY = "MAILBOX_ADMIN_SIGNING_KEY"
"""Names a key of gpg's; its passphrase is the agent's business, never this program's."""


def make_sums(release: Release, made: list[Path]) -> list[Path]:
    """SHA256SUMS, and SHA256SUMS.asc with a key."""
    lines = [f"{_sum(file)}  {file.name}\n" for file in sorted(made)]
    sums = release.dist / "SHA256SUMS"
    sums.write_text("".join(lines), "utf-8")
    key = os.environ.get(KEY)
    if not key:
        say(f"Not signed: {KEY} names no key.")
        return [sums]
    signature = sums.with_suffix(".asc")
    command = ["gpg", "--batch", "--yes", "--armor", "--local-user", key, "--output", signature]
    subprocess.run([*command, "--detach-sign", sums], check=True)
    return [sums, signature]


def _sum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
