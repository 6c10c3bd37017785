"""The user's and the administrator's profiles as one list."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from desktop_app.core.profiles.profile import ApiHostConsent, Profile
from desktop_app.profiles.former_origins import FormerOrigins
from desktop_app.profiles.machine_wide import MachineWideProfiles, read_with_usual_policy
from desktop_app.profiles.profile_codec import (
    Document,
    InvalidProfilesFile,
    decode_api_host_consent,
    encode_api_host_consent,
)
from desktop_app.profiles.profile_store import LoadedProfilesFile, ProfileStore


class MergedStore:
    """Reads both files, writes only the user's. Not thread-safe: one thread at a time.

    The administrator's profiles come first. A profile of the user is hidden if an administrator's
    profile has the same id or if the policy forbids own profiles; it stays in the file. The policy
    of the administrator's usual file holds whatever ``machine_wide`` is.
    """

    def __init__(self, store: ProfileStore, machine_wide: Path | None) -> None:
        self._store = store
        self._path = machine_wide
        self._former_origins = FormerOrigins(store.path.parent)
        self._hidden: tuple[Profile, ...] = ()

    def load(self) -> LoadedProfilesFile:
        """Read both files. Never raises: errors are in the result."""
        loaded, given = self._store.load(), read_with_usual_policy(self._path)
        ids = {profile.id.lower() for profile in given.profiles}
        shown = [
            p for p in loaded.profiles if given.policy.own_profiles and p.id.lower() not in ids
        ]
        self._hidden = tuple(p for p in loaded.profiles if p not in shown)
        mine = tuple(self._with_personal_settings(p, loaded.personal) for p in given.profiles)
        return replace(
            loaded,
            profiles=tuple(_apply_policy(p, given) for p in (*mine, *shown)),
            policy=given.policy,
            error=loaded.error or given.error,
        )

    def save(self, profiles: Sequence[Profile]) -> None:
        """Write the user's profiles and personal settings of the others. Raises AppError."""
        own = [profile for profile in profiles if not profile.is_machine_wide]
        personal: Document = {
            p.id.lower(): _personal_settings(p) for p in profiles if p.is_machine_wide
        }
        self._store.save([*own, *self._hidden], personal)

    def export_to(self, path: Path, profiles: Sequence[Profile]) -> None:
        """Write profiles to a file that others can import. Raises AppError."""
        self._store.export_to(path, profiles)

    def import_from(self, path: Path) -> tuple[Profile, ...]:
        """Return the profiles of an exported file. Raises AppError."""
        return self._store.import_from(path)

    def copy_ca_file(self, path: str) -> str:
        """Copy a CA file beside the profiles; return where it is now. Raises CaFileError."""
        return self._store.copy_ca_file(path)

    def _with_personal_settings(self, profile: Profile, personal: Document) -> Profile:
        """Return the profile with the user's settings; a test counts only for the tested server."""
        mine = personal.get(profile.id.lower())
        if not isinstance(mine, dict):
            return profile
        name = mine.get("user_name")
        tested = self._former_origins.was_tested(profile, mine.get("tested_for"))
        return replace(
            profile,
            user_name=name if isinstance(name, str) and name else profile.user_name,
            tested=tested,
            read_only=not tested or mine.get("read_only") is not False,
            api_host_consent=_personal_consent(mine),
        )


def _apply_policy(profile: Profile, machine_wide: MachineWideProfiles) -> Profile:
    return profile if machine_wide.policy.plain_http else replace(profile, plain_http=False)


def _personal_settings(profile: Profile) -> Document:
    return {
        "user_name": profile.user_name,
        "tested_for": profile.secret_origin if profile.tested else "",
        "read_only": profile.read_only,
        **encode_api_host_consent(profile),
    }


def _personal_consent(mine: Document) -> ApiHostConsent | None:
    """Return the user's consent for an administrator's profile; None for a damaged one."""
    with suppress(InvalidProfilesFile):
        return decode_api_host_consent(mine)
    return None
