"""What a quick filter shows, and what it cannot know yet, in words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.core.mailbox_list.quick_filter import QuickFilter, Right, Security
from desktop_app.ui.mailbox_list.filter.quick_filter_text import (
    risk_words,
    security_words,
    server_words,
    type_trait_words,
)


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("filters", text)


def quick_words(quick: QuickFilter) -> str:
    """What is shown; of one kind any will do, of several kinds each must."""
    parts = [
        _any(type_trait_words(kind) for kind in quick.types),
        _any(security_filter_words(security) for security in quick.securities),
        _any(server_words(server) for server in quick.servers),
        _any(right_filter_words(right) for right in quick.rights),
        twins_words() if quick.twins else "",
        _any(map(risk_words, quick.risks)),
    ]
    return "; ".join(part for part in parts if part)


def _any(words: Iterable[str]) -> str:
    return tr(" or ").join(sorted(words))


def security_filter_words(security: Security) -> str:
    """A security as something to filter by."""
    return tr("Insecure (no TLS)") if security is Security.PLAIN else security_words(security)


def right_filter_words(right: Right) -> str:
    """A right as something to filter by."""
    return {
        Right.CHANGE: tr("May be changed"),
        Right.READ_ONLY: tr("Read-only"),
        Right.NO_UPDATE: tr("No update right"),
    }[right]


def twins_words() -> str:
    """Mailboxes with the same address, or the same login on the same server."""
    return tr("Duplicates")


def unknown_words(unknown: int) -> str:
    """How many mailboxes a filter does not know."""
    if unknown == 1:
        return tr("Of 1 mailbox the details are not read yet.")
    return tr("Of %s mailboxes the details are not read yet.") % QLocale().toString(unknown)


def read_all_words(calls: int) -> str:
    """Offers to read the details of so many mailboxes, with a mnemonic."""
    if calls == 1:
        return tr("&Read its details (1 call)")
    return tr("&Read their details (%s calls)") % QLocale().toString(calls)


def read_every_words(total: int, calls: int) -> str:
    """Offers to read the details of a whole list, and says what that takes; with a mnemonic."""
    write = QLocale().toString
    if not calls:
        return tr("Read the details of &all mailboxes (they are new)")
    return tr("Read the details of &all %s mailboxes (%s calls)") % (write(total), write(calls))
