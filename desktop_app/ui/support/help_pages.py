"""The pages of the help, and which page belongs to which window."""

from __future__ import annotations

from PySide6.QtCore import QObject

START_PAGE = "start"
PAGES = (
    "start",
    "profiles",
    "list",
    "mailboxes",
    "several",
    "check",
    "offline",
    "secrets",
    "data",
    "troubles",
    "deploy",
    "network",
    "demo",
)
"""The pages in the order of the contents, by file name without ``.md``."""
PAGE_BY_CLASS = {
    "ProfileDialog": "profiles",
    "ProfilesDialog": "profiles",
    "EditDialog": "mailboxes",
    "KeepPasswordTestDialog": "mailboxes",
    "RightsDialog": "mailboxes",
    "ColumnsDialog": "list",
    "ExportDialog": "list",
    "HistoryWindow": "offline",
    "FindAllDialog": "offline",
    "RefreshAllDialog": "offline",
    "CheckWindow": "check",
    "SettingsDiscoveryDialog": "check",
    "BulkDialog": "several",
    "SecretStorageDialog": "secrets",
    "SavedPasswordsDialog": "secrets",
    "TextPreviewDialog": "troubles",
}
"""The help page for a window, by the name of its class or a base class; START_PAGE for others."""


def page_for(window: QObject | None) -> str:
    """Return the name of the help page for a window; the start page for None."""
    kinds = (kind.__name__ for kind in type(window).__mro__)
    return next((PAGE_BY_CLASS[kind] for kind in kinds if kind in PAGE_BY_CLASS), START_PAGE)
