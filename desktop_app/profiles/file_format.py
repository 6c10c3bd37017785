"""The profiles file as bytes: parsed, checked, and written with keys that this version ignores.

``{"version": 2, "profiles": [{"id", "name", ...}, ...], "oauth": {"online": {...}}}``, and any
other keys. ``oauth`` holds one registration for each environment of SuperOffice Online.

One invalid entry makes the whole file damaged: to skip the entry would silently lose a customer's
profile at the next save, while a file set aside loses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_app.core.profiles.profile import OAuthApp, Profile
from desktop_app.profiles.format_migrations import CURRENT_VERSION, Document, migrate
from desktop_app.profiles.profile_codec import (
    API_HOST_CONSENT,
    InvalidProfilesFile,
    decode_oauth_app,
    decode_profile,
    encode_oauth_app,
    encode_profile,
)

__all__ = [
    "MAX_BYTES",
    "InvalidProfilesFile",
    "ParsedProfiles",
    "parse_profiles",
    "serialise_profiles",
    "with_oauth_app",
]

MAX_BYTES = 8 * 1024 * 1024
"""A larger file is refused; 1,000 profiles take about 700 kB."""


@dataclass(frozen=True, slots=True)
class ParsedProfiles:
    """The contents of a profiles file. ``document`` is the whole file, migrated if it was older."""

    profiles: tuple[Profile, ...] = ()
    is_newer: bool = False
    document: Document = field(default_factory=dict)


def parse_profiles(data: bytes) -> ParsedProfiles:
    """Parse a file of any version. Raises InvalidProfilesFile.

    Of a newer version only the entries that this program can read are returned.
    """
    document, version = _read_document(data)
    if version > CURRENT_VERSION:
        return ParsedProfiles(
            _read_valid(document.get("profiles")), is_newer=True, document=document
        )
    try:
        document = migrate(document, version)
    except Exception as error:  # a damaged older file may hold anything
        raise InvalidProfilesFile(f"version {version}: {type(error).__name__}") from None
    apps = _read_oauth_apps(document)
    profiles = _read_all(document.get("profiles"))
    return ParsedProfiles(tuple(with_oauth_app(p, apps) for p in profiles), document=document)


def serialise_profiles(profiles: Sequence[Profile], document: Document) -> bytes:
    """Return the bytes of a file with these profiles and everything else in ``document``.

    Raises InvalidProfilesFile for profiles that could not be read back; they are never written.
    """
    known = {
        _id_of(entry): {k: v for k, v in entry.items() if k != API_HOST_CONSENT}  # may have ended
        for entry in _entries(document.get("profiles", []))
    }
    written = [{**known.get(p.id.lower(), {}), **encode_profile(p)} for p in profiles]
    _read_all(written)
    whole = {
        **_with_oauth_apps(document, profiles),
        "version": CURRENT_VERSION,
        "profiles": written,
    }
    _read_oauth_apps(whole)
    try:
        # ASCII only, so that even half a surrogate pair in an unknown key survives.
        data = (json.dumps(whole, indent=2) + "\n").encode("ascii")
    except RecursionError:  # json reads deeper nesting than it writes
        raise InvalidProfilesFile("nested too deeply") from None
    if len(data) > MAX_BYTES:
        raise _too_large_error()
    return data


def _read_document(data: bytes) -> tuple[Document, int]:
    if len(data) > MAX_BYTES:
        raise _too_large_error()
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidProfilesFile(f"no JSON: {json_error_text(error)}") from None
    if not isinstance(document, dict):
        raise InvalidProfilesFile("no JSON object")
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise InvalidProfilesFile("no version")
    return document, version


def json_error_text(error: Exception) -> str:
    """Return where a text stops being JSON, for a person who edited the file by hand."""
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}"
    return type(error).__name__


def _too_large_error() -> InvalidProfilesFile:
    return InvalidProfilesFile(f"more than {MAX_BYTES} bytes")


def _entries(entries: object) -> list[Document]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidProfilesFile("no list of profiles")
    return entries


def _read_all(entries: object) -> tuple[Profile, ...]:
    profiles = tuple(_read_entry(entry, n) for n, entry in enumerate(_entries(entries), start=1))
    if len({profile.id.lower() for profile in profiles}) < len(profiles):
        raise InvalidProfilesFile("two profiles with one id")
    return profiles


def _read_valid(entries: object) -> tuple[Profile, ...]:
    found: dict[str, Profile] = {}
    for entry in entries if isinstance(entries, list) else []:
        try:
            profile = _read_entry(entry, 0)
        except InvalidProfilesFile:
            continue
        found.setdefault(profile.id.lower(), profile)
    return tuple(found.values())


def _read_entry(entry: object, number: int) -> Profile:
    if not isinstance(entry, dict):
        raise InvalidProfilesFile(f"profile {number}: no object")
    try:
        return decode_profile(entry)
    except ValueError as error:  # also InvalidUrl; neither text repeats a value
        reason = str(error) if isinstance(error, InvalidProfilesFile) else type(error).__name__
        raise InvalidProfilesFile(f"profile {number}: {reason}") from None


def _id_of(entry: Document) -> str:
    return str(entry.get("id", "")).lower()


def _read_oauth_apps(document: Document) -> dict[str, OAuthApp]:
    """Return the OAuth registrations by environment of SuperOffice Online."""
    entries = document.get("oauth", {})
    if not isinstance(entries, dict) or not all(isinstance(e, dict) for e in entries.values()):
        raise InvalidProfilesFile("oauth")
    return {key: decode_oauth_app(entry) for key, entry in entries.items()}


def with_oauth_app(profile: Profile, oauth_apps: Mapping[str, OAuthApp]) -> Profile:
    """Return a profile with the OAuth registration of its environment, if there is one."""
    app = oauth_apps.get(profile.tenant.environment_key) if profile.tenant else None
    return profile if app is None else replace(profile, oauth=app)


def _with_oauth_apps(document: Document, profiles: Sequence[Profile]) -> Document:
    """Return the document with the registrations of these profiles; the last one wins."""
    apps = {
        p.tenant.environment_key: p.oauth for p in profiles if p.tenant and p.oauth != OAuthApp()
    }
    if not apps:
        return document
    known = document.get("oauth", {})
    known = known if isinstance(known, dict) else {}
    written = {key: {**known.get(key, {}), **encode_oauth_app(app)} for key, app in apps.items()}
    return {**document, "oauth": {**known, **written}}
