"""Export of journal entries to the administrator's folder or the system log."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.core.journal import JournalEntry
from desktop_app.core.profiles.policy import JournalPolicy
from desktop_app.storage.json_codec import encode_values

SYSLOG_IDENT = "mailbox-admin"
OWN_FOLDER_MODE, OWN_FILE_MODE = 0o700, 0o600


def json_line(entry: JournalEntry) -> str:
    """Return an entry as one line of JSON without secrets; times in UTC, ISO 8601."""
    case = entry.context
    return json.dumps(
        {
            "line": entry.id,
            "at": _iso_time(entry.started_at),
            "ended_at": None if entry.ended_at is None else _iso_time(entry.ended_at),
            "outcome": entry.outcome.value,
            "why": entry.reason,
            "profile": case.profile_name,
            "profile_id": case.profile_id,
            "mailbox": entry.mailbox_id,
            "address": entry.address,
            "creates": entry.is_new,
            "signed_in_as": case.signed_in_as,
            "account": entry.account,
            "computer": entry.computer,
            "before": encode_values(entry.before),
            "after": encode_values(entry.after),
            "password": entry.password.value,
            "batch": case.bulk_run_key,
        },
        ensure_ascii=True,  # no line break or control character from a server
    )


def export_entry(entry: JournalEntry, policy: JournalPolicy) -> None:
    """Write an entry to each destination that the policy names. Raises OSError."""
    line = json_line(entry)
    if policy.folder:
        _append(Path(policy.folder), export_file_name(entry), line)
    if policy.system_log:
        _log(line)


def export_file_name(entry: JournalEntry) -> str:
    """Return a file name for each account and computer: no two programs write to the same file."""
    name = f"journal-{entry.computer}-{entry.account}"
    kept = "".join(c if c.isalnum() or c in "-._" else "_" for c in name)
    return f"{kept}.jsonl"


def _append(folder: Path, name: str, line: str) -> None:
    folder.mkdir(mode=OWN_FOLDER_MODE, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(folder / name, flags, OWN_FILE_MODE)
    try:
        os.write(handle, f"{line}\n".encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def _log(line: str) -> None:
    if sys.platform == "win32":
        raise OSError("no system log that this program can write to")
    import syslog  # lazy: platform

    syslog.openlog(SYSLOG_IDENT, 0, syslog.LOG_USER)
    syslog.syslog(syslog.LOG_NOTICE, line)


def _iso_time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
