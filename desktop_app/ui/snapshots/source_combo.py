"""One side of a comparison, to be chosen: now, the last look, a snapshot, another profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox

from desktop_app.core.profiles.profile import Profile
from desktop_app.core.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ComparisonSource:
    """What was seen of a profile's mailboxes; without ``snapshot`` and ``profile`` the last look.

    ``profile`` is another one, whose last list is meant.
    """

    text: str
    profile_id: str
    snapshot: Snapshot | None = None
    profile: Profile | None = None
    is_now: bool = False

    def is_same(self, other: ComparisonSource) -> bool:
        """Whether both are about the same, however they read by now."""
        return self._identity == other._identity

    @property
    def _identity(self) -> tuple[object, ...]:
        snapshot, profile = self.snapshot, self.profile
        return (snapshot and snapshot.id, profile and profile.id, self.is_now)


class SourceComboBox(QComboBox):
    """Holds the looks that there are; what was chosen stays chosen."""

    @property
    def source(self) -> ComparisonSource | None:
        """What is chosen."""
        look = self.currentData()
        return look if isinstance(look, ComparisonSource) else None

    def set_sources(self, sources: Sequence[ComparisonSource], default_index: int) -> None:
        """Offer these; ``default_index`` is the line that is chosen at first."""
        before = self.source
        self.clear()
        for look in sources:
            self.addItem(look.text, look)
        same = (n for n, look in enumerate(sources) if before is not None and look.is_same(before))
        self.setCurrentIndex(next(same, default_index))
