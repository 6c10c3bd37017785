"""Reading the mail server of a mailbox, and what people paste in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.hosts import Host, HostFault, Split, read_host
from desktop_app.core.mailbox.mailbox import ServerType


@pytest.mark.parametrize(
    "text",
    [
        "imap.example.com",
        "localhost",
        "mail_1.example.com",
        "imap.example.com.",
        "192.0.2.25",
        "2001:db8::143",
        "[2001:db8::143]",
        "",
    ],
)
def test_ordinary_servers_need_no_remark(text: str) -> None:
    assert read_host(text) == Host()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("mail server", HostFault.SPACE),
        (" imap.example.com", HostFault.SPACE),
        ("imap..example.com", HostFault.NAME),
        ("-imap.example.com", HostFault.NAME),
        ("imap.example.com/", HostFault.NAME),
        ("a" * 64 + ".example", HostFault.NAME),
        (".".join(["abcdefgh"] * 30), HostFault.NAME),
        ("192.0.2", HostFault.NUMBER),
        ("192.0.2.256", HostFault.NUMBER),
        ("2001:db8:::1", HostFault.NUMBER),
    ],
)
def test_what_is_no_server_says_why(text: str, fault: HostFault) -> None:
    assert read_host(text).fault is fault


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("imap.example.com:993", Split("imap.example.com", 993)),
        ("imap.example.com:993/Inbox", Split("imap.example.com", 993, path="/Inbox")),
        ("[2001:db8::1]:993", Split("2001:db8::1", 993)),
        ("imaps://imap.example.com", Split("imap.example.com", None, ServerType.IMAPS)),
        ("IMAP://imap.example.com:1143/", Split("imap.example.com", 1143, ServerType.IMAP)),
        ("pop3s://jo@pop.example.com:995", Split("pop.example.com", 995, ServerType.POPS)),
        ("https://mail.example.com/owa", Split("mail.example.com")),
    ],
)
def test_a_pasted_url_is_taken_apart(text: str, split: Split) -> None:
    assert read_host(text).split == split


def test_a_port_beyond_the_last_one_is_not_split_off() -> None:
    assert read_host("imap.example.com:70000").split is None


def test_international_names_have_both_forms() -> None:
    assert read_host("post.münchen.example").other_form == "post.xn--mnchen-3ya.example"
    assert read_host("imap.аcme.example").looks_alike


@given(st.text(max_size=400))
def test_nothing_crashes_it(text: str) -> None:
    read_host(text)
