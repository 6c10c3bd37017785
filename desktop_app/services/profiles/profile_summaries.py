"""Reads what this computer knows of each profile, for the lists of profiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app.core.profiles.profile_summary import ProfileSummary

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.store.local_store import LocalStore
    from desktop_app.services.store.store_service import StoreService

Summaries = Mapping[str, ProfileSummary]
"""By profile id."""


def read_summaries(
    store: StoreService, profiles: Sequence[Profile], on_done: Callable[[Summaries], None]
) -> None:
    """Read the summaries of these profiles in the background; ``on_done`` may get none."""
    keys = {profile.id: profile.list_key for profile in profiles}
    nothing: Summaries = {}
    store.read(lambda local: _summaries(local, keys), nothing, on_done)


def _summaries(local: LocalStore, list_keys: Mapping[str, str]) -> Summaries:
    pending = local.pending_changes.count_by_profile()
    return {
        profile_id: _summary(local, profile_id, key, pending.get(profile_id, 0))
        for profile_id, key in list_keys.items()
    }


def _summary(local: LocalStore, profile_id: str, list_key: str, pending: int) -> ProfileSummary:
    found = local.cached_lists.size_and_age(list_key)
    if found is None:
        return ProfileSummary(pending_count=pending)
    count, loaded_at = found
    failing = local.mail_checks.failing_count(profile_id, list_key)
    return ProfileSummary(count, failing, pending, datetime.fromtimestamp(loaded_at).astimezone())
