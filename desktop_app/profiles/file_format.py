"""The profiles file as bytes: read, checked, and written with all that this version cannot read.

``{"version": 1, "profiles": [{"id", "name", "address", "user_name"}, ...]}``, and any other keys.

One entry that is wrong makes the whole file damaged. To load the others and drop that one would
lose a customer's profile without a word at the next save; a file set aside loses nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_app.core.profile import Profile, api_address
from desktop_app.profiles.migrations import CURRENT, Document, migrate

MAX_BYTES = 8 * 1024 * 1024
"""More than this is no profiles file; 1,000 profiles take about 200 kB."""


_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class NotProfiles(ValueError):
    """These bytes are no profiles file. The text says why and never repeats what they hold."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a profiles file says. ``document`` is all of it, as the current version if older."""

    profiles: tuple[Profile, ...] = ()
    newer: bool = False
    document: Document = field(default_factory=dict)


def parse(data: bytes) -> Contents:
    """Read a file of any version. Raises NotProfiles.

    Of a newer version only those entries are given that this program can read.
    """
    document, version = _document(data)
    if version > CURRENT:
        return Contents(_readable(document.get("profiles")), newer=True, document=document)
    try:
        document = migrate(document, version)
    except Exception as error:  # a step meets whatever a damaged older file holds
        raise NotProfiles(f"version {version}: {type(error).__name__}") from None
    return Contents(_strict(document.get("profiles")), document=document)


def serialise(profiles: Sequence[Profile], document: Document) -> bytes:
    """The bytes of a file with these profiles; what else ``document`` holds is kept.

    Raises NotProfiles for profiles that could not be read back, so that they are never written.
    """
    known = {_id_of(entry): entry for entry in _entries(document.get("profiles", []))}
    written = [{**known.get(p.id.lower(), {}), **_entry(p)} for p in profiles]
    _strict(written)
    whole = {**document, "version": CURRENT, "profiles": written}
    try:
        # ASCII only, so that even half a surrogate pair in a key unknown to us survives.
        return (json.dumps(whole, indent=2) + "\n").encode("ascii")
    except RecursionError:  # reading takes deeper nesting than writing
        raise NotProfiles("nested too deeply") from None


def _document(data: bytes) -> tuple[Document, int]:
    if len(data) > MAX_BYTES:
        raise NotProfiles(f"more than {MAX_BYTES} bytes")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NotProfiles(f"no JSON: {type(error).__name__}") from None
    if not isinstance(document, dict):
        raise NotProfiles("no JSON object")
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise NotProfiles("no version")
    return document, version


def _entries(entries: object) -> list[Document]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise NotProfiles("no list of profiles")
    return entries


def _strict(entries: object) -> tuple[Profile, ...]:
    profiles = tuple(_profile(entry, n) for n, entry in enumerate(_entries(entries), start=1))
    if len({profile.id.lower() for profile in profiles}) < len(profiles):
        raise NotProfiles("two profiles with one id")
    return profiles


def _readable(entries: object) -> tuple[Profile, ...]:
    found: dict[str, Profile] = {}
    for entry in entries if isinstance(entries, list) else []:
        try:
            profile = _profile(entry, 0)
        except NotProfiles:
            continue
        found.setdefault(profile.id.lower(), profile)
    return tuple(found.values())


def _profile(entry: object, number: int) -> Profile:
    if not isinstance(entry, dict):
        raise NotProfiles(f"profile {number}: no object")
    try:
        values = {key: _text(entry, key) for key in ("id", "name", "user_name")}
        if not _UUID.fullmatch(values["id"]):
            raise NotProfiles("id")
        return Profile(**values, address=api_address(_text(entry, "address")))
    except ValueError as error:  # also AddressWrong: none of them repeats what it was given
        reason = str(error) if isinstance(error, NotProfiles) else type(error).__name__
        raise NotProfiles(f"profile {number}: {reason}") from None


def _text(entry: Document, key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str):
        raise NotProfiles(key)
    if not value.isascii():
        value.encode("utf-8")  # half a surrogate pair could be neither shown nor sent
    return value


def _id_of(entry: Document) -> str:
    return str(entry.get("id", "")).lower()


def _entry(profile: Profile) -> Document:
    return {
        "id": profile.id,
        "name": profile.name,
        "address": profile.address,
        "user_name": profile.user_name,
    }
