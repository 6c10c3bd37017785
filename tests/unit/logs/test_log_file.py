"""The log: for its owner only, one record a line, no secret, no growth."""

from __future__ import annotations

import logging
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.logs import log_file
from desktop_app.logs.log_file import ProgramLog, SingleLineFormatter, last_lines
from desktop_app.logs.redact import redact

OURS = logging.getLogger("desktop_app.net.somewhere")
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [A-Z]+ \S+ \S+: ")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[ProgramLog]:
    made = ProgramLog(tmp_path, "info")
    yield made
    made.close()


def test_a_record_is_a_line_with_time_level_thread_and_room(log: ProgramLog) -> None:
    OURS.info("two\nlines\r\x1b[31m and %s", "a value")
    OURS.debug("not at this level")
    (line,) = last_lines(log.file, 10)
    assert LINE.match(line)
    assert line.endswith(r"INFO MainThread net.somewhere: two\nlines\r\x1b[31m and a value")


@given(st.text(st.characters(codec="utf-8")))
def test_whatever_is_logged_is_one_line_that_can_be_shown(text: str) -> None:
    record = logging.LogRecord("desktop_app", logging.INFO, "", 1, "%s", (text,), None)
    line = SingleLineFormatter().format(record)
    assert line.isprintable()
    assert len(line.splitlines()) == 1


def test_a_fault_is_reported_by_kind_and_place_never_by_its_text(log: ProgramLog) -> None:
    def fails() -> None:
        raise ValueError("canary-secret")

    try:
        fails()
    except ValueError:
        OURS.info("it failed", exc_info=True)
    (line,) = last_lines(log.file, 10)
    assert "canary" not in line
    assert "ValueError" in line
    assert re.search(r"test_log_file\.py:\d+ fails", line)


def test_the_files_are_their_owners_and_do_not_grow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "MAX_FILE_BYTES", 2000)
    log = ProgramLog(tmp_path, "info")
    for number in range(200):
        OURS.info("record %d", number)
    log.close()
    files = sorted(log.file.parent.iterdir())
    assert len(files) == 1 + log_file.BACKUP_COUNT
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert all(file.stat().st_size <= 2000 for file in files)
    assert stat.S_IMODE(log.file.parent.stat().st_mode) == 0o700
    newest = last_lines(log.file, 30)
    assert len(newest) == 30, "the newest file and the one before"
    assert newest[-1].endswith("record 199")


def test_debug_records_of_libraries_are_not_written(log: ProgramLog) -> None:
    library = logging.getLogger("authlib.oauth2")
    library.setLevel(logging.DEBUG)
    library.debug("refresh_token is canary")
    library.setLevel(logging.NOTSET)
    assert last_lines(log.file, 10) == []


def test_a_full_disk_does_not_reach_the_program(
    log: ProgramLog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(log._handler.stream, "write", full, raising=False)
    OURS.info("lost")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Basic canary",
        "authorization='Bearer canary'",
        "SOTicket canary",
        "SO-AppToken=canary",
        'Set-Cookie: session=canary; path="/"',
        '{"password": "canary", "x": 1}',
        "client_secret=canary&x=1",
        "refresh_token: canary",
        "mailboxPassword = canary",
        "http://jens:canary@proxy.example:8080/",
        "GET https://x.example/login?state=1&code=canary",
        "eyJhbGciOiJ.canary.canary",
        "Cookie: a=1; b=canary",
        "proxy-authorization:Negotiate canary",
    ],
)
def test_what_looks_like_a_secret_is_blanked(text: str) -> None:
    assert "canary" not in redact(text)


def test_what_is_no_secret_stays() -> None:
    text = "POST https://crm.example/api/v1/Agents/CustomerService 200 in 31 ms: read, 4 tokens"
    assert redact(text) == text


def test_the_home_of_the_user_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/jens.hansen")
    assert redact("/home/jens.hansen/.local/x") == "~/.local/x"
