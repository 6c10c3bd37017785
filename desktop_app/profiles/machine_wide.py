"""Profiles and policy that an administrator sets for everyone on this computer.

The file has the format of the user's profiles file, without secrets; ``user_name`` may be missing.
``policy`` says what is forbidden: ``{"policy": {"create": false}}``, and how the journal is kept:
``{"policy": {"journal": {"keep_days": 365, "folder": "/srv/journals", "system_log": true}}}``. This
program never writes the file; the user's own settings for such a profile (user name, lock) are in
the user's file.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from desktop_app.core.errors import AppError, MachineProfilesInvalid
from desktop_app.core.profiles.policy import UNRESTRICTED, JournalPolicy, Policy, strictest
from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.administrator_file import require_administrators_file
from desktop_app.profiles.atomic_file import read_file
from desktop_app.profiles.file_format import MAX_BYTES, json_error_text, parse_profiles
from desktop_app.profiles.profile_codec import Document, InvalidProfilesFile, boolean
from desktop_app.profiles.windows_security import program_data_folder

POLICY_FLAGS = tuple(field.name for field in fields(Policy) if field.name != "journal")
"""Names of the policy flags that the file can set to false."""
_DENY_ALL_FLAGS: dict[str, Any] = {name: name == "own_profiles" for name in POLICY_FLAGS}
DENY_ALL = Policy(**_DENY_ALL_FLAGS)
"""The policy while the file cannot be read: only the user's own profiles, and no changes."""


@dataclass(frozen=True, slots=True)
class MachineWideProfiles:
    """The administrator's profiles and policy. ``error`` is set if the file could not be used."""

    profiles: tuple[Profile, ...] = ()
    policy: Policy = UNRESTRICTED
    error: AppError | None = None


def machine_wide_path() -> Path:
    """Return the usual path of the administrator's file on this platform."""
    if sys.platform == "win32":
        return program_data_folder() / "Mailbox Admin/profiles.json"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Mailbox Admin/profiles.json")
    return Path("/etc/mailbox-admin/profiles.json")


def is_absent(path: Path) -> bool:
    """Return whether ``path`` is the usual one and certainly no file is there."""
    if path != machine_wide_path():
        return False
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False  # a file may exist, and forbid
    return False


def read_machine_wide(path: Path | None) -> MachineWideProfiles:
    """Read the administrator's file. Never raises; without a file nothing is provided or forbidden.

    A file that is unreadable, or that others than administrators may have written, provides no
    profiles and DENY_ALL; one that was named explicitly may be the user's own. So does a missing
    file that was named explicitly: a typo in its name must not lift what it forbids.
    """
    if path is None or is_absent(path):
        return MachineWideProfiles()
    try:
        require_administrators_file(path, may_be_own=path != machine_wide_path())
        return _parse(read_file(path, MAX_BYTES))
    except OSError as error:
        return _invalid(error.strerror or type(error).__name__)
    except InvalidProfilesFile as error:
        return _invalid(str(error))


def read_with_usual_policy(path: Path | None) -> MachineWideProfiles:
    """Read the administrator's file, with the policy of the usual file besides its own.

    Naming another file, or another data folder, lifts nothing: of both policies the strictest
    holds. The usual file provides no profiles here unless ``path`` names it. Never raises.
    """
    named, usual_path = read_machine_wide(path), machine_wide_path()
    if path == usual_path:
        return named
    usual = read_machine_wide(usual_path)
    policy = strictest(usual.policy, named.policy)
    return MachineWideProfiles(named.profiles, policy, usual.error or named.error)


def _parse(data: bytes) -> MachineWideProfiles:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidProfilesFile(f"no JSON: {json_error_text(error)}") from None
    if not isinstance(document, dict):
        raise InvalidProfilesFile("no JSON object")
    contents = parse_profiles(json.dumps(_with_user_names(document)).encode("ascii"))
    if contents.is_newer:
        raise InvalidProfilesFile("of a newer version")
    given = (
        replace(p, is_machine_wide=True, tested=False, read_only=True, api_host_consent=None)
        for p in contents.profiles
    )
    return MachineWideProfiles(tuple(given), _parse_policy(document.get("policy", {})))


def _with_user_names(document: Document) -> Document:
    """Return the document with an empty user name for each profile that leaves it to the user."""
    entries = document.get("profiles")
    if not isinstance(entries, list):
        return document
    whole = [{"user_name": "", **entry} if isinstance(entry, dict) else entry for entry in entries]
    return {**document, "profiles": whole}


def _parse_policy(value: object) -> Policy:
    if not isinstance(value, dict):
        raise InvalidProfilesFile("policy")
    flags: dict[str, Any] = {name: boolean(value, name, True) for name in POLICY_FLAGS}
    return Policy(**flags, journal=_parse_journal_policy(value.get("journal", {})))


def _parse_journal_policy(value: object) -> JournalPolicy:
    if not isinstance(value, dict):
        raise InvalidProfilesFile("policy: journal")
    days, folder = value.get("keep_days", 0), value.get("folder", "")
    if type(days) is not int or days < 0 or not isinstance(folder, str):
        raise InvalidProfilesFile("policy: journal")
    if folder and not Path(folder).is_absolute():
        raise InvalidProfilesFile("policy: journal: folder is no absolute path")
    return JournalPolicy(days, folder, boolean(value, "system_log", False))


def _invalid(reason: str) -> MachineWideProfiles:
    return MachineWideProfiles(policy=DENY_ALL, error=MachineProfilesInvalid(reason))
