"""Profiles of a file that somebody else has written: merged by id, and trusted with nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.profiles.profile_repository import Profiles, Shelf, settled


class Moved(NamedTuple):
    """A profile that leads elsewhere now; ``before`` is what its secrets were entered for."""

    profile: Profile
    before: str


class Imported(NamedTuple):
    """What an import did. The secrets of those in ``elsewhere`` are asked for again."""

    added: int = 0
    changed: int = 0
    elsewhere: tuple[Moved, ...] = ()


def import_from(shelf: Shelf, path: Path) -> Imported:
    """A known profile takes the file's values, except who the user is and that it was unlocked."""
    found = shelf.store.import_from(path)
    known = {p.id.lower(): p for p in shelf.profiles if not p.deployed}
    taken = [p for p in found if p.id.lower() not in deployed_ids(shelf.profiles)]
    merged = {p.id.lower(): _merged(known.get(p.id.lower()), p) for p in taken}
    kept = tuple(merged.pop(p.id.lower(), p) for p in shelf.profiles)
    changed = sum(new != old for new, old in zip(kept, shelf.profiles, strict=True))
    elsewhere = tuple(
        Moved(new, old.binding)
        for new, old in zip(kept, shelf.profiles, strict=True)
        if new.binding != old.binding
    )
    shelf.save((*kept, *merged.values()))
    return Imported(added=len(merged), changed=changed, elsewhere=elsewhere)


def deployed_ids(profiles: Profiles) -> frozenset[str]:
    """The ids of the administrator's own profiles, which an import does not touch."""
    return frozenset(profile.id.lower() for profile in profiles if profile.deployed)


def _merged(old: Profile | None, new: Profile) -> Profile:
    """A file can neither unlock a profile nor allow passwords to be sent readable: people do."""
    if old is None:
        return settled(None, replace(new, plain_http=False))
    locks = (new.environment, new.lock_after) != (old.environment, old.lock_after)
    mine = replace(
        new,
        id=old.id,
        user_name=old.user_name or new.user_name,
        tested=old.tested,
        read_only=old.read_only or locks,
        plain_http=old.plain_http and new.binding == old.binding,
    )
    return settled(old, mine)
