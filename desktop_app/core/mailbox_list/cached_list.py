"""What is kept of a profile's last good list. Apart from listing.py's users: msgspec is heavy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox_list.listing import ListedMailbox


@dataclass(frozen=True, slots=True)
class CachedList:
    """The last good list of a profile: ``loaded_at`` in seconds since 1970 (UTC)."""

    rows: Sequence[ListedMailbox]
    loaded_at: float
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class CachedDetail:
    """A mailbox as it was read at ``read_at``, in seconds since 1970 (UTC)."""

    mailbox: Mailbox
    read_at: float


@dataclass(frozen=True, slots=True)
class CachedProfile:
    """All that is kept of a profile: its list, and its details by mailbox id."""

    listing: CachedList
    details: Mapping[int, CachedDetail] = field(default_factory=dict)
