"""Published settings are read by their sense, and proposed only if they could be typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mail_check.mail_settings import AddressParts, MailSettings, SettingsSource
from desktop_app.core.mailbox.hosts import parse_host
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck.autoconfig import parse_autoconfig
from desktop_app.mailcheck.mail_dns import SrvService
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_session import HttpSession
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer
from tests.unit.mailcheck.test_discovery import places

MAIL = AddressParts("kim", "acme.test")
SOURCE = SettingsSource.DATABASE
XML = """<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x">
<incomingServer type="imap"><hostname>imap.acme.test</hostname><port>993</port>
 <socketType>SSL</socketType><username>%EMAILADDRESS%</username>
 <authentication>password-cleartext</authentication></incomingServer>
</emailProvider></clientConfig>"""
GOOD = MailSettings(SOURCE, T.IMAPS, "imap.acme.test", 993, "kim@acme.test")


def read(old: str = "", new: str = "", text: str = XML) -> list[MailSettings]:
    assert old in text
    return parse_autoconfig(text.replace(old, new).encode(), MAIL, SOURCE)


def read_one(old: str, new: str) -> MailSettings:
    found = read(old, new)
    assert len(found) == 1
    return found[0]


BY_SENSE = [
    ('version="1.1"', 'version="1.1" xmlns="http://www.mozilla.org/ns/1.1"'),
    ("incomingServer", "IncomingServer"),
    ("hostname>", "hostName>"),
    ('type="imap"', 'type="IMAP"'),
    ('type="imap"', 'type=" imap "'),
    ('type="imap"', 'type="imaps"'),
    ('type="imap"', 'Type="imap"'),
    (">SSL<", ">ssl<"),
    (">SSL<", ">TLS<"),
    (">SSL<", ">SSL/TLS<"),
    (">SSL<", "> SSL\n<"),
    ("imap.acme.test", " IMAP.acme.test. "),
    ("imap.acme.test", "imap.%EmailDomain%"),
    ("%EMAILADDRESS%", "%emailLocalPart%@%EMAILDOMAIN%"),
    (">993<", "> 993 <"),
    ("password-cleartext", "PLAIN"),
    ("password-cleartext", "Password-Encrypted"),
    ("password-cleartext", "a-method-of-tomorrow"),
]


@pytest.mark.parametrize(("old", "new"), BY_SENSE)
def test_other_ways_of_writing_mean_the_same(old: str, new: str) -> None:
    found = read_one(old, new)
    assert (found.server_type, found.server.casefold(), found.port, found.user_name) == (
        GOOD.server_type,
        GOOD.server,
        GOOD.port,
        GOOD.user_name,
    )


@pytest.mark.parametrize(
    "host",
    [
        "%HOST%",
        "imap.%EMAILHOST%",
        "https://imap.acme.test/",
        "imaps://imap.acme.test",
        "imap.acme.test:993",
        "imap acme test",
        "imap..acme.test",
        "-imap.acme.test",
        "imap.acme.test\u202e",
        "imap_\U0001f4e7/x",
        "999.1.1.1",
        "a" * 70 + ".test",
        "[::1",
        "kim@imap.acme.test",
        ".",
        "0.0.0.0",
        "::",
    ],
)
def test_what_is_no_host_is_not_proposed(host: str) -> None:
    assert read("imap.acme.test", host) == []


@pytest.mark.parametrize(
    "port", ["0", "00", "-1", "65536", "99999999999", "993.0", "1e3", "٩٩٣", ""]
)
def test_what_is_no_port_is_not_proposed(port: str) -> None:
    assert read(">993<", f">{port}<") == []


@pytest.mark.parametrize("user", ["%REALNAME%", "%USER%@acme.test", "kim\u202e", "k" * 300, "a\nb"])
def test_a_user_name_that_makes_no_sense_is_left_empty(user: str) -> None:
    found = read_one("%EMAILADDRESS%", user)
    assert found.user_name == ""
    assert found.server == GOOD.server


@pytest.mark.parametrize(
    ("kind", "socket", "methods"),
    [
        ("imap", "STARTTLS", ["password-cleartext"]),
        ("pop3", "starttls", ["password-cleartext"]),
        ("pop3", "SSL", ["OAuth2"]),
        ("imap", "plain", ["oauth2"]),
        ("imap", "plain", ["OAuth2"]),
        ("imap", "SSL", ["GSSAPI"]),
        ("imap", "SSL", ["NTLM", "GSSAPI"]),
        ("imap", "SSL", ["TLS-client-cert"]),
        ("imap", "SSL", ["client-IP-address"]),
        ("imap", "SSL", ["none"]),
        ("exchange", "SSL", ["password-cleartext"]),
        ("imap", "MAGIC", ["password-cleartext"]),
    ],
)
def test_what_superoffice_cannot_use_with_a_password_is_not_proposed(
    kind: str, socket: str, methods: list[str]
) -> None:
    wanted = "".join(f"<authentication>{method}</authentication>" for method in methods)
    text = XML.replace("<authentication>password-cleartext</authentication>", wanted)
    assert read(">SSL<", f">{socket}<", text.replace('type="imap"', f'type="{kind}"')) == []


@pytest.mark.parametrize("method", ["OAuth2", "oauth2", "XOAUTH2", " OAuth2 "])
def test_oauth_alone_is_proposed_as_oauth(method: str) -> None:
    found = read_one("password-cleartext", method)
    assert found.server_type is T.IMAP_OAUTH


def test_oauth_beside_a_password_is_proposed_with_a_password() -> None:
    both = "<authentication>OAuth2</authentication><authentication>"
    assert read("<authentication>", both) == [GOOD]


DOCTYPES = [
    '<!DOCTYPE clientConfig [<!ENTITY host "imap.evil.test">]>',
    '<!DOCTYPE clientConfig SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE\tclientConfig [<!ENTITY % a "b">]>',
    "<!DOCTYPE clientConfig>",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_doctype_is_refused_in_every_encoding(doctype: str, encoding: str) -> None:
    head = (
        '<?xml version="1.0" encoding="utf-16"?>' if "16" in encoding else '<?xml version="1.0"?>'
    )
    plain = XML.replace('<?xml version="1.0"?>', head)
    assert (
        parse_autoconfig(plain.replace(head, head + doctype).encode(encoding), MAIL, SOURCE) == []
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = XML.replace('version="1.0"?', f'version="1.0" encoding="{encoding[:6].strip("-")}"?')
    assert parse_autoconfig(text.encode(encoding), MAIL, SOURCE) == [GOOD]


def test_an_expansion_of_entities_does_not_take_place() -> None:
    laughs = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30))
    doctype = f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]>'
    text = XML.replace('"1.0"?>', f'"1.0" encoding="utf-16"?>{doctype}').replace("imap.", "&l29;")
    assert parse_autoconfig(text.encode("utf-16"), MAIL, SOURCE) == []


class Records:
    """A name service with these SRV records."""

    def __init__(self, *found: SrvService) -> None:
        self._found = list(found)

    def services(self, _domain: str, _cancel: CancelToken) -> list[SrvService]:
        return self._found

    def mx_hosts(self, _domain: str, _cancel: CancelToken) -> list[str]:
        return []


@pytest.mark.parametrize(
    ("host", "port"),
    [("imap.acme.test", 0), ("imap\\032.acme.test", 993), ("%HOST%", 993), ("0.0.0.0", 993)],
)
def test_srv_records_keep_to_the_rules_too(host: str, port: int) -> None:
    from desktop_app.mailcheck.discovery import Discovery

    names = Records(SrvService(T.IMAPS, host, port), SrvService(T.POPS, "pop.acme.test", 995))
    with HostileServer({"*": reply(b"", 404)}) as server, HttpSession() as session:
        search = Discovery(session, names, places(server))  # type: ignore[arg-type]  # a resolver
        found = list(search.find(MAIL, CancelToken()))
    assert found == [MailSettings(SettingsSource.SRV, T.POPS, "pop.acme.test", 995)]


PIECES = st.sampled_from(
    ["imap", "acme", ".", "%", "EMAILDOMAIN", ":", "/", "@", "[", "]", "1", " "]
)
TEXTS = st.text(max_size=40) | st.lists(PIECES, max_size=8).map("".join)
PORTS = st.text(max_size=10) | st.sampled_from(["993", "0", "65535", "65536"])


@given(TEXTS, PORTS, TEXTS)
def test_whatever_is_published_a_proposal_could_be_typed(host: str, port: str, user: str) -> None:
    from xml.sax.saxutils import escape

    text = (
        XML.replace("imap.acme.test", escape(host))
        .replace(">993<", f">{escape(port)}<")
        .replace("%EMAILADDRESS%", escape(user))
    )
    for one in parse_autoconfig(text.encode("utf-8", "replace"), MAIL, SOURCE):
        checked = parse_host(one.server)
        assert one.server
        assert (checked.issue, checked.parts) == (None, None)
        assert 1 <= one.port <= 65535
        assert not re.search(r"%[^%\s]+%", one.user_name)


def test_a_user_name_may_have_a_percent_sign() -> None:
    found = read_one("%EMAILADDRESS%", "%EMAILLOCALPART%%acme.test")
    assert found.user_name == "kim%acme.test"
