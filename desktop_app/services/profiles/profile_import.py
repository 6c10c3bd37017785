"""Import of profiles from a file that another person wrote: merged by id, never unlocked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.profiles.profile_repository import (
    ProfileRepository,
    Profiles,
    locked_until_tested,
)


class RepointedProfile(NamedTuple):
    """A profile whose server has changed; its secrets were entered for ``old_origin``."""

    profile: Profile
    old_origin: str


class Imported(NamedTuple):
    """The result of an import. The profiles in ``repointed`` need their secrets entered again.

    Those in ``refused`` were left out: their CA file lies on another computer, and reading it would
    make Windows sign in there.
    """

    added: int = 0
    changed: int = 0
    repointed: tuple[RepointedProfile, ...] = ()
    refused: tuple[Profile, ...] = ()


def import_from(repository: ProfileRepository, path: Path) -> Imported:
    """Import a file; a known profile keeps its user name and lock, unless its connection changed.

    Raises AppError.
    """
    from desktop_app.core.profiles.remote_paths import is_remote_path  # lazy: start

    given = repository.store.import_from(path)
    refused = tuple(p for p in given if is_remote_path(p.ca_file))
    found = [p for p in given if p not in refused]
    known = {p.id.lower(): p for p in repository.profiles if not p.is_machine_wide}
    taken = [p for p in found if p.id.lower() not in machine_wide_ids(repository.profiles)]
    merged = {p.id.lower(): _merged(known.get(p.id.lower()), p) for p in taken}
    kept = tuple(merged.pop(p.id.lower(), p) for p in repository.profiles)
    changed = sum(new != old for new, old in zip(kept, repository.profiles, strict=True))
    elsewhere = tuple(
        RepointedProfile(new, old.secret_origin)
        for new, old in zip(kept, repository.profiles, strict=True)
        if new.secret_origin != old.secret_origin
    )
    repository.save((*kept, *merged.values()))
    return Imported(added=len(merged), changed=changed, repointed=elsewhere, refused=refused)


def machine_wide_ids(profiles: Profiles) -> frozenset[str]:
    """Return the ids of the administrator's profiles, which an import does not touch."""
    return frozenset(profile.id.lower() for profile in profiles if profile.is_machine_wide)


def _merged(old: Profile | None, new: Profile) -> Profile:
    """Return the imported profile.

    Only a person may unlock it, allow unencrypted passwords, or send the sign-in to another host.
    """
    if old is None:
        return locked_until_tested(None, replace(new, plain_http=False, api_host_consent=None))
    locks = (new.environment, new.lock_after) != (old.environment, old.lock_after)
    mine = replace(
        new,
        id=old.id,
        user_name=old.user_name or new.user_name,
        tested=old.tested,
        read_only=old.read_only or locks,
        api_host_consent=old.api_host_consent,
        plain_http=old.plain_http and new.secret_origin == old.secret_origin,
    )
    return locked_until_tested(old, mine)
