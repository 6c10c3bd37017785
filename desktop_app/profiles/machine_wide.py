"""Profiles and policy that an administrator gives to everyone on this computer.

The file has the format of the user's own, without secrets; ``user_name`` may be left out, and
``policy`` says what is forbidden: ``{"policy": {"create": false}}``, and how the journal is kept:
``{"policy": {"journal": {"keep_days": 365, "folder": "/srv/journals", "system_log": true}}}``. It
is only ever read. What is the user's own of such a profile (user name, lock) lies in the user's
file.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from desktop_app.core.errors import MachineWideRefused, Trouble
from desktop_app.core.profiles.policy import ALLOWS_ALL, JournalRules, Policy
from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.atomic_file import read_file
from desktop_app.profiles.file_format import MAX_BYTES, parse, why_no_json
from desktop_app.profiles.profile_codec import Document, NotProfiles, flag

FLAGS = tuple(field.name for field in fields(Policy) if field.name != "journal")
"""What the file can forbid."""
_STRICT: dict[str, Any] = {name: name == "own_profiles" for name in FLAGS}
STRICTEST = Policy(**_STRICT)
"""What holds while the file cannot be read: the user's own profiles, read-only."""

EVERYONE_WRITES = stat.S_IWOTH if os.name == "posix" else 0
"""Windows has no such bit: its files tell their rights in another way."""


@dataclass(frozen=True, slots=True)
class MachineWide:
    """What the administrator gives. ``trouble`` is there if the file could not be used."""

    profiles: tuple[Profile, ...] = ()
    policy: Policy = ALLOWS_ALL
    trouble: Trouble | None = None


def machine_wide_path() -> Path:
    """Where the file lies on this platform."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"), "Mailbox Admin/profiles.json")
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Mailbox Admin/profiles.json")
    return Path("/etc/mailbox-admin/profiles.json")


def is_unused(path: Path) -> bool:
    """Whether it is the usual place and there is certainly no file."""
    if path != machine_wide_path():
        return False
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False  # one that cannot be looked at forbids
    return False


def read_machine_wide(path: Path | None) -> MachineWide:
    """What the file says; without one at the usual place nothing is given and nothing forbidden.

    It never raises. A file that everyone could have written, or that cannot be read, gives no
    profiles and forbids what can be forbidden; so does one elsewhere that is not there: it was
    named, and a slip in its name must not lift what it forbids.
    """
    if path is None or is_unused(path):
        return MachineWide()
    try:
        return _parsed(read_file(path, MAX_BYTES, unless_mode=EVERYONE_WRITES))
    except OSError as error:
        return _refused(error.strerror or type(error).__name__)
    except NotProfiles as error:
        return _refused(str(error))


def _parsed(data: bytes) -> MachineWide:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotProfiles(f"no JSON: {why_no_json(error)}") from None
    if not isinstance(document, dict):
        raise NotProfiles("no JSON object")
    contents = parse(json.dumps(_completed(document)).encode("ascii"))
    if contents.newer:
        raise NotProfiles("of a newer version")
    given = (replace(p, deployed=True, tested=False, read_only=True) for p in contents.profiles)
    return MachineWide(tuple(given), _policy(document.get("policy", {})))


def _completed(document: Document) -> Document:
    """With an empty user name where the file leaves it to the user."""
    entries = document.get("profiles")
    if not isinstance(entries, list):
        return document
    whole = [{"user_name": "", **entry} if isinstance(entry, dict) else entry for entry in entries]
    return {**document, "profiles": whole}


def _policy(said: object) -> Policy:
    if not isinstance(said, dict):
        raise NotProfiles("policy")
    flags: dict[str, Any] = {name: flag(said, name, True) for name in FLAGS}
    return Policy(**flags, journal=_journal(said.get("journal", {})))


def _journal(said: object) -> JournalRules:
    if not isinstance(said, dict):
        raise NotProfiles("policy: journal")
    days, folder = said.get("keep_days", 0), said.get("folder", "")
    if type(days) is not int or days < 0 or not isinstance(folder, str):
        raise NotProfiles("policy: journal")
    if folder and not Path(folder).is_absolute():
        raise NotProfiles("policy: journal: folder is no absolute path")
    return JournalRules(days, folder, flag(said, "system_log", False))


def _refused(reason: str) -> MachineWide:
    return MachineWide(policy=STRICTEST, trouble=MachineWideRefused(reason))
