"""Reading the mail server of a mailbox, and what people paste in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.hosts import Host, HostIssue, HostParts, parse_host
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
    assert parse_host(text) == Host()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("mail server", HostIssue.SPACE),
        (" imap.example.com", HostIssue.SPACE),
        ("imap..example.com", HostIssue.NAME),
        ("-imap.example.com", HostIssue.NAME),
        ("imap.example.com/", HostIssue.NAME),
        ("a" * 64 + ".example", HostIssue.NAME),
        (".".join(["abcdefgh"] * 30), HostIssue.NAME),
        ("192.0.2", HostIssue.NUMBER),
        ("192.0.2.256", HostIssue.NUMBER),
        ("2001:db8:::1", HostIssue.NUMBER),
    ],
)
def test_what_is_no_server_says_why(text: str, fault: HostIssue) -> None:
    assert parse_host(text).issue is fault


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("imap.example.com:993", HostParts("imap.example.com", 993)),
        ("imap.example.com:993/Inbox", HostParts("imap.example.com", 993, path="/Inbox")),
        ("[2001:db8::1]:993", HostParts("2001:db8::1", 993)),
        ("imaps://imap.example.com", HostParts("imap.example.com", None, ServerType.IMAPS)),
        ("IMAP://imap.example.com:1143/", HostParts("imap.example.com", 1143, ServerType.IMAP)),
        ("pop3s://jo@pop.example.com:995", HostParts("pop.example.com", 995, ServerType.POPS)),
        ("https://mail.example.com/owa", HostParts("mail.example.com")),
    ],
)
def test_a_pasted_url_is_taken_apart(text: str, split: HostParts) -> None:
    assert parse_host(text).parts == split


def test_a_port_beyond_the_last_one_is_not_split_off() -> None:
    assert parse_host("imap.example.com:70000").parts is None


def test_international_names_have_both_forms() -> None:
    assert parse_host("post.münchen.example").alternate_form == "post.xn--mnchen-3ya.example"
    assert parse_host("imap.аcme.example").is_confusable


@given(st.text(max_size=400))
def test_nothing_crashes_it(text: str) -> None:
    parse_host(text)
