"""Translated texts of the History window."""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.ui.i18n import translate


class HistoryTab(Enum):
    """The pages of the History window, in their order."""

    PENDING_CHANGES = auto()
    JOURNAL = auto()
    DIFFERENCES = auto()
    BULK_RUNS = auto()

    @property
    def belongs_to_profile(self) -> bool:
        """Whether the page shows the profile of the main window; others show all profiles."""
        return self in (HistoryTab.DIFFERENCES, HistoryTab.BULK_RUNS)


def tab_title(tab: HistoryTab) -> str:
    """Return the title of a page."""
    return {
        HistoryTab.PENDING_CHANGES: translate("history", "Pending changes"),
        HistoryTab.JOURNAL: translate("history", "Journal"),
        HistoryTab.DIFFERENCES: translate("history", "Differences"),
        HistoryTab.BULK_RUNS: translate("history", "Bulk runs"),
    }[tab]


def window_title(tab: HistoryTab, profile: str) -> str:
    """Return the title of the window; ``profile`` is empty for a page of all profiles."""
    if profile:
        form = translate("history", "{page} in {profile} — History")
        return form.format(page=tab_title(tab), profile=profile)
    return translate("history", "{page} — History").format(page=tab_title(tab))


def no_profile_text(tab: HistoryTab) -> tuple[str, str]:
    """Return headline and sentence for a page that needs an open profile."""
    return {
        HistoryTab.PENDING_CHANGES: (
            translate("history", "No pending changes"),
            translate("history", "Open a profile to see its pending changes."),
        ),
        HistoryTab.JOURNAL: (translate("history", "No journal"), ""),
        HistoryTab.DIFFERENCES: (
            translate("history", "No list to compare"),
            translate("history", "Open a profile in the main window to compare its list."),
        ),
        HistoryTab.BULK_RUNS: (
            translate("history", "No profile is open"),
            translate("history", "Open a profile in the main window to see its bulk runs."),
        ),
    }[tab]
