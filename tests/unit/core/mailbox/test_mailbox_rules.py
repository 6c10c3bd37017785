"""Numbers of the field that the program must not get wrong, as the world publishes them."""

from __future__ import annotations

import pytest

from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox.mailbox_rules import DATABASE_MAX_LENGTH, DEFAULT_PORTS, is_valid_port
from desktop_app.core.mailbox.rights import FieldFlag, TableFlag


def test_the_usual_ports_are_those_of_iana() -> None:
    assert DEFAULT_PORTS == {
        ServerType.POP: 110,
        ServerType.POPS: 995,
        ServerType.IMAP: 143,
        ServerType.IMAPS: 993,
        ServerType.IMAP_OAUTH: 993,
    }


@pytest.mark.parametrize(
    ("port", "usual"),
    [(0, False), (1, True), (65535, True), (65536, False), (-1, False), (2**31, False)],
)
def test_a_port_is_a_number_of_sixteen_bits(port: int, usual: bool) -> None:
    assert is_valid_port(port) is usual


@pytest.mark.parametrize("other", ["110", None, 110.0])
def test_what_is_no_whole_number_is_no_port(other: object) -> None:
    assert is_valid_port(other) is False  # type: ignore[arg-type]  # what a server may send


def test_the_database_takes_255_characters() -> None:
    assert DATABASE_MAX_LENGTH == 255


def test_the_bits_are_the_published_ones() -> None:
    """They are kept in files, so that they may never change."""
    assert {flag.name: flag.value for flag in TableFlag} == {
        "SELECT": 1,
        "UPDATE": 2,
        "INSERT": 4,
        "DELETE": 8,
        "FILTERING": 16,
        "RESTRICTED_UPDATE": 32,
        "UNUSED": 64,
        "UNINITIALIZED": 128,
    }
    assert (FieldFlag.READ.value, FieldFlag.WRITE.value, FieldFlag.NULLABLE.value) == (1, 2, 32)
    assert (FieldFlag.HINT_MANDATORY.value, FieldFlag.HINT_READ_ONLY.value) == (64, 128)
