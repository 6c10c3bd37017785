"""The part of a workspace that bulk services use."""

from __future__ import annotations

from typing import Protocol

from desktop_app.services.bulk.run_history import BulkRunHistory
from desktop_app.services.journal.journal_service import JournalService
from desktop_app.services.mail_check.check_run import CheckTarget
from desktop_app.services.mailbox_list.export import Exporter


class BulkTarget(CheckTarget, Protocol):
    """A workspace for bulk runs; services/workspace implements the protocol."""

    run_history: BulkRunHistory | None
    journal: JournalService | None
    exporter: Exporter
